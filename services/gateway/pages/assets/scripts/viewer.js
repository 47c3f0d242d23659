// Scans one page at a time: zoom, rotation, other pages and other files, by mouse and keyboard.
// `viewer.html` gives the pages below each other, and the tools that take their place. A page may ask for one
// scan: root.dispatchEvent(new CustomEvent("show-scan", { detail: id })).
import { words } from "./_viewer_words.js";

const STEP = 1.25;
const SMALLEST = 0.1;
const LARGEST = 6;
const QUARTER = 90;
const NEXT_SCAN_IN_LIST = 1;

function readScan(section) {
  const images = [...section.querySelectorAll("img[data-number]")];
  return {
    id: section.dataset.scan,
    again: section.dataset.again,
    title: section.dataset.title,
    section,
    pages: images.map((image) => ({
      number: Number(image.dataset.number),
      url: image.src,
      width: Number(image.getAttribute("width")),
      height: Number(image.getAttribute("height")),
      alt: image.alt,
      angle: 0,
    })),
  };
}

class Viewer {
  constructor(root) {
    this.root = root;
    this.scans = [...root.querySelectorAll("[data-scan]")].map(readScan);
    this.at = { scan: 0, page: 0 };
    this.scale = 1;
    this.fit = "start";
    this.adopt();
    this.show(0, 0);
    root.addEventListener("show-scan", (event) => this.showScan(event.detail));
    new ResizeObserver(() => this.place()).observe(this.frame);
  }

  get scan() {
    return this.scans[this.at.scan];
  }

  get page() {
    return this.scan.pages[this.at.page];
  }

  // The tools are on the page already; what they do and the picture are brought here.
  adopt() {
    const part = (name) => this.root.querySelector(`[data-viewer-${name}]`);
    this.frame = part("frame");
    this.said = part("said");
    this.stage = part("stage");
    this.select = part("chooser");
    this.picture = document.createElement("img");
    this.picture.className = "tp-viewer__shown";
    this.picture.draggable = false;
    this.stage.append(this.picture);
    this.tools();
    this.root.classList.add("tp-viewer--one");
    this.listen();
  }

  tools() {
    const deeds = {
      back: () => this.turn(-1),
      on: () => this.turn(1),
      larger: () => this.zoom(STEP),
      smaller: () => this.zoom(1 / STEP),
      width: () => this.fitTo("width"),
      whole: () => this.fitTo("whole"),
      left: () => this.rotate(-QUARTER),
      right: () => this.rotate(QUARTER),
    };
    for (const [name, deed] of Object.entries(deeds)) {
      this.root.querySelector(`[data-viewer-deed=${name}]`).addEventListener("click", deed);
    }
    this.back = this.root.querySelector("[data-viewer-deed=back]");
    this.on = this.root.querySelector("[data-viewer-deed=on]");
    this.select?.addEventListener("change", () => this.show(Number(this.select.value), 0));
  }

  listen() {
    this.picture.addEventListener("error", () => this.fetchAgain());
    this.picture.addEventListener("load", () => this.came());
    this.frame.addEventListener("keydown", (event) => this.key(event));
    this.frame.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    this.frame.addEventListener("dblclick", () => this.fitTo(this.fit === "width" ? "whole" : "width"));
    this.frame.addEventListener("pointerdown", (event) => this.grab(event));
  }

  show(scan, page) {
    this.at = { scan, page };
    this.tried = false;
    for (const [index, one] of this.scans.entries()) one.section.hidden = index !== scan;
    if (this.select) this.select.value = String(scan);
    this.frame.setAttribute("aria-label", words.frame(this.scan.title));
    this.picture.hidden = !this.page;
    if (this.page) {
      this.picture.alt = this.page.alt;
      this.fetch(this.page.url);
      this.frame.scrollTo(0, 0);
      this.place();
    }
    this.tell();
  }

  showScan(id) {
    const index = this.scans.findIndex((scan) => scan.id === id);
    if (index >= 0 && index !== this.at.scan) this.show(index, 0);
  }

  // On from the last page of one file to the first of the next.
  turn(step) {
    const page = this.at.page + step;
    if (page >= 0 && page < this.scan.pages.length) return this.show(this.at.scan, page);
    const scan = this.at.scan + step;
    if (scan < 0 || scan >= this.scans.length) return undefined;
    return this.show(scan, step > 0 ? 0 : Math.max(0, this.scans[scan].pages.length - 1));
  }

  tell() {
    const count = this.scan.pages.length;
    this.said.textContent = count ? words.page(this.page.number, count) : words.none;
    this.back.disabled = this.at.scan === 0 && this.at.page === 0;
    this.on.disabled = this.at.scan === this.scans.length - NEXT_SCAN_IN_LIST && this.at.page >= count - 1;
  }

