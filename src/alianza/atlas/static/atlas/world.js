// The flow map and the chord diagram of the world. The page says the same in tables, so nothing here is needed to read
// it: the data and the d3 modules are fetched only when the drawings come near the screen.
const world = document.querySelector("[data-world]");
const SVG = "http://www.w3.org/2000/svg";

function script(address) {
  return new Promise((done, failed) => {
    const element = document.createElement("script");
    element.src = address;
    element.onload = done;
    element.onerror = failed;
    document.head.append(element);
  });
}

async function fetched(address) {
  const response = await fetch(address, { headers: { accept: "application/json" } });
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  return response.json();
}

function gradient(defs, id, [x1, y1], [x2, y2]) {
  const made = defs.append("linearGradient").attr("id", id).attr("gradientUnits", "userSpaceOnUse")
    .attr("x1", x1).attr("y1", y1).attr("x2", x2).attr("y2", y2);
  made.append("stop").attr("offset", "0.15").attr("class", "world__from");
  made.append("stop").attr("offset", "0.85").attr("class", "world__to");
  return `url(#${id})`;
}

function telling(selection, words, told) {
  const rest = told.dataset.rest;
  selection
    .on("pointerenter.told focus.told", (event, row) => { told.textContent = words(row); })
    .on("pointerleave.told blur.told", () => { told.textContent = rest; });
}

// A link only where there is somewhere to go; else a focusable group that reads itself out.
function door(parent, url, words) {
  const link = parent.append("a").attr("aria-label", words);
  if (url) link.attr("href", url);
  else link.attr("tabindex", 0).attr("role", "img");
  return link;
}

function drawMap(place, data, land, told) {
  const d3 = window.d3;
  const width = 960;
  const height = 470;
  const projection = d3.geoEqualEarth().fitExtent([[4, 4], [width - 4, height - 4]], { type: "Sphere" });
  const path = d3.geoPath(projection).digits(1);
  const svg = d3.select(place).append("svg").attr("viewBox", `0 0 ${width} ${height}`);
  const defs = svg.append("defs");
  const chosen = new Set(data.inside);
  svg.append("g").attr("aria-hidden", "true").selectAll("path")
    .data(window.topojson.feature(land, land.objects.countries).features.filter((shape) => Number(shape.id) !== 10))
    .join("path").attr("d", path)
    .attr("class", (shape) => `world__land${chosen.has(String(shape.id).padStart(3, "0")) ? " world__land--chosen" : ""}`);
  const most = Math.max(1, ...data.arcs.map((arc) => arc.value));
  const narrow = place.clientWidth < 560;
  // the smallest first, so that the largest lie on top; the order of reading is the other way, largest first
  const arcs = [...data.arcs].slice(0, narrow ? 30 : 60);
  const layer = svg.append("g");
  arcs.forEach((arc, at) => {
    const from = projection(arc.from);
    const to = projection(arc.to);
    const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
    const length = Math.hypot(dx, dy) || 1;
    const bend = Math.min(60, length * 0.28);
    const middle = [(from[0] + to[0]) / 2 + (dy / length) * bend, (from[1] + to[1]) / 2 - (dx / length) * bend];
    const line = `M${from.map((v) => v.toFixed(1))}Q${middle.map((v) => v.toFixed(1))} ${to.map((v) => v.toFixed(1))}`;
    const broad = Math.max(narrow ? 2 : 1.2, (narrow ? 13 : 10) * Math.sqrt(arc.value / most));
    const link = door(layer, arc.url, arc.words);
    if (at >= 25) link.attr("tabindex", -1); // the table below has the same 25 for the keyboard
    link.append("path").attr("class", "world__halo").attr("d", line).attr("stroke-width", broad + 5);
    link.append("path").attr("class", "world__arc").attr("d", line).attr("stroke-width", broad.toFixed(1))
      .attr("stroke", gradient(defs, `arc-${at}`, from, to));
    telling(link, () => arc.words, told);
  });
}

