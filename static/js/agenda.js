// The agenda at the desk: items are dragged or moved with keys; groups of suggestions are ticked at once.

const tree = document.querySelector("[data-agenda-movable]");
const place = document.querySelector("[data-agenda-place]");
const KEYS = { ArrowUp: "up", ArrowDown: "down", ArrowRight: "in", ArrowLeft: "out" };
const MARKS = ["agenda-before", "agenda-after", "agenda-inside"];
let dragged = null;

const rowOf = (target) => (target instanceof Element ? target.closest("li[data-item]") : null);

function unmark() {
  for (const one of tree.querySelectorAll(`.${MARKS.join(",.")}`)) one.classList.remove(...MARKS);
}

// The upper and lower edge mean a neighbour, the middle means below.
function spot(row, event) {
  const box = row.querySelector(".agenda-row").getBoundingClientRect();
  const part = (event.clientY - box.top) / box.height;
  if (part < 0.3) return "agenda-before";
  return part > 0.7 ? "agenda-after" : "agenda-inside";
}

function send(row, mark) {
  const parentOf = (one) => one.parentElement.closest("li[data-item]")?.dataset.item ?? "";
  let after = "";
  let parent = parentOf(row);
  if (mark === "agenda-inside") {
    parent = row.dataset.item;
    const children = [...(row.querySelector(":scope > ol")?.children ?? [])].filter((one) => one !== dragged);
    after = children.at(-1)?.dataset.item ?? "";
  } else if (mark === "agenda-after") {
    after = row.dataset.item;
  } else {
    let before = row.previousElementSibling;
    if (before === dragged) before = before.previousElementSibling;
    after = before?.dataset.item ?? "";
  }
  // Not through `elements`, whose own method is named item.
  const said = { item: dragged.dataset.item, parent, after };
  for (const [name, value] of Object.entries(said)) place.querySelector(`[name="${name}"]`).value = value;
  place.submit();
}

function movable() {
  document.querySelector("[data-agenda-keys]")?.removeAttribute("hidden");
  for (const row of tree.querySelectorAll("li[data-item]")) {
    row.tabIndex = 0;
    row.draggable = true;
  }
  tree.addEventListener("dragstart", (event) => {
    dragged = rowOf(event.target);
    dragged?.classList.add("agenda-dragged");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged?.dataset.item ?? "");
  });
  tree.addEventListener("dragover", (event) => {
    const row = rowOf(event.target);
    if (!dragged || !row || dragged.contains(row)) return;
    event.preventDefault();
    unmark();
    row.classList.add(spot(row, event));
  });
  tree.addEventListener("drop", (event) => {
    const row = rowOf(event.target);
    if (!dragged || !row || dragged.contains(row)) return;
    event.preventDefault();
    send(row, spot(row, event));
  });
  tree.addEventListener("dragend", () => {
    unmark();
    dragged?.classList.remove("agenda-dragged");
    dragged = null;
  });
  tree.addEventListener("keydown", (event) => {
    const row = event.target;
    if (!event.altKey || !(event.key in KEYS) || !row.matches("li[data-item]")) return;
    event.preventDefault();
    row.querySelector(`:scope > .agenda-row button[value="${KEYS[event.key]}"]`)?.click();
  });
  // After a move the page comes back at the item, which takes the next key.
  const here = location.hash.startsWith("#mata-acara-") && document.getElementById(location.hash.slice(1));
  if (here) here.focus();
}

for (const group of document.querySelectorAll("[data-suggestions] [data-group]")) {
  const all = group.querySelector("[data-all]");
  const boxes = [...group.querySelectorAll('input[name="pick"]:not(:disabled)')];
  if (!all || !boxes.length) continue;
  const main = all.querySelector("input");
  const follow = () => {
    main.checked = boxes.every((box) => box.checked);
    main.indeterminate = !main.checked && boxes.some((box) => box.checked);
  };
  all.hidden = false;
  main.addEventListener("change", () => boxes.forEach((box) => { box.checked = main.checked; }));
  boxes.forEach((box) => box.addEventListener("change", follow));
  follow();
}

if (tree && place) movable();
