// [data-photos] holds the file input: previews, removal, and smaller files before they travel.
// data-max; data-text-remove, data-text-too-many; <template data-gps-offer> with data-gps-yes and data-gps-no.
import { readPlace } from "./exif.js";

const EDGE = 1920;
const QUALITY = 0.82;

async function smaller(file) {
  try {
    const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, EDGE / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(bitmap.width * scale);
    canvas.height = Math.round(bitmap.height * scale);
    canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    bitmap.close();
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
    if (!blob || blob.size >= file.size) return file;
    return new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" });
  } catch {
    // HEIC and the like: the server can read what this browser cannot.
    return file;
  }
}

function preview(file, index, root, remove) {
  const item = document.createElement("li");
  const image = document.createElement("img");
  image.alt = file.name;
  image.src = URL.createObjectURL(file);
  image.onload = () => URL.revokeObjectURL(image.src);
  image.onerror = () => {
    const name = document.createElement("span");
    name.className = "no-preview";
    name.textContent = file.name;
    image.replaceWith(name);
  };
  const button = document.createElement("button");
  button.type = "button";
  button.setAttribute("aria-label", `${root.dataset.textRemove} ${index + 1}`);
  button.innerHTML = "<span aria-hidden='true'>×</span>";
  button.addEventListener("click", () => remove(index));
  item.append(image, button);
  return item;
}

function offerPlace(root, place, onPlace) {
  root.querySelector("[data-gps-asked]")?.remove();
  const offer = root.querySelector("[data-gps-offer]").content.firstElementChild.cloneNode(true);
  offer.dataset.gpsAsked = "";
  offer.querySelector("[data-gps-yes]").addEventListener("click", () => {
    onPlace(place);
    offer.remove();
  });
  offer.querySelector("[data-gps-no]").addEventListener("click", () => offer.remove());
  root.append(offer);
}

/** Works on one [data-photos]; `onPlace` is told a place only when the person agrees. */
export function enhancePhotos(root, onPlace) {
  const input = root.querySelector("input[type=file]");
  const list = root.querySelector("[data-previews]");
  const most = Number(root.dataset.max);
  let files = [];
  let working = Promise.resolve();

  const show = (note = "") => {
    const transfer = new DataTransfer();
    files.forEach((file) => transfer.items.add(file));
    input.files = transfer.files;
    list.replaceChildren(...files.map((file, index) => preview(file, index, root, remove)));
    if (note) list.append(Object.assign(document.createElement("li"), { textContent: note }));
  };
  const remove = (index) => {
    files.splice(index, 1);
    show();
    input.focus();
  };
  const add = async (chosen) => {
    for (const file of chosen) {
      if (files.length >= most) return show(root.dataset.textTooMany);
      const place = onPlace && (await readPlace(file));
      if (place) offerPlace(root, place, onPlace);
      files.push(await smaller(file));
      show();
    }
    return undefined;
  };
  input.addEventListener("change", () => {
    const chosen = [...input.files];
    working = working.then(() => add(chosen));
  });
  return () => working;
}