function drawChord(place, data, told) {
  const d3 = window.d3;
  const size = 560;
  const narrow = place.clientWidth < 460;
  const margin = narrow ? 118 : 128;
  const letter = narrow ? 19 : 13;
  const outer = size / 2 - margin;
  const inner = outer - 9;
  const total = data.matrix.flat().reduce((sum, value) => sum + value, 0);
  if (!total) return;
  const chords = d3.chordDirected().padAngle(0.02).sortSubgroups(d3.descending).sortChords(d3.ascending)(data.matrix);
  const svg = d3.select(place).append("svg").attr("viewBox", `${-size / 2} ${-size / 2} ${size} ${size}`);
  const defs = svg.append("defs");
  const ribbon = d3.ribbonArrow().radius(inner - 2).padAngle(1 / inner).headRadius(7);
  const at = ({ startAngle, endAngle }, radius) => {
    const angle = (startAngle + endAngle) / 2 - Math.PI / 2;
    return [Math.cos(angle) * radius, Math.sin(angle) * radius];
  };
  const bands = svg.append("g").selectAll("path")
    .data([...chords].filter((chord) => chord.source.value > total * 0.0008))
    .join("path")
    .attr("class", "world__band")
    .attr("aria-hidden", "true")
    .attr("d", ribbon)
    .attr("fill", (chord, index) => gradient(defs, `band-${index}`, at(chord.source, inner), at(chord.target, inner)));
  const words = (chord) => data.words[chord.source.index][chord.target.index];
  telling(bands, words, told);
  const arc = d3.arc().innerRadius(inner).outerRadius(outer);
  const layer = svg.append("g");
  const choose = (index) => {
    place.classList.toggle("world__chord--choosing", index !== null);
    bands.classed("world__band--chosen", (chord) => index === chord.source.index || index === chord.target.index);
  };
  bands.on("pointerenter.choose", (event, chosen) => {
    place.classList.add("world__chord--choosing");
    bands.classed("world__band--chosen", (chord) => chord === chosen);
  }).on("pointerleave.choose", () => choose(null));
  for (const group of chords.groups) {
    const node = data.nodes[group.index];
    const said = `${node.name}: → ${node.out}, ← ${node.in}`;
    const largest = data.words[group.index]
      .map((sentence, index) => [index === group.index ? 0 : data.matrix[group.index][index], sentence])
      .sort((a, b) => b[0] - a[0])[0];
    const link = door(layer, node.url, largest && largest[0] ? `${said}. ${largest[1]}` : said);
    link.append("path").attr("class", "world__group").attr("d", arc(group));
    const angle = (group.startAngle + group.endAngle) / 2;
    const share = (group.endAngle - group.startAngle) / (2 * Math.PI);
    if (share > (narrow ? 0.03 : 0.013)) {
      const left = angle > Math.PI;
      const text = link.append("text").attr("class", "world__label").attr("font-size", letter).attr("dy", "0.35em")
        .attr("text-anchor", left ? "end" : "start")
        .attr("transform", `rotate(${((angle * 180) / Math.PI - 90).toFixed(2)}) translate(${outer + 6})${left ? " rotate(180)" : ""}`);
      wrapped(text, node.name, narrow ? 13 : 18, letter);
    }
    telling(link, () => said, told);
    link.on("pointerenter.choose focus.choose", () => choose(group.index))
      .on("pointerleave.choose blur.choose", () => choose(null));
  }
}

// A long name in two lines at most; what is longer is cut, and stands whole in the link's own words.
function wrapped(text, name, most, letter) {
  const lines = [""];
  for (const word of name.split(" ")) {
    const last = lines.length - 1;
    if (!lines[last] || `${lines[last]} ${word}`.length <= most) lines[last] = `${lines[last]} ${word}`.trim();
    else lines.push(word);
  }
  const shown = lines.slice(0, 2);
  if (lines.length > 2) shown[1] += "…";
  shown.forEach((line, at) => {
    text.append("tspan").attr("x", 0).attr("dy", at ? `${letter * 1.05}px` : `${shown.length > 1 ? -letter * 0.2 : letter * 0.35}px`).text(line);
  });
  if (shown.length > 1) text.attr("dy", null);
}

async function draw() {
  const told = world.querySelector(".world__told");
  const [data, land] = await Promise.all([
    fetched(world.dataset.world),
    fetched(world.dataset.land),
    (async () => { for (const address of world.dataset.scripts.split(/\s+/)) await script(address); })(),
  ]);
  told.textContent = told.dataset.rest;
  drawMap(world.querySelector(".world__map"), data, land, told);
  drawChord(world.querySelector(".world__chord"), data, told);
  world.dataset.drawn = "yes";
}

if (world) {
  world.hidden = false;
  const failed = () => { world.hidden = true; };
  if ("requestIdleCallback" in window) requestIdleCallback(() => draw().catch(failed), { timeout: 1500 });
  else setTimeout(() => draw().catch(failed), 200);
}
