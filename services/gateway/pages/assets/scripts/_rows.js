// Blocks of rows: add, remove and move without leaving the page. Their buttons work without this too.
import { words } from "./_draft_words.js";

export function startRows(form) {
  for (const block of form.querySelectorAll("[data-rows]")) new Rows(block).start();
}

class Rows {
  constructor(block) {
    this.block = block;
    this.list = block.querySelector("[data-row-list]");
    this.template = block.querySelector("[data-row-template]");
    this.most = Number(block.dataset.most);
    this.label = block.closest("[data-field]").dataset.label;
  }

  start() {
    this.live = document.createElement("p");
    this.live.className = "govuk-visually-hidden";
    this.live.setAttribute("role", "status");
    this.block.append(this.live);
    this.block.addEventListener("click", (event) => {
      const button = event.target.closest("[data-deed]");
      if (!button) return;
      event.preventDefault();
      this[button.dataset.deed](button.closest("[data-row]"));
    });
    this.block.addEventListener("tp:rows", (event) => this.exactly(Math.max(event.detail, 1)));
    this.number();
  }

  // As many rows as a value has, for showing it.
  exactly(count) {
    while (this.rows.length > count) this.rows[this.rows.length - 1].remove();
    while (this.rows.length < Math.min(count, this.most)) this.list.append(this.blank());
    this.number();
  }

  blank() {
    return this.template.content.firstElementChild.cloneNode(true);
  }

  get rows() {
    return [...this.list.children];
  }

  add() {
    if (this.rows.length >= this.most) return;
    const row = this.blank();
    this.list.append(row);
    this.number();
    row.querySelector("input, select").focus();
  }

  remove(row) {
    const index = this.rows.indexOf(row);
    row.remove();
    this.live.textContent = words.rowRemoved;
    if (this.rows.length === 0) this.add();
    this.changed();
    (this.rows[Math.max(index - 1, 0)] ?? this.block).querySelector("input, select").focus();
  }

  up(row) {
    this.place(row, row.previousElementSibling, (other) => other.before(row), "up");
  }

  down(row) {
    this.place(row, row.nextElementSibling, (other) => other.after(row), "down");
  }

  place(row, other, put, deed) {
    if (!other) return;
    put(other);
    this.changed();
    this.live.textContent = words.rowMoved(this.rows.indexOf(row) + 1);
    const button = row.querySelector(`[data-deed="${deed}"]`);
    (button.disabled ? row.querySelector('[data-deed="remove"]') : button).focus();
  }

  changed() {
    this.number();
    this.block.dispatchEvent(new Event("change", { bubbles: true }));
  }

  // Names, ids and headings follow the place of the row.
  number() {
    const code = this.block.dataset.rows;
    this.rows.forEach((row, index) => {
      for (const name of ["id", "name", "for", "aria-describedby"]) {
        for (const element of row.querySelectorAll(`[${name}^="${code}."]`)) {
          const value = element.getAttribute(name).replace(/^([^.]+)\.[^.]+\./, `$1.${index}.`);
          element.setAttribute(name, value);
        }
      }
      row.querySelector("[data-row-title]").textContent = words.rowTitle(this.label, index + 1);
      for (const button of row.querySelectorAll("[data-deed]")) {
        button.value = `${button.dataset.deed}:${code}:${index}`;
        button.querySelector("[data-row-name]").textContent = words.rowName(index + 1);
        const first = button.dataset.deed === "up" && index === 0;
        button.disabled = first || (button.dataset.deed === "down" && index === this.rows.length - 1);
      }
    });
    this.block.querySelector('[data-deed="add"]').disabled = this.rows.length >= this.most;
  }
}
