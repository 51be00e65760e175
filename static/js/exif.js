// Reads the place out of a JPEG's EXIF block; null for everything that is not whole.
const GPS_IFD = 0x8825;

function entries(view, tiff, offset, little) {
  const found = new Map();
  const count = view.getUint16(tiff + offset, little);
  for (let i = 0; i < Math.min(count, 200); i += 1) {
    const at = tiff + offset + 2 + i * 12;
    found.set(view.getUint16(at, little), at);
  }
  return found;
}

function degrees(view, tiff, at, little) {
  const start = tiff + view.getUint32(at + 8, little);
  const part = (i) => view.getUint32(start + i * 8, little) / view.getUint32(start + i * 8 + 4, little);
  return part(0) + part(1) / 60 + part(2) / 3600;
}

function place(view, tiff) {
  const little = view.getUint16(tiff) === 0x4949;
  const pointer = entries(view, tiff, view.getUint32(tiff + 4, little), little).get(GPS_IFD);
  if (!pointer) return null;
  const gps = entries(view, tiff, view.getUint32(pointer + 8, little), little);
  if (![1, 2, 3, 4].every((tag) => gps.has(tag))) return null;
  const sign = (tag, negative) => (String.fromCharCode(view.getUint8(gps.get(tag) + 8)) === negative ? -1 : 1);
  const latitude = sign(1, "S") * degrees(view, tiff, gps.get(2), little);
  const longitude = sign(3, "W") * degrees(view, tiff, gps.get(4), little);
  const valid = Number.isFinite(latitude) && Number.isFinite(longitude) && (latitude || longitude);
  return valid && Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 ? { latitude, longitude } : null;
}

/** {latitude, longitude} in degrees, or null. */
export async function readPlace(file) {
  try {
    const view = new DataView(await file.slice(0, 256 * 1024).arrayBuffer());
    if (view.getUint16(0) !== 0xffd8) return null;
    let at = 2;
    while (at + 10 < view.byteLength && view.getUint8(at) === 0xff) {
      const length = view.getUint16(at + 2);
      if (view.getUint8(at + 1) === 0xe1 && view.getUint32(at + 4) === 0x45786966) return place(view, at + 10);
      at += 2 + length;
    }
  } catch {
    // Torn or hostile: there is no place to offer.
  }
  return null;
}
