// Reads a QR code in a picture, for browsers that cannot; loaded only when the camera is used.
import decodeQR from "qr/decode.js";

window.readCode = (picture) => {
  try {
    return decodeQR(picture);
  } catch {
    return ""; // no code in this picture yet
  }
};
