// A key for `·` beside every field that asks for one: many keyboards do not have it.
const DOT = "·";

export function dotKeys(root = document) {
  for (const field of root.querySelectorAll("[data-dot-key]")) {
    if (field.dataset.dotKeyAdded) continue;
    field.dataset.dotKeyAdded = "1";
    const key = document.createElement("button");
    key.type = "button";
    key.className = "govuk-button govuk-button--secondary tp-dot-key";
    key.textContent = DOT;
    key.setAttribute("aria-label", "输入间隔号");
    key.setAttribute("aria-controls", field.id);
    key.addEventListener("click", () => typeInto(field));
    const row = document.createElement("div");
    row.className = "tp-dot-row";
    field.replaceWith(row);
    row.append(field, key);
  }
}

// Puts the dot where the cursor is and lets whoever listens know, as typing would.
function typeInto(field) {
  const start = field.selectionStart ?? field.value.length;
  const end = field.selectionEnd ?? start;
  field.setRangeText(DOT, start, end, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
}
