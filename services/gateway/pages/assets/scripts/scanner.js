// The paper check: the field is ready for a hand scanner at once; a camera where there is one.
import { words } from "./_scanner_words.js";

const PAUSE = 250;
const WIDEST = 800;

const form = document.querySelector("[data-scan]");
if (form) {
  focusSoon(form.elements.code);
  const button = form.querySelector("[data-camera]");
  if (navigator.mediaDevices && navigator.mediaDevices.getUserMedia) {
    button.hidden = false;
    button.addEventListener("click", () => open(form, button));
  }
}

// A scanner types wherever the cursor is: it stands in the field, unless errors are to be read.
function focusSoon(field) {
  if (document.querySelector(".govuk-error-summary")) return;
  setTimeout(() => field.focus(), 0);
}

async function open(form, button) {
  const view = form.querySelector("[data-view]");
  const video = view.querySelector("video");
  const message = form.querySelector("[data-message]");
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  } catch (error) {
    message.textContent = error.name === "NotFoundError" ? words.missing : words.refused;
    return;
  }
  const stop = () => {
    for (const track of stream.getTracks()) track.stop();
    view.hidden = true;
    button.hidden = false;
    message.textContent = "";
  };
  view.querySelector("[data-stop]").addEventListener("click", stop, { once: true });
  button.hidden = true;
  view.hidden = false;
  message.textContent = words.looking;
  video.srcObject = stream;
  await video.play();
  const read = await reader(button.dataset.reader);
  const text = await watch(video, view, read);
  if (!text) return;
  stop();
  message.textContent = words.found;
  form.elements.code.value = text;
  form.requestSubmit();
}

// What turns a picture of the camera into text: the browser itself, or a script fetched for it.
async function reader(source) {
  if ("BarcodeDetector" in window) {
    const formats = await BarcodeDetector.getSupportedFormats().catch(() => []);
    if (formats.includes("qr_code")) {
      const detector = new BarcodeDetector({ formats: ["qr_code"] });
      return async (video) => {
        const found = await detector.detect(video).catch(() => []);
        return found.length ? found[0].rawValue : "";
      };
    }
  }
  await load(source);
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d", { willReadFrequently: true });
  return async (video) => {
    const scale = Math.min(1, WIDEST / video.videoWidth);
    canvas.width = Math.round(video.videoWidth * scale);
    canvas.height = Math.round(video.videoHeight * scale);
    if (!canvas.width) return "";
    context.drawImage(video, 0, 0, canvas.width, canvas.height);
    return window.readCode(context.getImageData(0, 0, canvas.width, canvas.height));
  };
}

function load(source) {
  return new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = source;
    script.onload = done;
    script.onerror = failed;
    document.head.append(script);
  });
}

async function watch(video, view, read) {
  while (!view.hidden) {
    const text = await read(video);
    if (text) return text;
    await new Promise((next) => setTimeout(next, PAUSE));
  }
  return "";
}
