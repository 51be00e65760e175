// A decision in one line: it waits in this browser until the server has it, and is written once.
import { newKey } from "./floor-notes.js";

function remember(name, value) {
  try {
    if (value) localStorage.setItem(name, value);
    else localStorage.removeItem(name);
  } catch {
    // Storage is off.
  }
}

function recall(name) {
  try {
    return localStorage.getItem(name) || "";
  } catch {
    return "";
  }
}

export function enhanceDecisions(root, { outbox, news, texts, prefix, refuse, left }) {
  const draft = (form) => `${prefix}decide:${form.elements.item.value || 0}`;

  function send(key, entry, form) {
    const fields = Object.fromEntries(entry.fields);
    const list = form?.closest("[data-item]").querySelector("[data-decisions]");
    const line = document.createElement("li");
    line.className = "is-waiting";
    line.textContent = `${fields.text} (${texts.pending})`;
    list?.append(line);
    outbox.put(key, entry, {
      wait: 0,
      done: () => {
        line.remove();
        news.ask();
      },
      refused: (reason) => {
        line.remove();
        outbox.forget(key);
        refuse(reason);
        if (form && !form.elements.text.value) form.elements.text.value = fields.text;
      },
    });
  }

  for (const form of root.querySelectorAll("form[data-decide]")) form.elements.text.value ||= recall(draft(form));

  root.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-decide]");
    if (form) remember(draft(form), form.elements.text.value);
  });

  root.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form[data-decide]")) return;
    event.preventDefault();
    if (!form.elements.uid.value) form.elements.uid.value = newKey();
    const fields = [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");
    send(`decision:${form.elements.uid.value}`, { kind: "decision", url: form.action, fields }, form);
    form.elements.text.value = "";
    form.elements.uid.value = newKey();
    remember(draft(form), "");
  });

  for (const [key, entry] of left) {
    const item = Object.fromEntries(entry.fields).item || 0;
    send(key, entry, root.querySelector(`[data-item="${item}"] form[data-decide]`));
  }
}
