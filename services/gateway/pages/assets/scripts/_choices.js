// Choices that depend on others: the term on the track, the specialty on both; long lists are searched.
import { words } from "./_draft_words.js";

const KINDS = { "INLAND Y1": "INLAND", "IN_REGION LONG": "LONG", "IN_REGION SHORT": "SHORT" };

export function startChoices(form) {
  for (const search of form.querySelectorAll("[data-narrows]")) narrows(search);
  if (form.querySelector('[name="track"]')) wishes(form);
}

// The options that hold all the words typed; the chosen one always stays.
function narrows(search) {
  const select = document.getElementById(search.dataset.narrows);
  const found = document.getElementById(`${select.id}-found`);
  const options = [...select.options];
  search.addEventListener("input", (event) => {
    event.stopPropagation();
    const wanted = search.value.trim().split(/\s+/).filter(Boolean);
    const fits = options.filter((one) => one.value && wanted.every((word) => one.textContent.includes(word)));
    const chosen = select.value;
    select.replaceChildren(...options.filter((one) => !one.value || one.value === chosen || fits.includes(one)));
    select.value = chosen;
    found.textContent = wanted.length > 0 ? words.found(fits.length) : "";
  });
  select.addEventListener("tp:widen", () => select.replaceChildren(...options));
  search.addEventListener("change", (event) => event.stopPropagation());
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
}

function wishes(form) {
  const radios = (name) => [...form.querySelectorAll(`[name="${name}"]`)];
  const chosen = (name) => radios(name).find((one) => one.checked)?.value ?? "";
  // What was chosen earlier stays to be seen until the person chooses something else.
  const show = (radio, fits, { gently }) => {
    radio.closest(".govuk-radios__item").hidden = !fits && !(gently && radio.checked);
    if (!fits && radio.checked && !gently) {
      radio.checked = false;
      radio.dispatchEvent(new Event("change", { bubbles: true }));
    }
  };
  const update = (how = {}) => {
    const track = chosen("track");
    for (const term of radios("term")) show(term, !track || `${track} ${term.value}` in KINDS, how);
    const possible = radios("term").filter((one) => !one.closest("[hidden]"));
    if (track && possible.length === 1 && !possible[0].checked && !how.gently) {
      possible[0].checked = true;
      possible[0].dispatchEvent(new Event("change", { bubbles: true }));
      return;
    }
    const kind = KINDS[`${track} ${chosen("term")}`];
    const rows = radios("plan_row_id");
    for (const row of rows) show(row, !kind || row.closest("[data-kinds]").dataset.kinds.split(" ").includes(kind), how);
    const none = form.querySelector("[data-plan-empty]");
    if (none) none.hidden = rows.some((one) => !one.closest("[hidden]"));
  };
  for (const name of ["track", "term"]) {
    for (const radio of radios(name)) radio.addEventListener("change", () => update());
  }
  update({ gently: true });
}
