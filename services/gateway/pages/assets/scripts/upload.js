// The page of materials: choose several files at once, see them go, and be told what came of them.
// Without this script the forms send one file at a time through the gateway.
import { Refused, send } from "./_session.js";
import { Unusable, Upload } from "./_upload.js";
import { words } from "./_upload_words.js";

const POLL = 400;
const SLOWEST_POLL = 6000;

const area = document.querySelector("[data-uploads]");
const live = document.querySelector("[data-live]");
const application = area.dataset.application;
const limits = { maxBytes: Number(area.dataset.maxBytes), maxPixels: Number(area.dataset.maxPixels) };
const queue = [];
const checking = new Map(); // scan id → name
const replacing = new Map(); // scan id → id of the scan whose place it takes once it is accepted
let busy = false;

const say = (text) => {
  live.textContent = text;
};

function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

// The line of one upload below the files of its slot.
class Line {
  constructor(list, upload) {
    this.upload = upload;
    this.list = list;
    this.text = make("p", { class: "tp-file__facts" }, words.waiting);
    this.aside = make("p", { class: "govuk-body-s", hidden: "" });
    this.bar = make("progress", { class: "tp-progress", max: "100", value: "0", "aria-label": words.progress(upload.name) });
    this.deeds = make("p", { class: "tp-file__deeds" }, this.button(words.cancel, () => this.cancel()));
    const inner = [make("p", { class: "tp-file__name" }, upload.name), this.bar, this.text, this.aside, this.deeds];
    this.item = make("li", { class: "tp-file" }, make("div", { class: "tp-file__words" }, ...inner));
    list.append(this.item);
    list.hidden = false;
  }

  button(text, deed) {
    const button = make("button", { type: "button", class: "tp-link-button" }, text);
    button.setAttribute("aria-label", `${text}：${this.upload.name}`);
    button.addEventListener("click", deed);
    return button;
  }

  state(text) {
    if (text) this.text.textContent = text;
  }

  note(text) {
    this.aside.textContent = text;
    this.aside.hidden = false;
  }

  progress(sent, all) {
    const percent = Math.floor((sent / all) * 100);
    this.bar.value = percent;
    this.state(words.sending(percent, sent, all));
  }

  fail(text, again) {
    this.bar.hidden = true;
    this.text.className = "govuk-error-message";
    this.state(text);
    const deeds = [this.button(words.dismiss, () => this.remove())];
    if (again) deeds.unshift(this.button(words.again, again));
    this.deeds.replaceChildren(...deeds);
    say(`${this.upload.name}：${text}`);
  }

  async cancel() {
    const index = queue.indexOf(this);
    if (index >= 0) queue.splice(index, 1);
    this.remove();
    say(words.cancelled(this.upload.name));
    await this.upload.cancel();
    await refresh(this.upload.slot.code);
  }

  remove() {
    const focused = this.item.contains(document.activeElement);
    this.item.remove();
    this.list.hidden = this.list.children.length === 0;
    if (focused) this.upload.slot.chooser.focus();
  }
}

// --- choosing ------------------------------------------------------------------------------------

function slotOf(section) {
  const { slot: code, label, accepts, maxFiles } = section.dataset;
  const kinds = accepts.split(" ");
  return {
    code,
    label,
    section,
    accepts: kinds,
    kinds: kinds.map((kind) => kind.toUpperCase()).join("、"),
    maxFiles: Number(maxFiles),
    photo: code === "PHOTO" ? area.dataset.photo.split(" ").map(Number) : null,
    consent: section.querySelector("[data-consent]"),
    chooser: section.querySelector("[data-chooser]"),
    error: section.querySelector("[data-error]"),
    list: section.querySelector("[data-queue]"),
  };
}

function complain(slot, text) {
  slot.error.textContent = text;
  slot.error.hidden = !text;
  if (text) say(text);
}

function agreed(slot) {
  if (!slot.consent || slot.consent.checked) return true;
  complain(slot, words.consent);
  slot.consent.focus();
  return false;
}

function counted(slot) {
  const there = slot.section.querySelectorAll('[data-files] [data-state]:not([data-state="REJECTED"])');
  return there.length + slot.list.children.length;
}

