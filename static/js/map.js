// The map of the form, loaded only when asked for: no tiles from anybody, a grid and the points we know.
// data-points-url, data-leaflet-js, data-leaflet-css, data-centre ("lat,lng"), data-tiles (optional).
import { setPoint } from "./location.js";

function load(tag, attributes) {
  return new Promise((done, failed) => {
    const element = Object.assign(document.createElement(tag), attributes, { onload: done, onerror: failed });
    document.head.append(element);
  });
}

async function leaflet(root) {
  if (!window.L) {
    await Promise.all([
      load("link", { rel: "stylesheet", href: root.dataset.leafletCss }),
      load("script", { src: root.dataset.leafletJs }),
    ]);
  }
  return window.L;
}

function grid(L, map) {
  const lines = L.layerGroup().addTo(map);
  const draw = () => {
    lines.clearLayers();
    const bounds = map.getBounds();
    const step = [1, 0.5, 0.1, 0.05, 0.01, 0.005, 0.001].find((size) => (bounds.getEast() - bounds.getWest()) / size > 4) ?? 0.001;
    const style = { color: "#9db8b2", weight: 1, interactive: false };
    for (let x = Math.ceil(bounds.getWest() / step) * step; x < bounds.getEast(); x += step) {
      L.polyline([[bounds.getSouth(), x], [bounds.getNorth(), x]], style).addTo(lines);
    }
    for (let y = Math.ceil(bounds.getSouth() / step) * step; y < bounds.getNorth(); y += step) {
      L.polyline([[y, bounds.getWest()], [y, bounds.getEast()]], style).addTo(lines);
    }
  };
  map.on("moveend", draw);
  draw();
}

async function knownPoints(L, map, url) {
  const answer = await fetch(url).catch(() => null);
  if (!answer?.ok) return;
  const { points } = await answer.json();
  for (const point of points) {
    L.circleMarker([point.lat, point.lng], { radius: 5, color: "#1d5f86" }).bindTooltip(point.name).addTo(map);
  }
}

/** Shows the map; a tap, or Enter at its centre, sets the point. */
export async function openMap(root) {
  const box = root.querySelector("[data-map]");
  box.hidden = false;
  if (box.dataset.ready) return;
  box.dataset.ready = "1";
  const L = await leaflet(root);
  const [lat, lng] = ["latitude", "longitude"].map((name) => Number(root.querySelector(`[name=${name}]`).value));
  const centre = lat && lng ? [lat, lng] : root.dataset.centre.split(",").map(Number);
  const map = L.map(box, { attributionControl: Boolean(root.dataset.tiles), zoomControl: false }).setView(centre, 12);
  L.control.zoom({ zoomInTitle: box.dataset.textZoomIn, zoomOutTitle: box.dataset.textZoomOut }).addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
  if (root.dataset.tiles) L.tileLayer(root.dataset.tiles, { attribution: root.dataset.attribution }).addTo(map);
  else grid(L, map);
  knownPoints(L, map, root.dataset.pointsUrl);
  const marker = L.circleMarker(centre, { radius: 10, color: "#a8321f", fillOpacity: 0.6 });
  const put = ({ lat: latitude, lng: longitude }) => setPoint(root, { latitude, longitude });
  const follow = () => {
    const [y, x] = ["latitude", "longitude"].map((name) => root.querySelector(`[name=${name}]`).value);
    if (y && x) marker.setLatLng([Number(y), Number(x)]).addTo(map);
    else marker.remove();
  };
  map.on("click", (event) => put(event.latlng));
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target === box) {
      event.preventDefault();
      put(map.getCenter());
    }
  });
  root.addEventListener("point", follow);
  follow();
}