  zoom(factor) {
    this.fit = "";
    this.scale = Math.min(LARGEST, Math.max(SMALLEST, this.scale * factor));
    this.place();
  }

  fitTo(fit) {
    this.fit = fit;
    this.place();
  }

  rotate(degrees) {
    if (!this.page) return;
    this.page.angle = (this.page.angle + degrees + 360) % 360;
    this.place();
  }

  // The stage is as large as the turned page, so the frame scrolls as far as there is something.
  place() {
    if (!this.page) return;
    const { width, height, angle } = this.page;
    const lying = angle % 180 !== 0;
    const [across, down] = lying ? [height, width] : [width, height];
    const { clientWidth, clientHeight } = this.frame;
    if (!clientWidth) return;
    if (this.fit) this.scale = clientWidth / across;
    // A small picture, as a photo is, is not blown up beyond what the frame shows of it.
    if (this.fit === "start" && this.scale > 1) this.scale = Math.min(this.scale, Math.max(1, clientHeight / down));
    if (this.fit === "whole") this.scale = Math.min(this.scale, clientHeight / down);
    const scale = this.scale;
    const shift = { 0: [0, 0], 90: [across, 0], 180: [across, down], 270: [0, down] }[angle];
    Object.assign(this.stage.style, { width: `${across * scale}px`, height: `${down * scale}px` });
    Object.assign(this.picture.style, {
      width: `${width * scale}px`,
      height: `${height * scale}px`,
      transform: `translate(${shift[0] * scale}px, ${shift[1] * scale}px) rotate(${angle}deg)`,
    });
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const deeds = {
      PageDown: () => this.turn(1),
      PageUp: () => this.turn(-1),
      Home: () => this.show(this.at.scan, 0),
      End: () => this.show(this.at.scan, Math.max(0, this.scan.pages.length - 1)),
      "+": () => this.zoom(STEP),
      "=": () => this.zoom(STEP),
      "-": () => this.zoom(1 / STEP),
      0: () => this.fitTo("width"),
      f: () => this.fitTo("whole"),
      F: () => this.fitTo("whole"),
      r: () => this.rotate(QUARTER),
      R: () => this.rotate(-QUARTER),
    };
    const deed = deeds[event.key];
    if (!deed) return;
    event.preventDefault();
    event.stopPropagation();
    deed();
  }

  wheel(event) {
    if (!event.ctrlKey) return;
    event.preventDefault();
    this.zoom(event.deltaY < 0 ? STEP : 1 / STEP);
  }

  grab(event) {
    if (event.pointerType === "touch" || event.button !== 0) return;
    const from = [event.clientX + this.frame.scrollLeft, event.clientY + this.frame.scrollTop];
    const move = (moved) => this.frame.scrollTo(from[0] - moved.clientX, from[1] - moved.clientY);
    const end = () => {
      this.frame.removeEventListener("pointermove", move);
      this.frame.classList.remove("tp-viewer__frame--held");
    };
    this.frame.setPointerCapture(event.pointerId);
    this.frame.classList.add("tp-viewer__frame--held");
    this.frame.addEventListener("pointermove", move);
    this.frame.addEventListener("pointerup", end, { once: true });
    this.frame.addEventListener("pointercancel", end, { once: true });
  }

  // Unseen until it is there: the browser's sign for a picture that is missing has a size of its own.
  fetch(url) {
    this.picture.style.visibility = "hidden";
    this.picture.src = url;
  }

  // The next page is there before it is asked for; its address is good for some minutes only.
  came() {
    this.picture.style.visibility = "";
    const next = this.scan.pages[this.at.page + 1];
    if (next) new Image().src = next.url;
  }

  // The addresses on the page have grown old: get fresh ones, once for each page that is shown.
  async fetchAgain() {
    const { scan, tried } = this;
    this.tried = true;
    try {
      if (tried) throw new Error("not twice");
      const answer = await fetch(scan.again, { credentials: "same-origin" });
      if (!answer.ok) throw new Error(String(answer.status));
      const { pages } = await answer.json();
      for (const fresh of pages) {
        const page = scan.pages.find((one) => one.number === fresh.number);
        if (page) page.url = fresh.url;
      }
      if (scan === this.scan && this.page) this.fetch(this.page.url);
    } catch {
      this.said.textContent = words.broken;
    }
  }
}

function start(root) {
  for (const element of root.querySelectorAll("[data-viewer]")) {
    if (element.querySelector("[data-scan]") && !element.dataset.started) {
      element.dataset.started = "1";
      new Viewer(element);
    }
  }
}

start(document);
document.body.addEventListener("htmx:afterSettle", (event) => start(event.target.parentElement || document));
