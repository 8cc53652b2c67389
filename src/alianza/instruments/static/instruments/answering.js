// Keeps answers as they are typed. Every change lies in localStorage until the server has said that it is kept; a
// change is sent within three seconds, and again until it arrives. Without this script the Save button does the same.

const SOON = 800; // after the last key, in milliseconds
const LATEST = 2500; // after the first key that is not sent yet
const PATIENCE = 20000; // how long one request may take
const WAITS = [2000, 4000, 8000, 15000, 30000]; // between attempts
const PREFIX = "alianza.answers.";

// What a question's fields say, as the server reads them: names and values in order, without files.
function pairs(question) {
  const prefix = `a-${question.dataset.item}`;
  const found = [];
  for (const field of question.querySelectorAll("input, select, textarea")) {
    if (field.closest("template") || field.type === "file") continue;
    if (field.name !== prefix && !field.name.startsWith(`${prefix}-`)) continue;
    if ((field.type === "radio" || field.type === "checkbox") && !field.checked) continue;
    found.push([field.name, field.value]);
  }
  return found;
}

// Puts kept pairs back into the fields of a question; false where the fields are not those (rows came or went).
function restore(question, value) {
  const left = value.map(([name, words]) => ({ name, words }));
  const fields = [...question.querySelectorAll("input, select, textarea")].filter(
    (field) => !field.closest("template") && field.type !== "file" && field.name.startsWith("a-"),
  );
  const names = new Set(fields.map((field) => field.name));
  if (left.some((pair) => !names.has(pair.name))) return false;
  const many = (list) => list.filter((each) => each.type !== "radio" && each.type !== "checkbox").length;
  for (const name of names) {
    const places = many(fields.filter((field) => field.name === name));
    if (places && left.filter((pair) => pair.name === name).length > places) return false;
  }
  for (const field of fields) {
    const chooses = field.type === "radio" || field.type === "checkbox";
    const at = left.findIndex((pair) => pair.name === field.name && (!chooses || pair.words === field.value));
    if (chooses) field.checked = at >= 0;
    else if (at >= 0) field.value = left[at].words;
    if (at >= 0 && !chooses) left.splice(at, 1);
  }
  return true;
}

// Changes that the server does not have yet, by question; mirrored in localStorage at once.
class Unsent {
  constructor(key, store) {
    this.key = key;
    this.store = store;
    this.held = {};
    try {
      this.held = JSON.parse(store?.getItem(key) || "{}") || {};
    } catch {
      this.held = {};
    }
  }

  get(item) {
    return this.held[item];
  }

  items() {
    return Object.keys(this.held);
  }

  // What can be sent: what does not fit or clashes waits for the person.
  ready() {
    return this.items().filter((item) => !this.held[item].stopped);
  }

  // A change that clashes waits for the choice between the two answers, whatever else is typed.
  put(item, value, seen, confirm = false) {
    const { before = [], clashed = false, ...old } = this.held[item] ?? {};
    this.held[item] = { value, seen: old.seen ?? seen, before, confirm, clashed, stopped: clashed };
    this.write();
  }

  // The change goes on its way: should the answer be lost, this is what may have arrived.
  sending(item) {
    const change = this.held[item];
    change.before = [...change.before, change.value].slice(-10);
    this.write();
  }

  // Kept as `value`: dropped, unless something else was typed meanwhile, which then follows on the new counter.
  kept(item, value, seen) {
    const change = this.held[item];
    if (!change) return;
    if (JSON.stringify(change.value) === JSON.stringify(value)) delete this.held[item];
    else this.held[item] = { ...change, seen, before: [] };
    this.write();
  }

  stop(item, value, clashed = false) {
    const change = this.held[item];
    if (!change || (!clashed && JSON.stringify(change.value) !== JSON.stringify(value))) return;
    change.stopped = true;
    change.clashed = clashed;
    this.write();
  }

  // Everything is tried again; a clash is asked about again, on the counter it began with.
  retried({ clashed = false } = {}) {
    for (const change of Object.values(this.held))
      if (clashed || !change.clashed) change.stopped = change.clashed = false;
  }

