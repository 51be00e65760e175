// Reads QR codes from a camera or a picture: by the browser where it can, else by a decoder of our own.
const LONGEST = 1280;
const PAUSE = 200;

let reader;

// A function from a canvas to the text of the QR code on it, or "".
async function makeReader(decoder) {
  try {
    const formats = await window.BarcodeDetector?.getSupportedFormats();
    if (formats?.includes("qr_code")) {
      const detector = new window.BarcodeDetector({ formats: ["qr_code"] });
      return async (canvas) => (await detector.detect(canvas))[0]?.rawValue ?? "";
    }
  } catch {
    // Promised and not there.
  }
  const { default: decodeQR } = await import(decoder);
  return async (canvas) => {
    try {
      return decodeQR(canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height));
    } catch {
      return "";
    }
  };
}

async function read(source, width, height, decoder) {
  const scale = Math.min(1, LONGEST / Math.max(width, height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.drawImage(source, 0, 0, canvas.width, canvas.height);
  return (await prepareReader(decoder))(canvas);
}

// Called before the line is gone too; what could not be loaded is tried again.
export function prepareReader(decoder) {
  reader ||= makeReader(decoder).catch((error) => {
    reader = null;
    throw error;
  });
  return reader;
}

export async function readPicture(file, decoder) {
  const picture = await createImageBitmap(file);
  return read(picture, picture.width, picture.height, decoder);
}

// Opens the camera and calls `found` with the first code that it sees, then closes it. Returns what stops it.
export async function watch(video, decoder, found) {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" }, audio: false });
  let isOpen = true;
  const stop = () => {
    isOpen = false;
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
  };
  video.srcObject = stream;
  await video.play();
  const look = async () => {
    if (!isOpen) return;
    const text = video.videoWidth ? await read(video, video.videoWidth, video.videoHeight, decoder) : "";
    if (!isOpen) return;
    if (text) {
      stop();
      found(text);
    } else setTimeout(look, PAUSE);
  };
  look();
  return stop;
}
