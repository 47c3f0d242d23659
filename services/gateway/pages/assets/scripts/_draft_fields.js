// The values of the fields of a form page, as the API knows them, and showing other ones.
const DELETED = null;

export class Field {
  constructor(element) {
    this.element = element;
    this.code = element.dataset.field;
    this.kind = element.dataset.kind;
    this.type = element.dataset.type;
    this.label = element.dataset.label;
  }

  controls() {
    const own = "input[name], select[name], textarea[name]";
    return [...this.element.querySelectorAll(own)].filter((one) => one.name.split(".")[0] === this.code);
  }

  get focused() {
    return this.element.contains(document.activeElement);
  }

  // Null where it is empty.
  read() {
    const controls = this.controls();
    if (this.kind === "rows") return this.readRows();
    if (this.kind === "lines") return some(controls.map((one) => text(one.value)).filter(Boolean));
    const radio = controls.some((one) => one.type === "radio");
    const value = radio ? controls.find((one) => one.checked)?.value : controls[0]?.value;
    if (this.kind === "boolean") return value ? value === "yes" : DELETED;
    return text(value);
  }

  readRows() {
    return some([...this.element.querySelectorAll("[data-row-list] > [data-row]")].map((row) => {
      const cells = {};
      for (const control of row.querySelectorAll("[data-column]")) {
        if (text(control.value)) cells[control.dataset.column] = text(control.value);
      }
      return cells;
    }).filter((row) => Object.keys(row).length > 0));
  }

  write(value) {
    if (this.kind === "rows") return this.writeRows(value ?? []);
    const controls = this.controls();
    if (this.kind === "lines") return controls.forEach((one, index) => (one.value = value?.[index] ?? ""));
    const wanted = this.kind === "boolean" ? { true: "yes", false: "no" }[value] ?? "" : String(value ?? "");
    for (const one of controls) {
      if (one.type === "radio") one.checked = one.value === wanted;
      else put(one, wanted);
    }
  }

  writeRows(value) {
    const block = this.element.querySelector("[data-rows]");
    block.dispatchEvent(new CustomEvent("tp:rows", { detail: value.length }));
    block.querySelectorAll("[data-row-list] > [data-row]").forEach((row, index) => {
      for (const control of row.querySelectorAll("[data-column]")) {
        put(control, value[index]?.[control.dataset.column] ?? "");
      }
    });
  }

  // A value in the words of the page.
  words(value, empty) {
    if (value === null || value === undefined || value === "") return empty;
    if (value === true) return "是";
    if (value === false) return "否";
    if (Array.isArray(value)) return value.map((one) => this.row(one)).join("；") || empty;
    const named = this.element.querySelector(`option[value="${CSS.escape(String(value))}"]`);
    const radio = this.element.querySelector(`input[type=radio][value="${CSS.escape(String(value))}"]`);
    const label = radio && this.element.querySelector(`label[for="${CSS.escape(radio.id)}"]`);
    return (named || label)?.textContent.trim() || String(value);
  }

  row(value) {
    if (typeof value === "string") return value;
    return Object.entries(value).map(([column, cell]) => {
      const option = this.element.querySelector(`[data-column="${column}"] option[value="${CSS.escape(String(cell))}"]`);
      return option ? option.textContent.trim() : cell;
    }).join("，");
  }
}

const text = (value) => (value ?? "").trim() || null;
const some = (list) => (list.length > 0 ? list : null);

// A list that was narrowed down gets all its options back before it shows one of them.
function put(control, wanted) {
  if (control.value === wanted) return;
  control.value = wanted;
  if (control.value === wanted) return;
  control.dispatchEvent(new Event("tp:widen"));
  control.value = wanted;
}

// Whether two values mean the same: empty is empty, a number may be typed as text.
export function same(one, other) {
  return JSON.stringify(plain(one)) === JSON.stringify(plain(other));
}

function plain(value) {
  if (typeof value === "string") return value.replace(/\r\n?/g, "\n").trim() || null;
  if (typeof value === "number") return String(value);
  if (Array.isArray(value)) return some(value.map(plain).filter((one) => one !== null));
  if (value && typeof value === "object") {
    const kept = Object.entries(value).map(([key, one]) => [key, plain(one)]).filter(([, one]) => one !== null);
    return kept.length > 0 ? Object.fromEntries(kept.sort()) : null;
  }
  return value ?? null;
}
