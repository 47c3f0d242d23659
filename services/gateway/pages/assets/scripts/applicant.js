// Pages of the applicant's form: saved while typing, rows of blocks, choices that depend on others.
import { Autosave } from "./_autosave.js";
import { startChoices } from "./_choices.js";
import { dotKeys } from "./_dot_key.js";
import { startRows } from "./_rows.js";

dotKeys();
const form = document.querySelector("[data-autosave]");
if (form) {
  startRows(form);
  startChoices(form);
  new Autosave(form).start();
}
for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => window.print());
}