  drop(item) {
    delete this.held[item];
    this.write();
  }

  write() {
    try {
      if (this.items().length) this.store?.setItem(this.key, JSON.stringify(this.held));
      else this.store?.removeItem(this.key);
    } catch {
      // a full or forbidden store: the page itself still holds everything
    }
  }
}

class Answering {
  constructor(form) {
    this.form = form;
    this.said = form.dataset;
    this.status = form.querySelector("[data-status]");
    this.place = form.querySelector("[data-questions]");
    let store = null;
    try {
      store = window.localStorage;
      forgetOthers(store, this.said.person);
    } catch {
      store = null;
    }
    this.unsent = new Unsent(`${PREFIX}${this.said.person}.${this.said.response}`, store);
    this.timer = this.retry = null;
    this.first = 0;
    this.attempts = 0;
    this.running = null;
    this.locked = false;
    this.known = {}; // by question: its fields as the server has them
  }

  begin() {
    this.form.addEventListener("input", (event) => this.changed(event.target));
    this.form.addEventListener("change", (event) => {
      if (event.target.dataset.attach) this.attach(event.target);
      else this.changed(event.target);
    });
    this.form.addEventListener("click", (event) => this.pressed(event));
    this.form.addEventListener("submit", (event) => this.submitted(event));
    window.addEventListener("online", () => this.send());
    window.addEventListener("pagehide", () => this.send({ last: true }));
    document.addEventListener("visibilitychange", () => document.hidden && this.send({ last: true }));
    for (const way of document.querySelectorAll('form[action*="logout"]'))
      way.addEventListener("submit", (event) => this.leaving(event));
    this.bringBack();
  }

  question(item) {
    return this.place.querySelector(`[data-item="${CSS.escape(item)}"]`);
  }

  say(words, open = false) {
    this.status.textContent = words;
    this.status.classList.toggle("status--open", open);
  }

  // What could not be saved on an earlier visit stands in its fields again, and is sent.
  bringBack() {
    let back = false;
    for (const item of this.unsent.items()) {
      const question = this.question(item);
      if (question && this.fill(question, this.unsent.get(item).value)) back = true;
    }
    this.unsent.retried({ clashed: true });
    if (back) this.say(this.said.restored);
    if (this.unsent.items().length) this.send();
  }

  // Like `restore`, with as many places as the kept change has entries.
  fill(question, value) {
    const more = question.querySelector("[data-more]")?.dataset.more;
    for (let tries = 0; tries < 200; tries += 1) {
      if (restore(question, value)) return true;
      if (!more) return false;
      this.longer(question, more);
    }
    return false;
  }

  changed(field) {
    const question = field.closest?.("[data-item]");
    if (!question || !field.name?.startsWith("a-")) return;
    this.note(question);
  }

