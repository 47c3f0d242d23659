// Marking a file item by item: each mark is saved at once, by mouse or by key. Without this script
// the same form is saved as a whole.
import { send } from "./_session.js";
import { words } from "./_desk_words.js";

const KEYS_OFF = "desk-keys-off";
const LEAST_TEXT = 10;
const VERDICTS = { 1: "PASS", 2: "PROBLEM", 3: "NOT_APPLICABLE" };

class Marking {
  constructor(root) {
    this.root = root;
    this.items = [...root.querySelectorAll("[data-item]")];
    this.form = root.querySelector("[data-marks]");
    this.said = root.querySelector("[data-said]");
    this.version = Number(root.dataset.version);
    this.address = `/api/v1/review/cases/${root.dataset.application}/verdicts`;
    this.line = Promise.resolve();
    this.stored = new Map(this.items.map((item) => [item, this.signature(item)]));
    this.at = Math.max(this.items.findIndex((item) => item.classList.contains("tp-item--focus")), 0);
    this.listen();
  }

  listen() {
    this.root.addEventListener("focusin", (event) => {
      const item = event.target.closest("[data-item]");
      if (item) this.turnTo(this.items.indexOf(item), false);
    });
    this.root.addEventListener("click", (event) => {
      if (!event.target.closest("[data-show]")) return;
      event.preventDefault();
      this.turnTo(this.items.indexOf(event.target.closest("[data-item]")), false, true);
    });
    if (!this.form) return;
    this.form.addEventListener("change", (event) => this.changed(event.target));
    this.keys = this.root.querySelector("[data-keys]");
    this.keys.checked = localStorage.getItem(KEYS_OFF) === null;
    this.keys.addEventListener("change", () => {
      if (this.keys.checked) localStorage.removeItem(KEYS_OFF);
      else localStorage.setItem(KEYS_OFF, "1");
    });
    document.addEventListener("keydown", (event) => this.pressed(event));
  }

  pressed(event) {
    if (!this.keys.checked || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (event.target.closest("textarea, select, input:not([type=radio], [type=checkbox]), [data-viewer]")) return;
    if (event.key === "j") this.turnTo(this.at + 1, true);
    else if (event.key === "k") this.turnTo(this.at - 1, true);
    else if (event.key in VERDICTS) this.choose(VERDICTS[event.key]);
    else return;
    event.preventDefault();
  }

  // The item somebody looks at; its scans are brought beside it.
  turnTo(index, move, again = false) {
    if (index < 0 || index >= this.items.length) return;
    const item = this.items[index];
    const other = index !== this.at;
    this.items[this.at].classList.remove("tp-item--focus");
    item.classList.add("tp-item--focus");
    this.at = index;
    if (move) {
      item.focus({ preventScroll: true });
      item.scrollIntoView({ block: "nearest" });
    }
    if (other || again) item.dispatchEvent(new CustomEvent("show-scans"));
  }

  choose(verdict) {
    const item = this.items[this.at];
    const radio = item.querySelector(`input[type=radio][value=${verdict}]`);
    if (!radio) return;
    radio.checked = true;
    this.changed(radio);
    if (verdict === "PROBLEM") item.querySelector("select").focus();
    else this.turnTo(this.at + 1, true);
  }

  changed(field) {
    const item = field.closest("[data-item]");
    if (!item) return;
    if (field.matches("[data-phrases]")) this.insert(item, field);
    const problem = this.verdict(item) === "PROBLEM";
    item.querySelector("[data-problem]").toggleAttribute("data-idle", !problem);
    const complete = !problem || (this.reason(item) && this.text(item).length >= LEAST_TEXT);
    this.tell(item, complete ? "" : words.problem);
    if (complete && this.verdict(item) && this.signature(item) !== this.stored.get(item)) this.save(item);
  }

  insert(item, select) {
    const area = item.querySelector("textarea");
    area.value = [area.value, select.value].filter(Boolean).join("\n");
    select.value = "";
    area.focus();
  }

  // One after the other: each answer brings the version that the next one must name.
  save(item) {
    const signature = this.signature(item);
    this.said.textContent = words.saving;
    this.line = this.line.then(async () => {
      try {
        const body = { version: this.version, marks: [this.mark(item)] };
        const answer = await send(this.address, { body, onWait: (text) => (this.said.textContent = text) });
        this.version = answer.version;
        this.form.elements.version.value = answer.version;
        this.stored.set(item, signature);
        this.tell(item, "");
        this.count();
      } catch (error) {
        const found = error.problem?.findings?.map((one) => one.message).join("；");
        this.said.textContent = words.failed + (found || error.message);
        this.tell(item, `${words.failed}${found || error.message}${error.status === 409 ? words.reload : ""}`);
      }
    });
  }

  mark(item) {
    const mark = { item_code: item.dataset.item, verdict: this.verdict(item) };
    if (mark.verdict !== "PROBLEM") return mark;
    return { ...mark, reason_code: this.reason(item), text: this.text(item) };
  }

  count() {
    const done = this.items.filter((item) => this.stored.get(item)).length;
    this.said.textContent = words.saved(done, this.items.length);
  }

  tell(item, text) {
    const line = item.querySelector("[data-item-said]");
    if (!line) return;
    line.textContent = text;
    line.hidden = !text;
  }

  verdict(item) {
    return item.querySelector("input[type=radio]:checked")?.value || "";
  }

  reason(item) {
    return item.querySelector("[name^='reason.']")?.value || "";
  }

  text(item) {
    return item.querySelector("textarea")?.value.trim() || "";
  }

  signature(item) {
    const verdict = this.verdict(item);
    return verdict === "PROBLEM" ? JSON.stringify([verdict, this.reason(item), this.text(item)]) : verdict;
  }
}

for (const root of document.querySelectorAll("[data-desk-file]")) new Marking(root);
