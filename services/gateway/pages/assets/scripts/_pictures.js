// Pictures in the browser: opened upright, made smaller, written as JPEG.
const QUALITIES = [0.86, 0.8, 0.7, 0.6, 0.5];
const LONG_SIDE = 2600;
const WORTH_SHRINKING = 1.5 * 1024 * 1024;

// Rejects when the browser cannot show the file. The address is given back by `close`.
export async function openPicture(file) {
  const address = URL.createObjectURL(file);
  const image = new Image();
  image.src = address;
  try {
    await image.decode();
  } catch (error) {
    URL.revokeObjectURL(address);
    throw error;
  }
  image.close = () => URL.revokeObjectURL(address);
  return image;
}

export function draw(image, width, height, from = [0, 0, image.naturalWidth, image.naturalHeight]) {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d");
  context.fillStyle = "white"; // what is transparent becomes paper
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = "high";
  context.drawImage(image, ...from, 0, 0, width, height);
  return canvas;
}

export function jpegOf(canvas, quality) {
  return new Promise((done, failed) => {
    canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error("no blob"))), "image/jpeg", quality);
  });
}

// A picture light enough to send over a slow line: the server makes it smaller than this anyway.
// What is small already is sent as it is.
export async function shrunk(file, { maxBytes, maxPixels }) {
  const image = await openPicture(file);
  try {
    const { naturalWidth: width, naturalHeight: height } = image;
    const long = Math.max(width, height);
    const light = file.size <= WORTH_SHRINKING || (long <= LONG_SIDE && file.size <= maxBytes / 2);
    if (light && width * height <= maxPixels && ["image/jpeg", "image/png"].includes(file.type)) return file;
    const scale = Math.min(1, LONG_SIDE / long);
    const canvas = draw(image, Math.round(width * scale), Math.round(height * scale));
    for (const quality of QUALITIES) {
      const blob = await jpegOf(canvas, quality);
      if (blob.size <= maxBytes / 2 || quality === QUALITIES[QUALITIES.length - 1]) return blob;
    }
    return file;
  } finally {
    image.close();
  }
}