  note(question, confirm = false) {
    const item = question.dataset.item;
    const same = this.known[item] === JSON.stringify(pairs(question));
    if (same && !confirm && !this.unsent.get(item)) return; // leaving a field whose words were sent already
    this.unsent.put(item, pairs(question), Number(question.dataset.seen), confirm);
    this.say(this.said.saving);
    const now = Date.now();
    this.first ||= now;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), confirm ? 0 : Math.max(0, Math.min(SOON, this.first + LATEST - now)));
  }

  // Sends what is not kept yet. Returns when the server has answered or the attempt has failed.
  async send({ last = false } = {}) {
    if (this.running && !last) {
      await this.running;
      return this.unsent.ready().length && !this.retry ? this.send() : undefined;
    }
    const items = this.unsent.ready();
    if (!items.length || this.locked) return;
    if (last) return this.attempt(items, last);
    clearTimeout(this.timer);
    clearTimeout(this.retry);
    this.first = 0;
    this.retry = null;
    this.running = this.attempt(items, last);
    await this.running;
    this.running = null;
    if (this.unsent.ready().length && !this.locked && !this.retry) this.timer = setTimeout(() => this.send(), SOON);
  }

  async attempt(items, last) {
    const changes = {};
    for (const item of items) {
      const { value, seen, before, confirm } = this.unsent.get(item);
      changes[item] = { value, seen, before, confirm };
      this.unsent.sending(item);
    }
    const shown = [...this.place.querySelectorAll("[data-item]")].map((each) => each.dataset.item);
    const body = JSON.stringify({ changes, shown, section: this.said.section, one: "one" in this.said });
    try {
      const answer = await fetch(this.said.keep, {
        method: "POST",
        body,
        headers: { "Content-Type": "application/json", "X-CSRFToken": this.form.csrfmiddlewaretoken.value },
        redirect: "manual",
        keepalive: last && body.length < 60000,
        signal: last ? undefined : AbortSignal.timeout(PATIENCE),
      });
      if (answer.type === "opaqueredirect") return this.later(this.said.signedOut);
      const told = (answer.headers.get("Content-Type") ?? "").includes("json") ? await answer.json() : null;
      if (told?.refused) {
        this.locked = answer.status === 409;
        if (!this.locked) for (const item of items) this.unsent.stop(item, changes[item].value);
        return this.say(this.said.refused.replace("%s", told.refused), true);
      }
      if (answer.status === 403) await this.newToken();
      if (!answer.ok || !told) return this.later(this.said.waiting);
      this.attempts = 0;
      this.received(changes, told);
    } catch {
      this.later(this.said.waiting);
    }
  }

  // Signing in again in another tab makes the token of this page old.
  async newToken() {
    const page = await (await fetch(window.location.href, { redirect: "manual" })).text();
    const found = new DOMParser().parseFromString(page, "text/html").querySelector("[name=csrfmiddlewaretoken]");
    if (found) this.form.csrfmiddlewaretoken.value = found.value;
  }

  later(words) {
    this.say(words, true);
    const wait = WAITS[Math.min(this.attempts, WAITS.length - 1)];
    this.attempts += 1;
    clearTimeout(this.retry);
    this.retry = setTimeout(() => {
      this.retry = null;
      this.send();
    }, wait);
  }

  received(changes, told) {
    for (const [item, change] of Object.entries(changes)) {
      const question = this.question(item);
      if (item in told.edits) {
        this.unsent.kept(item, change.value, told.edits[item]);
        this.known[item] = JSON.stringify(change.value);
        if (question) {
          question.dataset.seen = told.edits[item];
          const hidden = question.querySelector(`[name="seen-${CSS.escape(item)}"]`);
          if (hidden) hidden.value = `${told.edits[item]}:changed`;
          question.querySelector("[data-carried]")?.remove();
          question.querySelector("[data-clash-place]")?.replaceChildren();
          this.wrong(question, "");
        }
      } else if (item in told.unfit) {
        this.unsent.stop(item, change.value);
        if (question) this.wrong(question, told.unfit[item]);
      } else if (item in told.clashes) {
        this.unsent.stop(item, change.value, true);
        if (question) this.clash(question, told.clashes[item]);
      }
    }
    this.show(told);
    const stopped = this.unsent.items().length > this.unsent.ready().length;
    const time = new Date(told.at).toLocaleTimeString(document.documentElement.lang, {
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
    });
    if (stopped) this.say(this.said.misfits, true);
    else if (!this.unsent.items().length) this.say(this.said.saved.replace("%s", time));
  }

  wrong(question, words) {
    const list = question.querySelector(".errorlist");
    list?.querySelector("[data-error]")?.remove();
    if (words && list) {
      const entry = document.createElement("li");
      entry.dataset.error = "";
      entry.textContent = words;
      list.prepend(entry);
    }
    this.mark(question);
  }

  mark(question) {
    const wrong = Boolean(question.querySelector(".errorlist li, .clash"));
    question.classList.toggle("field--wrong", wrong);
    for (const field of question.querySelectorAll("[name^='a-']:not([type=radio], [type=checkbox])"))
      if (wrong) field.setAttribute("aria-invalid", "true");
      else field.removeAttribute("aria-invalid");
  }

  clash(question, { html, theirs, edits }) {
    const place = question.querySelector("[data-clash-place]");
    place.innerHTML = html; // drawn and escaped by our own server
    place.dataset.theirs = theirs;
    question.dataset.seen = edits;
    this.mark(question);
  }

  // What is asked now: questions come and go, computed values and faults follow.
  show(told) {
    if (!told.order) return;
    for (const [item, faults] of Object.entries(told.faults)) {
      const question = this.question(item);
      const list = question?.querySelector(".errorlist");
      if (!list) continue;
      for (const old of list.querySelectorAll("li:not([data-error])")) old.remove();
      list.insertAdjacentHTML("beforeend", faults);
      this.mark(question);
      const unsure = question.querySelector("[data-unsure]");
      if (unsure) unsure.hidden = !told.unsure.includes(item);
    }
    for (const [item, html] of Object.entries(told.computed)) {
      const place = this.question(item)?.querySelector("[data-computed]");
      if (place) place.innerHTML = html;
    }
    for (const [item, unasked] of Object.entries(told.rows)) this.rows(item, unasked);
    const progress = document.querySelector("[data-progress]");
    if (progress) progress.textContent = told.progress;
    if ("one" in this.said) return;
    for (const question of [...this.place.querySelectorAll("[data-item]")]) {
      const typing = question.contains(document.activeElement) || this.unsent.get(question.dataset.item);
      if (!told.order.includes(question.dataset.item) && !typing) question.remove();
    }
    let before = null;
    for (const item of told.order) {
      let question = this.question(item);
      if (!question && told.added[item]) {
        question = drawn(told.added[item]);
        if (before) before.after(question);
        else this.place.prepend(question);
      }
      before = question ?? before;
    }
  }

  // Questions inside the entries of a group. Entries left empty are not kept, and those after them move up.
  rows(item, unasked) {
    let number = 0;
    for (const row of this.question(item)?.querySelectorAll(".rows > [data-row]") ?? []) {
      const parts = [...row.querySelectorAll("[data-child]")];
      const said = [...row.querySelectorAll("input, select, textarea")].some((field) =>
        field.type === "radio" || field.type === "checkbox" ? field.checked && field.value : field.value,
      );
      for (const part of parts) {
        const child = part.dataset.child.split("-").pop();
        part.hidden = said && unasked.includes(`a-${item}-${number}-${child}`);
      }
      if (said) number += 1;
    }
  }

  pressed(event) {
    const button = event.target.closest?.("button");
    const question = button?.closest("[data-item]");
    if (!question) return;
    const { more, clash } = button.dataset;
    if (more) this.longer(question, more);
    else if ("remove" in button.dataset) this.shorter(question, button.closest("[data-row]"));
    else if ("confirm" in button.dataset) this.note(question, true);
    else if (clash && question.querySelector("[data-clash-place]").dataset.theirs) this.choose(question, clash);
    else return;
    event.preventDefault();
  }

  choose(question, which) {
    const item = question.dataset.item;
    const place = question.querySelector("[data-clash-place]");
    if (which === "theirs") {
      this.unsent.drop(item);
      const theirs = drawn(place.dataset.theirs);
      question.replaceWith(theirs);
      theirs.querySelector("input, select, textarea")?.focus();
      this.say("");
      return;
    }
    this.unsent.drop(item);
    place.replaceChildren();
    this.note(question);
  }

  longer(question, kind) {
    if (kind === "codes") {
      const list = question.querySelector(".codes");
      const one = list.lastElementChild.cloneNode(true);
      const field = one.querySelector("input");
      field.value = "";
      field.id = `${field.name}-${list.children.length}`;
      one.querySelector("label").htmlFor = field.id;
      list.append(one);
      field.focus();
      return;
    }
    const rows = question.querySelector(".rows");
    const number = rows.querySelectorAll(":scope > [data-row]").length;
    const html = rows.querySelector(":scope > template").innerHTML.replaceAll("__N__", String(number));
    const row = drawn(html);
    rows.querySelector(":scope > template").before(row);
    this.count(rows);
    row.querySelector("input, select, textarea")?.focus();
  }

  shorter(question, row) {
    const rows = row.parentElement;
    const gone = Number(row.dataset.row);
    const item = question.dataset.item;
    row.remove();
    for (const [number, each] of [...rows.querySelectorAll(":scope > [data-row]")].entries()) {
      const old = Number(each.dataset.row);
      if (old < gone) continue;
      const [from, to] = [`a-${item}-${old}-`, `a-${item}-${number}-`];
      for (const node of each.querySelectorAll("[name], [id], [for], [value]"))
        for (const attribute of ["name", "id", "for"])
          if (node.getAttribute(attribute)?.startsWith(from))
            node.setAttribute(attribute, to + node.getAttribute(attribute).slice(from.length));
      for (const part of each.querySelectorAll("[data-child]"))
        part.dataset.child = to + part.dataset.child.slice(from.length);
      each.dataset.row = number;
      const button = each.querySelector("[data-remove]");
      if (button) button.value = `${item}-${number}`;
    }
    this.count(rows);
    this.note(question);
    question.querySelector("[data-more]")?.focus();
  }

  count(rows) {
    const all = [...rows.querySelectorAll(":scope > [data-row]")];
    rows.querySelector(":scope > [name$='-rows']").value = all.length;
    for (const [number, row] of all.entries()) {
      const place = row.querySelector("[data-count]");
      if (place) place.textContent = number + 1;
    }
  }

  // A file goes alone; the question comes back drawn, with the file's hash.
  async attach(input) {
    const question = input.closest("[data-item]");
    if (!input.files.length) return;
    await this.send();
    const body = new FormData();
    for (const file of input.files) body.append(input.name, file);
    this.say(this.said.saving);
    try {
      const answer = await fetch(input.dataset.attach, {
        method: "POST",
        body,
        headers: { "X-CSRFToken": this.form.csrfmiddlewaretoken.value },
        redirect: "manual",
      });
      if (answer.type === "opaqueredirect") return this.say(this.said.signedOut, true);
      const told = await answer.json();
      const unsaved = this.unsent.get(question.dataset.item);
      const again = drawn(told.html);
      question.replaceWith(again);
      if (unsaved) this.fill(again, unsaved.value);
      if (told.refused) {
        this.wrong(again, told.refused);
        this.say(this.said.refused.replace("%s", told.refused), true);
      } else this.say("");
    } catch {
      this.say(this.said.fileWaiting, true);
    }
  }

  // The page is left once everything is kept; what is not stays here, and the page with it.
  async submitted(event) {
    const button = event.submitter;
    if (this.form.dataset.going) return;
    if (button && !["then", ""].includes(button.name)) return; // takes something away or back: the server does it
    const files = [...this.form.querySelectorAll("[type=file]")].some((input) => input.files.length);
    if (files || !this.unsent.items().length) return;
    event.preventDefault();
    this.unsent.retried();
    await this.send();
    if (this.unsent.items().length) {
      this.place.querySelector(".field--wrong")?.scrollIntoView({ block: "center" });
      return;
    }
    this.form.dataset.going = "yes";
    this.form.requestSubmit(button);
  }

  leaving(event) {
    if (this.unsent.items().length && !window.confirm(this.said.leaving)) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    try {
      forgetOthers(window.localStorage, "");
    } catch {
      // nothing is kept where nothing can be stored
    }
  }
}

function drawn(html) {
  const template = document.createElement("template");
  template.innerHTML = html; // drawn and escaped by our own server
  return template.content.firstElementChild;
}

// What somebody else typed on this device is not ours to keep.
function forgetOthers(store, person) {
  for (const key of Object.keys(store))
    if (key.startsWith(PREFIX) && !(person && key.startsWith(`${PREFIX}${person}.`))) store.removeItem(key);
}

if (typeof document !== "undefined") {
  const form = document.querySelector("[data-answering]");
  if (form) new Answering(form).begin();
}
