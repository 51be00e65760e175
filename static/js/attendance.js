// The list at the desk: search as one types, arrows between buttons, and what others write appears by itself.
const EVERY = 20_000;
const list = document.querySelector(".attend-list");
const search = document.querySelector("#searchbar");
const only = document.querySelector("[data-search] [name=tampil]");
const none = document.querySelector("[data-none]");
document.documentElement.classList.add("js");

const rows = () => [...list.querySelectorAll("[data-group] [data-row]")];
const visible = () => rows().filter((row) => !row.hidden);

function filter() {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  for (const row of rows()) {
    const fits = words.every((word) => row.dataset.words.includes(word));
    row.hidden = !fits || (only.checked && "done" in row.dataset);
  }
  for (const group of list.querySelectorAll("[data-group]")) group.hidden = !group.querySelector("[data-row]:not([hidden])");
  none.hidden = !rows().length || visible().length > 0;
}

// Which button of a row, so that up and down stay in their column.
function buttonsOf(row) {
  return [...row.querySelectorAll(".attend-buttons button, .attend-deputy > summary")];
}

function step(from, rowStep, buttonStep) {
  const row = from.closest("[data-row]");
  const place = buttonsOf(row).indexOf(from);
  if (buttonStep) return buttonsOf(row)[place + buttonStep]?.focus();
  const all = visible();
  const next = all[all.indexOf(row) + rowStep];
  if (!next) return rowStep < 0 ? search.focus() : undefined;
  return buttonsOf(next)[Math.max(place, 0)]?.focus();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const { target, key } = event;
  if (target === search && key === "ArrowDown") {
    event.preventDefault();
    buttonsOf(visible()[0] ?? list)[0]?.focus();
  } else if (target === search && key === "Enter" && visible().length === 1) {
    event.preventDefault();
    buttonsOf(visible()[0])[0]?.focus();
  } else if (target.matches?.(".attend-buttons button, .attend-deputy > summary")) {
    const steps = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] }[key];
    if (steps) {
      event.preventDefault();
      step(target, ...steps);
    }
  }
  if (key === "/" && !target.matches?.("input:not([type=checkbox]), textarea, select")) {
    event.preventDefault();
    search.focus();
  }
});

search.addEventListener("input", filter);
only.addEventListener("change", filter);
if (search.value || only.checked) filter();

// A row that somebody is at work on stays as it is.
const isBusy = (row) => row.contains(document.activeElement) || row.querySelector("details[open]");

async function refresh() {
  if (document.hidden) return;
  try {
    const response = await fetch(location.pathname, { redirect: "manual" });
    if (!response.ok) return;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    document.querySelector("[data-live=count]").replaceWith(page.querySelector("[data-live=count]"));
    for (const row of rows()) {
      const fresh = page.getElementById(row.id);
      if (fresh && fresh.dataset.stamp !== row.dataset.stamp && !isBusy(row)) row.replaceWith(fresh);
    }
    const guests = document.querySelector("[data-live=guests]");
    const typed = [...guests.querySelectorAll(".attend-guest input:not([type=hidden])")].some((field) => field.value);
    if (!typed && !isBusy(guests)) guests.replaceWith(page.querySelector("[data-live=guests]"));
    filter();
  } catch {
    // No line: the next time.
  }
}

setInterval(refresh, EVERY);
