// The photo of the form: 35 × 45, cut in the browser by pointer or keyboard. Nobody looks for faces.
import { draw, jpegOf } from "./_pictures.js";
import { cropWords as words } from "./_upload_words.js";

const SHOWN = [280, 360]; // CSS pixels, 35 : 45
const STEP = 0.01;
const FAST = 5;
const ZOOM = 1.1;
const QUALITY = 0.92;
const MOST = 2600; // some phones have no larger canvas than 16 megapixels

function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

// Resolves with a JPEG of at least `width` × `height`, or null when the person thinks better of it.
// `smallest` is how few pixels of the picture may fill the frame.
export function crop(image, { width, height, smallest }) {
  return new Promise((done) => new Cropper(image, { width, height, smallest }, done).open());
}

class Cropper {
  constructor(image, sizes, done) {
    const fits = Math.min(1, MOST / Math.max(image.naturalWidth, image.naturalHeight));
    this.source = draw(image, Math.round(image.naturalWidth * fits), Math.round(image.naturalHeight * fits));
    this.sizes = sizes;
    this.done = done;
    this.build();
    this.whole();
  }

  build() {
    const button = (text, kind, deed) => {
      const made = make("button", { type: "button", class: `govuk-button ${kind}` }, text);
      made.addEventListener("click", deed);
      return made;
    };
    this.canvas = make("canvas", {
      class: "tp-crop__area", tabindex: "0", role: "application", "aria-label": words.area,
    });
    this.range = make("input", { type: "range", id: "crop-zoom", min: "0", max: "100", step: "1" });
    this.range.addEventListener("input", () => this.zoomTo(Number(this.range.value) / 100));
    this.dialog = make(
      "dialog",
      { class: "tp-dialog tp-crop", "aria-labelledby": "crop-title" },
      make("h2", { class: "govuk-heading-m", id: "crop-title" }, words.title),
      make("p", { class: "govuk-body" }, words.help),
      this.canvas,
      make("div", { class: "tp-crop__zoom" }, make("label", { class: "govuk-label", for: "crop-zoom" }, words.zoom), this.range),
      make(
        "div",
        { class: "tp-buttons" },
        button(words.use, "", () => this.use()),
        button(words.left, "govuk-button--secondary", () => this.turn(-1)),
        button(words.right, "govuk-button--secondary", () => this.turn(1)),
        button(words.cancel, "govuk-button--secondary", () => this.close(null)),
      ),
    );
    this.listen();
  }

  listen() {
    this.dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      this.close(null);
    });
    this.canvas.addEventListener("keydown", (event) => this.key(event));
    this.canvas.addEventListener("pointerdown", (event) => this.grab(event));
    this.canvas.addEventListener("wheel", (event) => {
      event.preventDefault();
      this.scaleBy(event.deltaY < 0 ? 1 / ZOOM : ZOOM);
    }, { passive: false });
  }

  open() {
    document.body.append(this.dialog);
    const sharp = Math.min(3, window.devicePixelRatio || 1);
    [this.canvas.width, this.canvas.height] = SHOWN.map((side) => Math.round(side * sharp));
    this.dialog.showModal();
    this.canvas.focus();
    this.paint();
  }

  close(result) {
    this.dialog.close();
    this.dialog.remove();
    this.done(result);
  }

  // The largest frame the picture has room for, in its middle.
  whole() {
    const { width, height } = this.source;
    this.most = Math.min(width, (height * SHOWN[0]) / SHOWN[1]);
    this.least = Math.min(this.sizes.smallest, this.most);
    this.across = this.most;
    this.left = (width - this.across) / 2;
    this.top = (height - this.down) / 2;
    this.paint();
  }

  get down() {
    return (this.across * SHOWN[1]) / SHOWN[0];
  }

  // Around its middle.
  scaleBy(factor) {
    const [x, y] = [this.left + this.across / 2, this.top + this.down / 2];
    this.across = Math.min(this.most, Math.max(this.least, this.across * factor));
    this.moveTo(x - this.across / 2, y - this.down / 2);
  }

  zoomTo(share) {
    this.scaleBy((this.most - (this.most - this.least) * share) / this.across);
  }

  moveTo(left, top) {
    this.left = Math.min(Math.max(0, left), this.source.width - this.across);
    this.top = Math.min(Math.max(0, top), this.source.height - this.down);
    this.paint();
  }

  turn(way) {
    const turned = document.createElement("canvas");
    [turned.width, turned.height] = [this.source.height, this.source.width];
    const context = turned.getContext("2d");
    context.translate(turned.width / 2, turned.height / 2);
    context.rotate((way * Math.PI) / 2);
    context.drawImage(this.source, -this.source.width / 2, -this.source.height / 2);
    this.source = turned;
    this.whole();
  }

  key(event) {
    const step = STEP * this.across * (event.shiftKey ? FAST : 1);
    const deeds = {
      ArrowLeft: () => this.moveTo(this.left - step, this.top),
      ArrowRight: () => this.moveTo(this.left + step, this.top),
      ArrowUp: () => this.moveTo(this.left, this.top - step),
      ArrowDown: () => this.moveTo(this.left, this.top + step),
      "+": () => this.scaleBy(1 / ZOOM),
      "=": () => this.scaleBy(1 / ZOOM),
      "-": () => this.scaleBy(ZOOM),
    };
    if (!deeds[event.key]) return;
    event.preventDefault();
    deeds[event.key]();
  }

  grab(event) {
    const start = { x: event.clientX, y: event.clientY, left: this.left, top: this.top };
    const scale = this.across / this.canvas.clientWidth;
    const move = (moved) =>
      this.moveTo(start.left - (moved.clientX - start.x) * scale, start.top - (moved.clientY - start.y) * scale);
    this.canvas.setPointerCapture(event.pointerId);
    this.canvas.addEventListener("pointermove", move);
    const end = () => this.canvas.removeEventListener("pointermove", move);
    this.canvas.addEventListener("pointerup", end, { once: true });
    this.canvas.addEventListener("pointercancel", end, { once: true });
  }

  paint() {
    const { canvas, source, left, top, across, down } = this;
    canvas.getContext("2d").drawImage(source, left, top, across, down, 0, 0, canvas.width, canvas.height);
    const room = this.most - this.least;
    this.range.disabled = room <= 0;
    this.range.value = String(room > 0 ? Math.round(((this.most - across) / room) * 100) : 0);
    this.range.setAttribute("aria-valuetext", words.moved(Math.round((this.most / across) * 100)));
  }

  async use() {
    const scale = Math.min(2, Math.max(1, this.across / this.sizes.width));
    const size = [Math.round(this.sizes.width * scale), Math.round(this.sizes.height * scale)];
    const cut = draw(this.source, ...size, [this.left, this.top, this.across, this.down]);
    this.close(await jpegOf(cut, QUALITY));
  }
}
