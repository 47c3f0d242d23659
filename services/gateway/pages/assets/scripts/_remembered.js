// Uploads that were begun in this browser, so that one broken off goes on after a reload.
// Kept are ids and a fingerprint of the bytes: nothing of the file's name or content.
const KEY = "tepei-uploads";
const LIFE = 24 * 3600 * 1000; // the server forgets them after a day, too
const SAMPLE = 65536;

export async function fingerprint(file) {
  const ends = new Blob([file.slice(0, SAMPLE), file.slice(-SAMPLE)]);
  const bytes = new Uint8Array(await new Response(ends).arrayBuffer());
  let [a, b] = [0xdeadbeef, 0x41c6ce57];
  for (const byte of bytes) {
    a = Math.imul(a ^ byte, 2654435761);
    b = Math.imul(b ^ byte, 1597334677);
  }
  return `${file.size}-${(a >>> 0).toString(16)}${(b >>> 0).toString(16)}`;
}

export async function sha256(blob) {
  if (!window.crypto.subtle) return undefined; // there on https and localhost only
  const digest = await crypto.subtle.digest("SHA-256", await new Response(blob).arrayBuffer());
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function read() {
  try {
    const all = JSON.parse(localStorage.getItem(KEY) || "[]");
    return all.filter((one) => Date.now() - one.at < LIFE);
  } catch {
    return [];
  }
}

function write(all) {
  try {
    localStorage.setItem(KEY, JSON.stringify(all));
  } catch {
    // Without storage an upload goes on while the page is open; that is all.
  }
}

export function remember(upload) {
  write([...read(), { ...upload, at: Date.now() }]);
}

export function recall(application, slot, print) {
  return read().find((one) => one.application === application && one.slot === slot && one.print === print);
}

export function forget(id) {
  write(read().filter((one) => one.id !== id));
}
