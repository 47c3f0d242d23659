// Sends a file to the object store part by part, however often the line breaks.
// `renew()` asks which parts are missing and gives fresh tickets; a part that failed is simply
// missing in the next round.
const AT_ONCE = 2; // more would only share a slow line
const SILENCE = 30_000; // milliseconds without a byte moving
const PAUSES = [1000, 2000, 4000, 8000, 15000];
const RESERVE = 30_000; // a ticket that is about to expire is not used any more

export async function sendParts(blob, first, renew, { signal, onProgress, onTrouble }) {
  let ticket = first;
  let failures = 0;
  for (;;) {
    if (signal.aborted) throw new DOMException("", "AbortError");
    if (!ticket) {
      await online(signal);
      ticket = await renew();
    }
    if (ticket.parts.length === 0) return;
    const moved = await round(blob, ticket, signal, onProgress);
    if (signal.aborted) throw new DOMException("", "AbortError");
    if (moved.missing === 0) return;
    failures = moved.sent > 0 ? 0 : failures + 1;
    onTrouble();
    await pause(PAUSES[Math.min(failures, PAUSES.length - 1)], signal);
    ticket = null;
  }
}

// One try at each missing part, a few at a time; stops early once the line is gone.
async function round(blob, ticket, signal, onProgress) {
  const waiting = [...ticket.parts];
  const expires = Date.parse(ticket.expires_at) - RESERVE;
  const flying = new Map();
  let there = blob.size - waiting.reduce((sum, part) => sum + part.size, 0);
  const moved = { sent: 0, missing: 0 };
  const tell = () => onProgress(there + [...flying.values()].reduce((sum, bytes) => sum + bytes, 0));
  const worker = async () => {
    while (waiting.length > 0) {
      const part = waiting.shift();
      const usable = navigator.onLine !== false && Date.now() < expires && !signal.aborted;
      const ok =
        usable &&
        (await post(part, blob.slice(part.offset, part.offset + part.size), signal, (bytes) => {
          flying.set(part.number, Math.min(bytes, part.size));
          tell();
        }));
      flying.delete(part.number);
      if (ok) {
        moved.sent += 1;
        there += part.size;
        tell();
      } else {
        moved.missing += 1 + waiting.splice(0).length;
      }
    }
  };
  tell();
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return moved;
}

// One presigned POST; true once the store has the part.
function post(part, bytes, signal, onBytes) {
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    let silence = 0;
    const stir = () => {
      clearTimeout(silence);
      silence = setTimeout(() => request.abort(), SILENCE);
    };
    const stop = () => request.abort();
    request.upload.addEventListener("progress", (event) => {
      stir();
      onBytes(event.loaded);
    });
    request.addEventListener("loadend", () => {
      clearTimeout(silence);
      signal.removeEventListener("abort", stop);
      done(request.status >= 200 && request.status < 300);
    });
    signal.addEventListener("abort", stop);
    const form = new FormData();
    for (const [name, value] of Object.entries(part.fields)) form.append(name, value);
    form.append("file", bytes);
    request.open("POST", part.url);
    stir();
    request.send(form);
  });
}

export function online(signal) {
  if (navigator.onLine !== false) return Promise.resolve();
  return new Promise((done) => {
    window.addEventListener("online", done, { once: true });
    signal.addEventListener("abort", done, { once: true });
  });
}

function pause(milliseconds, signal) {
  return new Promise((done) => {
    const timer = setTimeout(done, milliseconds);
    const now = () => {
      clearTimeout(timer);
      done();
    };
    window.addEventListener("online", now, { once: true });
    signal.addEventListener("abort", now, { once: true });
  });
}
