// A complaint written where the connection breaks. Nothing is kept on the device: what was typed stays in the open page
// and is sent from there once the connection is back; the form's number lets the server know it again, so that what
// arrived twice is one complaint. Without this script the browser sends the form, and says itself when it cannot.

const WAITS = [3000, 8000, 20000, 60000];
const PATIENCE = 120000;

class Sending {
  constructor(form) {
    this.form = form;
    this.status = form.querySelector("[data-status]");
    this.button = form.querySelector("button");
    this.attempts = 0;
    this.timer = null;
    this.under_way = false;
    form.addEventListener("submit", (event) => this.submitted(event));
    window.addEventListener("online", () => this.timer && this.send());
    window.addEventListener("beforeunload", (event) => (this.timer || this.under_way) && event.preventDefault());
  }

  say(words) {
    this.status.textContent = words;
  }

  submitted(event) {
    event.preventDefault();
    if (!this.under_way) this.send();
  }

  async send() {
    clearTimeout(this.timer);
    this.timer = null;
    this.under_way = true;
    this.button.disabled = true;
    this.say(this.form.dataset.trying);
    try {
      const answer = await fetch(this.form.action, {
        method: "POST",
        body: new FormData(this.form),
        credentials: "same-origin",
        signal: AbortSignal.timeout(PATIENCE),
      });
      const page = await answer.text();
      if (answer.status >= 500) throw new Error(String(answer.status));
      this.under_way = false;
      this.show(page);
    } catch {
      this.under_way = false;
      this.button.disabled = false;
      this.say(navigator.onLine ? this.form.dataset.failed : this.form.dataset.waiting);
      this.timer = setTimeout(() => this.send(), WAITS[Math.min(this.attempts++, WAITS.length - 1)]);
    }
  }

  // The answer takes the place of the page: the code that it holds is shown, and stands at no address.
  show(page) {
    const made = new DOMParser().parseFromString(page, "text/html");
    const main = made.querySelector("main");
    if (!main) throw new Error("no page");
    for (const link of made.querySelectorAll('head link[rel="stylesheet"]'))
      if (!document.querySelector(`link[href="${CSS.escape(link.getAttribute("href"))}"]`)) document.head.append(link);
    document.title = made.title;
    document.querySelector("main").replaceWith(main);
    main.focus();
    window.scrollTo(0, 0);
    begin();
  }
}

function begin() {
  for (const form of document.querySelectorAll("form[data-sending]")) new Sending(form);
}

begin();
