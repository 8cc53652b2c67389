// Totals of a budget as one types. Amounts are whole minor units in BigInt from first to last: no number with a fraction
// exists here. What is understood is what the server understands (alianza/fund/amounts.py); the server has the last word.

const SPACES = /[\s\u00a0\u202f\u2009'’]/gu;
const PLAIN = /^\d+([.,]\d+)?$/;
const GROUPED = { ",": /^\d{1,3}(,\d{3})+(\.\d+)?$/, ".": /^\d{1,3}(\.\d{3})+(,\d+)?$/ };
const DIGIT = /\p{Nd}/u;

// Digits of any script as 0-9. Each script's digits stand in rows of ten that begin with its zero.
function digits(text) {
  const plain = text.replaceAll("\u066b", ".").replaceAll("\u066c", "");
  return Array.from(plain, (sign) => {
    if (sign <= "\u007f" || !DIGIT.test(sign)) return sign;
    const point = sign.codePointAt(0);
    let first = point;
    while (DIGIT.test(String.fromCodePoint(first - 1))) first -= 1;
    return String((point - first) % 10);
  }).join("");
}

// Minor units as BigInt; 0n for an empty cell; null for what is not understood.
export function read(given, decimals = 2) {
  let text = digits(given.replace(SPACES, ""));
  if (text === "") return given.trim() === "" ? 0n : null;
  if (text.startsWith("+")) text = text.slice(1);
  if (text.length > 40) return null;
  if (/^\d{1,3}[.,]\d{3}$/.test(text) && decimals !== 3) {
    if (decimals) return null; // 1,000 and 1.000 can be read in two ways
    text = text.replace(/[.,]/, "");
  } else if (PLAIN.test(text)) text = text.replace(",", ".");
  else if (GROUPED[","].test(text)) text = text.replaceAll(",", "");
  else if (GROUPED["."].test(text)) text = text.replaceAll(".", "").replace(",", ".");
  else return null;
  const [whole, fraction = ""] = text.split(".");
  if (whole.replace(/^0+/, "").length > 12) return null;
  const kept = fraction.slice(0, decimals).padEnd(decimals, "0");
  if (/[1-9]/.test(fraction.slice(decimals))) return null;
  return BigInt(whole + kept);
}

// As the page shows amounts: cents only if there are any.
export function shown(minor, currency, language, decimals = 2) {
  const text = minor.toString().padStart(decimals + 1, "0");
  const whole = BigInt(text.slice(0, text.length - decimals) || "0");
  const cents = decimals ? text.slice(-decimals) : "";
  const places = /[1-9]/.test(cents) ? decimals : 0;
  const format = new Intl.NumberFormat(language, {
    style: "currency",
    currency,
    minimumFractionDigits: places,
    maximumFractionDigits: places,
  });
  return format
    .formatToParts(whole)
    .map((part) => (part.type === "fraction" ? cents : part.value))
    .join("");
}

function add(table) {
  const { currency, unknown } = table.dataset;
  const decimals = Number.parseInt(table.dataset.decimals, 10);
  const language = document.documentElement.lang || "en";
  const sums = new Map();
  for (const cell of table.querySelectorAll("input[name]")) {
    const minor = read(cell.value, decimals);
    const place = cell.closest("[data-row]");
    for (const name of [`row:${place.dataset.row}`, `column:${place.dataset.column}`, "all"]) {
      const before = sums.has(name) ? sums.get(name) : 0n;
      sums.set(name, before === null || minor === null ? null : before + minor);
    }
  }
  for (const output of table.querySelectorAll("[data-sum]")) {
    const sum = sums.get(output.dataset.sum);
    output.textContent = sum === null || sum === undefined ? unknown : shown(sum, currency, language, decimals);
  }
}

if (typeof document !== "undefined") {
  for (const table of document.querySelectorAll("table[data-budget]")) {
    table.addEventListener("input", () => add(table));
    add(table);
  }
}
