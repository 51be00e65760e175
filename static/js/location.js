// [data-point]: a point by the phone's own location or by a tap on the map; see _point.html for the texts.
function inputs(root) {
  return [root.querySelector("[name=latitude]"), root.querySelector("[name=longitude]")];
}

function say(root, key) {
  const status = root.querySelector("[data-point-status]");
  status.textContent = key ? status.dataset[key] : "";
}

/** Writes a point into the form, five decimals, about a metre. */
export function setPoint(root, { latitude, longitude }) {
  const [lat, lng] = inputs(root);
  lat.value = latitude.toFixed(5);
  lng.value = longitude.toFixed(5);
  root.open = true;
  say(root, "textSet");
  root.dispatchEvent(new CustomEvent("point"));
}

function locate(root) {
  if (!navigator.geolocation) return say(root, "textFailed");
  say(root, "textSearching");
  return navigator.geolocation.getCurrentPosition(
    ({ coords }) => setPoint(root, coords),
    (error) => say(root, error.code === error.PERMISSION_DENIED ? "textDenied" : "textFailed"),
    { enableHighAccuracy: true, timeout: 20000, maximumAge: 60000 },
  );
}

/** Buttons of one [data-point]. */
export function enhancePoint(root) {
  root.querySelector("[data-locate]").addEventListener("click", () => locate(root));
  root.querySelector("[data-clear-point]").addEventListener("click", () => {
    for (const input of inputs(root)) input.value = "";
    say(root, "");
    root.dispatchEvent(new CustomEvent("point"));
  });
  root.querySelector("[data-open-map]").addEventListener("click", async () => {
    const { openMap } = await import("./map.js");
    openMap(root);
  });
}
