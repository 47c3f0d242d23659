// One file on its way: prepared, announced, sent in parts, checked; what it says to the person.
import { Refused, send } from "./_session.js";
import { crop } from "./_crop.js";
import { sendParts } from "./_parts.js";
import { openPicture, shrunk } from "./_pictures.js";
import { fingerprint, forget, recall, remember, sha256 } from "./_remembered.js";
import { words } from "./_upload_words.js";

const TYPES = { jpg: "image/jpeg", jpeg: "image/jpeg", png: "image/png", pdf: "application/pdf" };
const KINDS = { "image/jpeg": "jpg", "image/png": "png", "application/pdf": "pdf" };
const LONGEST_NAME = 120;

// What is wrong with a file, in words for the person.
export class Unusable extends Error {}

const ending = (name) => (name.includes(".") ? name.split(".").pop().toLowerCase() : "");

function named(name, kind) {
  const stem = name.replace(/\.[^.]*$/, "").slice(0, LONGEST_NAME) || "file";
  return `${stem}.${kind}`;
}

async function opened(file) {
  try {
    return await openPicture(file);
  } catch {
    const heic = /hei[cf]/.test(`${file.type} ${ending(file.name)}`);
    throw new Unusable(heic ? words.heic : words.broken);
  }
}

// The bytes to send, with name and type that agree with them.
export async function prepared(file, slot, limits) {
  if (file.size === 0) throw new Unusable(words.empty);
  const type = TYPES[ending(file.name)] || (KINDS[file.type] ? file.type : "");
  if (type === "application/pdf") {
    if (!slot.accepts.includes("pdf")) throw new Unusable(words.kind(slot.kinds));
    if (file.size > limits.maxBytes) throw new Unusable(words.tooLarge(limits.maxBytes));
    return { blob: file, name: named(file.name, "pdf"), type };
  }
  if (!type && !/^image\//.test(file.type) && !/hei[cf]/.test(ending(file.name))) {
    throw new Unusable(words.kind(slot.kinds));
  }
  const image = await opened(file);
  try {
    return slot.photo ? await photo(file, image, slot.photo) : await picture(file, type, limits);
  } finally {
    image.close();
  }
}

async function picture(file, type, limits) {
  const blob = await shrunk(type ? file.slice(0, file.size, type) : file, limits);
  const kind = KINDS[blob.type];
  return { blob, name: named(file.name, kind), type: blob.type, before: file.size };
}

async function photo(file, image, [minWidth, minHeight, width, height]) {
  if (image.naturalWidth < minWidth || image.naturalHeight < minHeight) {
    const actual = `${image.naturalWidth}×${image.naturalHeight}`;
    throw new Unusable(words.photoSmall(minWidth, minHeight, actual));
  }
  const blob = await crop(image, { width, height, smallest: minWidth });
  return blob && { blob, name: named(file.name, "jpg"), type: "image/jpeg", before: file.size };
}

export class Upload {
  constructor(file, slot, { application, limits, consent }) {
    Object.assign(this, { file, slot, application, limits, consent });
    this.name = file.name;
    this.id = null;
    this.stop = new AbortController();
  }

  // Resolves with the scan's id once it is handed to the checkers; null when it was called off.
  async run(view) {
    view.state(words.preparing);
    this.ready = this.ready || (await prepared(this.file, this.slot, this.limits));
    if (!this.ready) return null;
    const { blob, before } = this.ready;
    if (before && before > blob.size) view.note(words.shrunk(before, blob.size));
    const ticket = await this.begun(view);
    await sendParts(blob, ticket, () => this.renewed(), {
      signal: this.stop.signal,
      onProgress: (bytes) => view.progress(bytes, blob.size),
      onTrouble: () => view.state(navigator.onLine === false ? words.offline : words.retrying),
    });
    view.state(words.checking);
    await send(`/api/v1/uploads/${this.id}/completion`, { onWait: (why) => view.state(why) });
    forget(this.id);
    return this.id;
  }

  // Goes on with what was broken off, if the server still knows it; else begins anew.
  async begun(view) {
    const { blob, name, type } = this.ready;
    const print = await fingerprint(blob);
    const known = recall(this.application, this.slot.code, print);
    if (known) {
      this.id = known.id;
      try {
        const ticket = await this.renewed();
        view.note(words.resuming);
        return ticket;
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        forget(known.id);
      }
    }
    const ticket = await send(`/api/v1/applications/${this.application}/uploads`, {
      body: {
        slot: this.slot.code,
        filename: name,
        content_type: type,
        size: blob.size,
        sha256: await sha256(blob),
        consent: this.consent,
      },
      onWait: (why) => view.state(why),
    });
    this.id = ticket.upload_id;
    remember({ id: this.id, application: this.application, slot: this.slot.code, print });
    return ticket;
  }

  renewed() {
    return send(`/api/v1/uploads/${this.id}/renewal`, { body: undefined });
  }

  async cancel() {
    this.stop.abort();
    if (!this.id) return;
    forget(this.id);
    await send(`/api/v1/scans/${this.id}`, { method: "DELETE" }).catch(() => {});
  }
}
