// Saves a form page while it is filled in: changed fields only, within seconds, over a broken line
// and an ended session. Two windows merge by themselves; where they differ, the person chooses.
import { Field, same } from "./_draft_fields.js";
import { words } from "./_draft_words.js";
import { Kept } from "./_kept.js";
import { Remarks } from "./_remarks.js";
import { Refused, send } from "./_session.js";

const PAUSE = 1000; // milliseconds without typing
const LONGEST = 2500; // while typing goes on
const AGAIN = 5000; // after a fault of the server
const SECRET = "id_number"; // comes back masked

export class Autosave {
  constructor(form) {
    this.form = form;
    this.api = form.dataset.api;
    this.fields = new Map();
    this.remarks = new Map();
    for (const element of form.querySelectorAll('[data-field]:not([data-kind="static"])')) {
      const field = new Field(element);
      this.fields.set(field.code, field);
      this.remarks.set(field.code, new Remarks(field, { onAnswer: () => this.touched(0) }));
    }
    const made = JSON.parse(form.elements.base.value);
    this.revision = made.revision;
    this.base = made.values;
    this.settled = new Map(); // as typed; stored in another writing, or refused
    this.refused = new Set();
    this.conflicts = new Map();
    this.sent = new Map(); // from this window: coming back, they are no other window's
    this.state = document.querySelector("[data-save-state]");
    this.kept = new Kept(form.dataset.autosave);
  }

  start() {
    this.restore();
    this.form.addEventListener("input", () => this.touched(PAUSE));
    this.form.addEventListener("change", () => this.touched(0));
    this.form.addEventListener("focusout", () => {
      if (Object.keys(this.pending()).length > 0) this.touched(0);
      setTimeout(() => this.showStored());
    });
    this.form.addEventListener("submit", (event) => this.leave(event));
    window.addEventListener("pagehide", () => this.last());
    window.addEventListener("pageshow", (event) => event.persisted && window.location.reload());
    document.addEventListener("visibilitychange", () => document.hidden && this.last());
    window.addEventListener("beforeunload", (event) => {
      if (!this.leaving && this.sending && this.state.dataset.state === "waiting") event.preventDefault();
    });
    if (Object.keys(this.pending()).length > 0) this.touched(0);
  }

  // --- what is to be saved ---------------------------------------------------------------------

  isChanged(code, value) {
    if (code === SECRET && value === null) return false;
    return !same(value, this.base[code]);
  }

  pending() {
    const patch = {};
    for (const [code, field] of this.fields) {
      const value = field.read();
      const done = this.settled.has(code) && same(value, this.settled.get(code));
      if (!done && !this.conflicts.has(code) && this.isChanged(code, value)) patch[code] = value;
    }
    return patch;
  }

  // Whatever is typed and not stored, refused values too.
  keep() {
    const fields = {};
    for (const [code, field] of this.fields) {
      const value = field.read();
      const stored = this.settled.has(code) && !this.refused.has(code) && same(value, this.settled.get(code));
      if (!stored && this.isChanged(code, value)) fields[code] = { value, base: this.base[code] ?? null };
    }
    this.kept.write(this.fields.keys(), fields);
  }

  restore() {
    let found = false;
    for (const [code, { value, base }] of Object.entries(this.kept.read())) {
      const field = this.fields.get(code);
      if (!field || same(value, field.read())) continue;
      found = true;
      field.write(value);
      if (!same(base, this.base[code])) this.conflict(code, this.base[code] ?? null);
    }
    if (found) this.say("saving", words.restored);
    this.keep();
  }

