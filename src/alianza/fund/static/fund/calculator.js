// A range beside each number, once there is a script: moving one moves the other. Without it the number alone is there.
for (const range of document.querySelectorAll("input[type=range][data-number]")) {
  const number = document.getElementById(range.dataset.number);
  const follow = () => {
    const typed = Number(number.value.replace(",", "."));
    if (Number.isFinite(typed)) range.value = typed;
  };
  range.hidden = false;
  follow();
  range.addEventListener("input", (event) => {
    event.stopPropagation();
    number.value = range.value;
    number.dispatchEvent(new Event("input", { bubbles: true }));
  });
  number.addEventListener("input", follow);
}
