// Requests of scripts, and a session that may end in the middle of a text without losing it.
import { words } from "./_words.js";

let token = document.body.dataset.csrf || "";
const person = document.body.dataset.person || "";
const RETRIES = [1000, 2000, 4000, 8000, 15000, 30000];

export class Refused extends Error {
  constructor(status, problem) {
    super(problem.detail || String(status));
    this.status = status;
    this.problem = problem;
  }
}

const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

// Sends JSON to the API. A broken line is tried again with the same key, so nothing is done twice;
// a session that ended asks for the password on the spot and then goes on.
export async function send(url, { method = "POST", body, key, onWait = () => {}, keepalive = false } = {}) {
  const idempotency = key || newKey();
  for (let attempt = 0; ; attempt += 1) {
    let response;
    try {
      response = await fetch(url, {
        method,
        keepalive,
        credentials: "same-origin",
        headers: headersOf(method, idempotency, body),
        body: body === undefined ? undefined : JSON.stringify(body),
      });
    } catch (error) {
      if (keepalive) throw error;
      onWait(words.session.offline);
      await pause(RETRIES[Math.min(attempt, RETRIES.length - 1)]);
      continue;
    }
    if (response.ok) return response.status === 204 ? null : response.json();
    const problem = await response.json().catch(() => ({}));
    if (response.status === 401 && !keepalive) {
      await askToSignIn();
    } else if (problem.code === "forgery_refused" && !keepalive) {
      if (!(await freshToken())) await askToSignIn();
    } else if (canBeRepeated(response.status, problem) && !keepalive) {
      onWait(problem.detail || "");
      await pause(RETRIES[Math.min(attempt, RETRIES.length - 1)]);
    } else {
      throw new Refused(response.status, problem);
    }
  }
}

// Also where an earlier sending, whose answer was lost, is still in hand.
const canBeRepeated = (status, problem) => [429, 502, 503, 504].includes(status) || problem.code === "in_progress";

export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function headersOf(method, idempotency, body) {
  const headers = { Accept: "application/json" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (method !== "GET") {
    headers["X-CSRF-Token"] = token;
    headers["Idempotency-Key"] = idempotency;
  }
  return headers;
}

// The token belongs to a session; after a new sign-in all forms of the page get the new one.
function take(session) {
  token = session.csrf_token;
  for (const field of document.querySelectorAll('input[name="csrf"]')) field.value = token;
  document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRF-Token": token }));
}

async function freshToken() {
  const response = await fetch("/api/v1/session", { headers: { Accept: "application/json" } });
  if (!response.ok) return false;
  const session = await response.json();
  if (person && session.person_id !== person) throw new Refused(403, { detail: words.session.other });
  take(session);
  return true;
}

let asking = null;

function askToSignIn() {
  asking = asking || signInHere().finally(() => (asking = null));
  return asking;
}

// Opens the dialog of the layout; resolves once the same person is signed in again, and gives the
// focus back to the field that was being filled in.
function signInHere() {
  const dialog = document.getElementById("sign-in-dialog");
  if (!dialog) return Promise.reject(new Refused(401, {}));
  const field = document.activeElement;
  const form = dialog.querySelector("form");
  const message = dialog.querySelector("[data-message]");
  dialog.showModal();
  return new Promise((done) => {
    const submit = async (event) => {
      event.preventDefault();
      const data = new FormData(form);
      const response = await fetch("/api/v1/session", {
        method: "POST",
        headers: { "Content-Type": "application/json", Accept: "application/json" },
        body: JSON.stringify({ login: data.get("login"), password: data.get("password") }),
      });
      const session = await response.json().catch(() => ({}));
      if (!response.ok) {
        message.textContent = session.detail || words.session.failed;
        return;
      }
      form.reset();
      if (person && session.person_id !== person) {
        message.textContent = words.session.other;
        return;
      }
      form.removeEventListener("submit", submit);
      take(session);
      dialog.close();
      if (field && field.isConnected) field.focus();
      done();
    };
    form.addEventListener("submit", submit);
    dialog.addEventListener("cancel", (event) => event.preventDefault());
  });
}

// Parts that refresh themselves must not throw a person out: they ask for the password instead.
export function keepSession() {
  document.body.addEventListener("htmx:responseError", (event) => {
    if (event.detail.xhr.status === 401) askToSignIn();
  });
}
