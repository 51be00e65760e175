// Keeps what was typed on this phone until it is sent: never name, contact or photos.
const KEY = "report-draft";
const FIELDS = ["kind", "text", "title", "category", "village", "canal", "landmark", "rt", "rw", "occurred_on"];

function read() {
  try {
    return JSON.parse(localStorage.getItem(KEY));
  } catch {
    return null;
  }
}

export function forgetDraft() {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // Storage is off: there is nothing to forget.
  }
}

function restore(form, draft) {
  for (const name of FIELDS) {
    const field = form.elements[name];
    if (field && draft[name]) field.value = draft[name];
  }
}

function announce(form) {
  const note = form.querySelector("[data-draft-note]");
  note.hidden = false;
  note.querySelector("button").addEventListener("click", () => {
    forgetDraft();
    form.reset();
    note.hidden = true;
  });
}

/** Restores a draft into a fresh form, then saves changes, at most twice a second. */
export function keepDraft(form) {
  const draft = read();
  if (form.dataset.fresh === "1" && draft?.text) {
    restore(form, draft);
    announce(form);
  }
  let timer;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const data = new FormData(form);
      try {
        localStorage.setItem(KEY, JSON.stringify(Object.fromEntries(FIELDS.map((name) => [name, data.get(name) ?? ""]))));
      } catch {
        // Full or forbidden: the form works without.
      }
    }, 500);
  });
}
