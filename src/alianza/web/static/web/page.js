// The script of every page besides htmx: Escape puts away what is open. Every page works without it.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const answer of document.querySelectorAll(".answer")) answer.classList.add("answer--closed");
  const fold = document.querySelector(".menu--wide .menu__group[open], .fold[open]");
  if (fold) {
    fold.open = false;
    fold.querySelector("summary").focus();
  }
});
// A group of the menu lies over the page, so it closes when one goes on elsewhere.
for (const leaving of ["pointerdown", "focusin"]) {
  document.addEventListener(leaving, (event) => {
    for (const group of document.querySelectorAll(".menu--wide .menu__group[open]")) {
      if (event.target instanceof Node && !group.contains(event.target)) group.open = false;
    }
  });
}
for (const opening of ["pointerover", "focusin"]) {
  document.addEventListener(opening, (event) => {
    const answer = event.target instanceof Element && event.target.closest(".answer--closed");
    if (answer) answer.classList.remove("answer--closed");
  });
}
// Answers that a questionnaire could not save yet lie on this device; whoever signs out leaves nothing behind.
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || !event.target.matches('form[action*="logout"]')) return;
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith("alianza.answers.")) localStorage.removeItem(key);
  } catch {
    // a device that stores nothing has nothing to remove
  }
});
