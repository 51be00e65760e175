// The desk by keyboard: [data-key] is followed, opened or focused by its key; j and k walk the queue's rows.
// [data-fill] puts a response template into the field it names. [data-keys-on] switches single letters off (WCAG 2.1.4), remembered on this device.
document.documentElement.classList.add("js");

const OFF = "desk-keys-off";
const toggle = document.querySelector("[data-keys-on]");

function isOff() {
  try {
    return localStorage.getItem(OFF) === "1";
  } catch {
    return false;
  }
}

function isTyping(element) {
  return element.matches("input:not([type=checkbox], [type=radio], [type=submit]), textarea, select, [contenteditable]");
}

function walk(step) {
  const rows = [...document.querySelectorAll("#result_list tbody th a")];
  if (!rows.length) return false;
  const here = rows.indexOf(document.activeElement);
  rows[Math.min(Math.max(here + step, 0), rows.length - 1)].focus();
  return true;
}

function open(summary) {
  const panel = summary.parentElement;
  panel.open = !panel.open;
  const field = panel.open && panel.querySelector("form :is(input:not([type=hidden]), textarea, select, button)");
  (field || summary).focus();
  panel.scrollIntoView({ block: "nearest" });
}

function press(key) {
  if (key === "/") return document.querySelector("#searchbar")?.focus();
  if ((key === "j" && walk(1)) || (key === "k" && walk(-1))) return undefined;
  const target = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (target?.matches("summary")) return open(target);
  return target?.click();
}

for (const button of document.querySelectorAll("[data-fill]")) {
  button.addEventListener("click", () => {
    const field = document.getElementById(button.dataset.fill);
    const text = button.parentElement.querySelector("[data-text]").textContent;
    field.value = field.value.trim() ? `${field.value.trim()}\n\n${text}` : text;
    field.focus();
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

if (document.querySelector("[data-keys]")) {
  toggle.checked = !isOff();
  toggle.addEventListener("change", () => {
    try {
      localStorage.setItem(OFF, toggle.checked ? "0" : "1");
    } catch {
      // Storage is off: the choice holds for this page.
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && isTyping(event.target)) return event.target.blur();
    if (event.key === "Enter" && event.ctrlKey && event.target.form) {
      event.preventDefault();
      return event.target.form.requestSubmit(event.target.form.querySelector("[type=submit]"));
    }
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || !toggle.checked) return undefined;
    if (event.key === "/" || document.querySelector(`[data-key="${CSS.escape(event.key)}"]`) || "jk".includes(event.key)) {
      event.preventDefault();
      press(event.key);
    }
    return undefined;
  });
}

// Django's chooser of many gives its search icons a name but no role, so that no screen reader says it.
addEventListener("load", () => {
  for (const icon of document.querySelectorAll(".search-label-icon")) icon.setAttribute("role", "img");
});
