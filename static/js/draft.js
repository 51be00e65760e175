// Keeps what was typed on this phone until it is sent, for a day at most: never name, contact or photos, and
// nothing of a report that is to be confidential or is about officers.
const KEY = "report-draft";
const DAY = 24 * 60 * 60 * 1000;
const FIELDS = [
  "kind", "text", "title", "category", "village", "canal", "landmark", "rt", "rw", "occurred_on", "identity",
];

export function forgetDraft() {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // Storage is off: there is nothing to forget.
  }
}

function read() {
  try {
    const draft = JSON.parse(localStorage.getItem(KEY));
    if (Date.now() - draft?.saved < DAY) return draft;
  } catch {
    // Unreadable, or storage is off.
  }
  forgetDraft();
  return null;
}

function write(form) {
  const data = new FormData(form);
  const kept = FIELDS.map((name) => [name, data.get(name) ?? ""]);
  try {
    localStorage.setItem(KEY, JSON.stringify({ ...Object.fromEntries(kept), saved: Date.now() }));
  } catch {
    // Full or forbidden: the form works without.
  }
}

function isSecret(form) {
  return form.elements.identity.value === "confidential" || Boolean(form.elements.concerns.value);
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
    // What depends on a choice follows it back.
    form.dispatchEvent(new Event("change"));
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
  if (isSecret(form)) forgetDraft();
  let timer;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    if (isSecret(form)) forgetDraft();
    else timer = setTimeout(write, 500, form);
  });
}
