// Boxes on a photo: the rows of numbers are the truth, the picture shows and changes them, by pointer and by keys.
const form = document.querySelector("[data-redact]");
const stage = form.querySelector("[data-stage]");
const rows = form.querySelector("[data-rows]");
const total = form.querySelector("[name=box-TOTAL_FORMS]");
const NAMES = ["x", "y", "w", "h"];
const SMALLEST = 0.5;
const shapes = new Map();

const field = (row, name) => row.querySelector(`[name$="-${name}"]`);
const round = (value) => Math.round(value * 10) / 10;
const clamp = (value, low, high) => Math.min(Math.max(value, low), high);
const isGone = (row) => field(row, "DELETE").checked;

function read(row) {
  const values = NAMES.map((name) => Number.parseFloat(field(row, name).value));
  return values.every(Number.isFinite) && !isGone(row) ? values : null;
}

function write(row, [x, y, w, h]) {
  const width = clamp(w, SMALLEST, 100);
  const height = clamp(h, SMALLEST, 100);
  const values = [clamp(x, 0, 100 - width), clamp(y, 0, 100 - height), width, height];
  NAMES.forEach((name, index) => {
    field(row, name).value = round(values[index]);
  });
  field(row, "DELETE").checked = false;
  show(row);
}

function show(row) {
  const box = read(row);
  let rect = shapes.get(row);
  if (!box) {
    rect?.remove();
    shapes.delete(row);
    return;
  }
  if (!rect) {
    rect = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    rect.setAttribute("tabindex", "0");
    rect.setAttribute("role", "button");
    rect.addEventListener("keydown", (event) => press(event, row));
    shapes.set(row, rect);
    stage.append(rect);
  }
  ["x", "y", "width", "height"].forEach((name, index) => rect.setAttribute(name, box[index]));
  const words = NAMES.map((name) => `${field(row, name).labels[0].textContent.trim()} ${field(row, name).value}`);
  rect.setAttribute("aria-label", `${form.dataset.label} ${[...rows.children].indexOf(row) + 1}: ${words.join(", ")}`);
}

function add(box) {
  let row = [...rows.children].find((one) => NAMES.every((name) => !field(one, name).value));
  if (!row) {
    const index = Number(total.value);
    const copy = form.querySelector("[data-empty]").content.cloneNode(true);
    row = copy.querySelector("li");
    row.innerHTML = row.innerHTML.replaceAll("__prefix__", index);
    row.querySelector("[data-number]").textContent = index + 1;
    rows.append(row);
    total.value = index + 1;
  }
  write(row, box);
  return row;
}

function remove(row) {
  field(row, "DELETE").checked = true;
  show(row);
}

const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

function press(event, row) {
  const [x, y, w, h] = read(row);
  const step = STEPS[event.key];
  if (step && event.shiftKey) write(row, [x, y, Math.min(w + step[0], 100 - x), Math.min(h + step[1], 100 - y)]);
  else if (step) write(row, [x + step[0], y + step[1], w, h]);
  else if (event.key === "Delete" || event.key === "Backspace") {
    remove(row);
    form.querySelector("[data-add]").focus();
  } else return;
  event.preventDefault();
  event.stopPropagation();
}

function place(event) {
  const edge = stage.getBoundingClientRect();
  return [
    clamp(((event.clientX - edge.left) / edge.width) * 100, 0, 100),
    clamp(((event.clientY - edge.top) / edge.height) * 100, 0, 100),
  ];
}

stage.addEventListener("pointerdown", (event) => {
  if (event.button !== 0) return;
  event.preventDefault();
  const start = place(event);
  const held = [...shapes].find(([, rect]) => rect === event.target);
  let row = held?.[0];
  const before = row && read(row);
  // The lower right corner of a box resizes it, the rest moves it.
  const resizes = before && start[0] > before[0] + before[2] * 0.8 && start[1] > before[1] + before[3] * 0.8;

  const move = (moved) => {
    const now = place(moved);
    const [dx, dy] = [now[0] - start[0], now[1] - start[1]];
    if (resizes) write(row, [before[0], before[1], before[2] + dx, before[3] + dy]);
    else if (before) write(row, [before[0] + dx, before[1] + dy, before[2], before[3]]);
    else if (Math.abs(dx) > 1 && Math.abs(dy) > 1) {
      const box = [Math.min(start[0], now[0]), Math.min(start[1], now[1]), Math.abs(dx), Math.abs(dy)];
      if (row) write(row, box);
      else row = add(box);
    }
  };
  const end = () => {
    stage.removeEventListener("pointermove", move);
    if (row) shapes.get(row)?.focus();
  };
  stage.setPointerCapture(event.pointerId);
  stage.addEventListener("pointermove", move);
  stage.addEventListener("pointerup", end, { once: true });
  stage.addEventListener("pointercancel", end, { once: true });
});

form.querySelector("[data-add]").addEventListener("click", () => shapes.get(add([40, 40, 20, 20])).focus());
rows.addEventListener("input", (event) => show(event.target.closest("li")));
stage.replaceChildren();
for (const row of rows.children) show(row);
