// Choosing people to be added: all of the page at once, how many are chosen, and ticks that stay when
// the list refreshes itself. Without this script the boxes and both buttons work as they are.
const boxes = () => [...document.querySelectorAll("input[name=file][form=choose]")];
const live = document.getElementById("live");
let kept = new Set();

function count() {
  const chosen = boxes().filter((box) => box.checked).length;
  const all = document.getElementById("choose-all");
  const said = document.getElementById("choose-count");
  if (!all || !said) return;
  all.closest("[hidden]")?.removeAttribute("hidden");
  all.checked = chosen > 0 && chosen === boxes().length;
  all.indeterminate = chosen > 0 && !all.checked;
  said.hidden = false;
  said.textContent = `已选${chosen}人，本页共${boxes().length}人`;
}

live?.addEventListener("change", (event) => {
  if (event.target.id === "choose-all") for (const box of boxes()) box.checked = event.target.checked;
  count();
});
document.body.addEventListener("htmx:beforeSwap", () => {
  kept = new Set(boxes().filter((box) => box.checked).map((box) => box.value));
});
document.body.addEventListener("htmx:afterSettle", () => {
  for (const box of boxes()) box.checked = kept.has(box.value);
  count();
});
count();