function take(slot, files) {
  complain(slot, "");
  if (!files.length || !agreed(slot)) return;
  const halfSent = slot.section.querySelectorAll('[data-state="UPLOADING"]').length;
  if (slot.maxFiles > 1 && counted(slot) - halfSent + files.length > slot.maxFiles) {
    complain(slot, words.tooMany(slot.maxFiles));
    return;
  }
  const chosen = slot.maxFiles > 1 && !slot.old ? files : files.slice(0, 1);
  for (const file of chosen) {
    const consent = slot.consent !== null;
    const upload = new Upload(file, slot, { application, limits, consent });
    upload.old = slot.old;
    queue.push(new Line(slot.list, upload));
  }
  slot.old = null;
  work();
}

function watch(section) {
  const slot = slotOf(section);
  if (!slot.chooser) return;
  section.querySelector("[data-form]").addEventListener("submit", (event) => event.preventDefault());
  slot.chooser.addEventListener("click", (event) => {
    if (!agreed(slot)) event.preventDefault();
  });
  slot.chooser.addEventListener("change", () => {
    const files = [...slot.chooser.files];
    slot.chooser.value = "";
    take(slot, files);
  });
  slot.chooser.addEventListener("cancel", () => (slot.old = null));
  section.addEventListener("click", (event) => {
    const button = event.target.closest("[data-replace]");
    if (!button) return;
    slot.old = button.dataset.replace;
    slot.chooser.click();
  });
  section.addEventListener("dragover", (event) => event.preventDefault());
  section.addEventListener("drop", (event) => {
    event.preventDefault();
    take(slot, [...event.dataTransfer.files]);
  });
}

// --- working: one file after the other, so that a slow line finishes something ------------------------

async function work() {
  if (busy) return;
  busy = true;
  try {
    while (queue.length > 0) await one(queue.shift());
  } finally {
    busy = false;
  }
}

async function one(line) {
  const { upload } = line;
  if (upload.stop.signal.aborted) return;
  say(words.started(upload.name));
  try {
    const id = await upload.run(line);
    line.remove();
    if (id) {
      say(words.sent(upload.name));
      checking.set(id, upload.name);
      if (upload.old) replacing.set(id, upload.old);
      await refresh(upload.slot.code);
      poll();
    }
  } catch (error) {
    if (error.name === "AbortError") return;
    const known = error instanceof Unusable || error instanceof Refused;
    if (!known) console.warn(error);
    const again = error instanceof Unusable ? null : () => retry(line);
    line.fail(known ? error.message : words.failed, again);
  }
}

function retry(line) {
  const fresh = new Line(line.list, line.upload);
  line.remove();
  queue.push(fresh);
  work();
}

// --- what became of them ---------------------------------------------------------------------------

let polling = false;

async function poll() {
  if (polling) return;
  polling = true;
  for (let wait = POLL; checking.size > 0; wait = Math.min(wait * 1.5, SLOWEST_POLL)) {
    await new Promise((done) => setTimeout(done, wait));
    const { scans } = await send(`/api/v1/applications/${application}/scans`, { method: "GET" });
    await settle(scans);
  }
  polling = false;
}

async function settle(scans) {
  const states = new Map(scans.map((scan) => [scan.scan_id, scan]));
  const changed = new Set();
  for (const [id, name] of checking) {
    const scan = states.get(id);
    if (scan && scan.state === "CHECKING") continue;
    checking.delete(id);
    if (!scan) continue; // taken away in another tab
    changed.add(scan.slot);
    const old = replacing.get(id);
    replacing.delete(id);
    if (old && scan.state === "ACCEPTED") {
      await send(`/api/v1/scans/${old}`, { method: "DELETE" }).catch(() => {});
    }
    say(scan.state === "ACCEPTED" ? words.accepted(name) : words.rejected(name, scan.reason));
  }
  for (const code of changed) await refresh(code);
}

// The files of one slot and what is still lacking, as the server shows them.
async function refresh(code) {
  const answer = await fetch(location.pathname, { credentials: "same-origin" });
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  const slot = `[data-slot="${code}"]`;
  for (const place of ["#limits", "#lacking", `${slot} .tp-slot__title`, `${slot} [data-files]`]) {
    const [old, now] = [document.querySelector(place), fresh.querySelector(place)];
    if (old && now) old.replaceChildren(...now.childNodes);
  }
}

for (const section of area.querySelectorAll("[data-slot]")) watch(section);
for (const item of area.querySelectorAll('[data-state="CHECKING"]')) {
  checking.set(item.dataset.scan, item.querySelector(".tp-file__name").textContent);
}
poll();
window.addEventListener("offline", () => busy && say(words.lost));
window.addEventListener("online", () => busy && say(words.back));
window.addEventListener("beforeunload", (event) => {
  if (busy || queue.length > 0) event.preventDefault();
});