  touched(delay) {
    this.keep();
    this.first = this.first ?? Date.now();
    const soon = Math.min(delay, Math.max(0, this.first + LONGEST - Date.now()));
    const wait = this.leaving ? AGAIN : soon; // the form's own request is on its way
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), wait);
  }

  flush() {
    clearTimeout(this.timer);
    this.first = undefined;
    this.leaving = false; // still here: the way to the next page was broken off
    this.sending = this.sending ?? this.run().finally(() => {
      this.sending = null;
      if (!this.stopped && Object.keys(this.pending()).length > 0) this.touched(0);
    });
    return this.sending;
  }

  async run() {
    this.stopped = false;
    let sent = false;
    for (;;) {
      const patch = this.pending();
      if (Object.keys(patch).length === 0) break;
      this.say("saving", words.saving);
      try {
        const body = { expected_revision: this.revision, fields: patch };
        const onWait = () => this.say("waiting", words.waiting);
        this.sends(patch);
        this.took(patch, await send(this.api, { method: "PATCH", body, onWait }));
        sent = true;
        if (SECRET in patch) await this.reconcile({ quietly: true }); // sex follows from the number
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        if (error.problem.code === "stale_version") await this.reconcile();
        else if (error.status >= 500) {
          this.say("waiting", words.waiting);
          await new Promise((done) => setTimeout(done, AGAIN));
        } else {
          this.stopped = true;
          this.say("failed", words.failed(error.message));
          return;
        }
      }
    }
    this.conclude();
    if (sent) await this.showAside();
  }

  sends(patch) {
    for (const [code, value] of Object.entries(patch)) this.sent.set(code, [...(this.sent.get(code) ?? []), value]);
  }

  // --- what came back ----------------------------------------------------------------------------

  took(patch, answer) {
    this.revision = answer.revision;
    for (const code of Object.keys(patch)) {
      const of = (one) => one.field.split(".")[0] === code;
      const problems = answer.problems.filter(of);
      this.settled.set(code, patch[code]);
      this.refused[problems.length > 0 ? "add" : "delete"](code);
      if (problems.length === 0) this.base[code] = answer.values[code] ?? null;
      const notes = [...problems.map((one) => ({ ...one, kind: "problem" })), ...answer.notes.filter(of)];
      this.remarks.get(code).show(notes);
    }
    this.remember();
    this.showStored();
  }

  // The form's own button sends what the server has meanwhile.
  remember() {
    this.form.elements.base.value = JSON.stringify({ revision: this.revision, values: this.base });
    this.keep();
  }

  // Stored values in the writing they were stored in, except where somebody is typing.
  showStored() {
    for (const [code, typed] of this.settled) {
      const field = this.fields.get(code);
      if (field.focused || this.refused.has(code) || !same(field.read(), typed)) continue;
      this.settled.delete(code);
      if (code === SECRET) {
        field.write("");
        const hint = field.element.querySelector(".govuk-hint");
        if (hint && this.base[code]) hint.textContent = words.masked(this.base[code]);
      } else if (!same(typed, this.base[code])) field.write(this.base[code]);
    }
  }

  async reconcile({ quietly = false } = {}) {
    const view = await send(this.api, { method: "GET" });
    for (const [code, field] of this.fields) {
      const theirs = view.fields[code] ?? null;
      if (same(theirs, this.base[code])) continue;
      const mine = field.read();
      const changedHere = this.isChanged(code, mine) && !(this.settled.has(code) && !this.refused.has(code));
      const ours = (this.sent.get(code) ?? []).some((value) => same(value, theirs));
      if (changedHere && ours) this.base[code] = theirs;
      else if (changedHere && !same(mine, theirs)) this.conflict(code, theirs);
      else {
        this.base[code] = theirs;
        this.settled.delete(code);
        if (code !== SECRET) field.write(theirs);
        if (!quietly) this.remarks.get(code).show([{ kind: "changed", message: words.elsewhere }]);
      }
    }
    this.revision = view.revision;
    this.remember();
  }

  conflict(code, theirs) {
    this.conflicts.set(code, theirs);
    const field = this.fields.get(code);
    const settle = (value) => {
      this.conflicts.delete(code);
      this.settled.delete(code);
      this.base[code] = theirs;
      if (value !== undefined) field.write(code === SECRET ? "" : value);
      this.remember();
      this.touched(0);
    };
    this.remarks.get(code).conflict(theirs, field.read(), {
      onMine: () => settle(undefined),
      onTheirs: () => settle(theirs),
    });
  }

  // --- saying so, leaving ------------------------------------------------------------------------

  conclude() {
    if (this.conflicts.size > 0) this.say("failed", words.conflict);
    else if (this.refused.size > 0) this.say("failed", words.refused(this.refused.size));
    else this.say("saved", words.saved);
  }

  say(state, text) {
    this.state.dataset.state = state;
    if (this.state.textContent !== text) this.state.textContent = text;
  }

  async showAside() {
    const place = document.querySelector("[data-aside-place]");
    try {
      const answer = await fetch(this.form.dataset.aside, { headers: { "HX-Request": "true", Accept: "text/html" } });
      if (answer.ok) place.innerHTML = await answer.text();
    } catch {
      // it is drawn again after the next saving
    }
  }

  // The page goes away: what is not stored yet is sent without waiting for an answer.
  last() {
    const fields = this.pending();
    if (Object.keys(fields).length === 0) return;
    const body = { expected_revision: this.revision, fields };
    this.sends(fields);
    send(this.api, { method: "PATCH", body, keepalive: true })
      .then((answer) => this.took(fields, answer))
      .catch(() => {});
  }

  async leave(event) {
    event.preventDefault();
    if (this.going || this.leaving) return;
    this.going = true;
    try {
      // What was typed while a saving was in hand has one of its own: on the way together with the
      // form's own request, they would take each other for another window.
      do await this.flush();
      while (!this.stopped && Object.keys(this.pending()).length > 0);
    } finally {
      this.going = false;
    }
    if (this.conflicts.size > 0) {
      this.form.querySelector(".tp-conflict").focus();
      return;
    }
    const { submitter } = event;
    if (submitter?.name) {
      const pressed = document.createElement("input");
      Object.assign(pressed, { type: "hidden", name: submitter.name, value: submitter.value });
      this.form.append(pressed);
    }
    this.leaving = true;
    this.form.submit();
  }
}
