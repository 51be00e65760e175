// Somebody in the room speaks up: the report goes in without leaving the page, and its receipt appears. What was
// told waits in this browser until then; never who told it.
import { fill } from "./floor-notes.js";

const KEPT = ["text", "landmark", "village", "category", "kind"];

export function enhanceVoice(root, { post, news, texts, prefix, refuse }) {
  const form = root.querySelector("[data-voice]");
  const receipts = root.querySelector("[data-receipts]");
  const name = `${prefix}voice`;
  if (!form) return;

  function keep() {
    try {
      localStorage.setItem(name, JSON.stringify(KEPT.map((field) => [field, form.elements[field].value])));
    } catch {
      // Storage is off: it waits in this page.
    }
  }

  function bringBack() {
    try {
      const kept = JSON.parse(localStorage.getItem(name) || "[]");
      if (!Object.fromEntries(kept).text || form.elements.text.value) return;
      for (const [field, value] of kept) form.elements[field].value = value;
      form.closest("details").open = true;
    } catch {
      // Unreadable or off.
    }
  }

  function showErrors(errors) {
    for (const place of form.querySelectorAll("[data-errors]")) {
      place.querySelector(".errorlist")?.remove();
      const found = errors[place.dataset.errors];
      if (!found) continue;
      const list = document.createElement("ul");
      list.className = "errorlist";
      list.append(...found.map(({ message }) => Object.assign(document.createElement("li"), { textContent: message })));
      place.append(list);
    }
    form.querySelector(".errorlist")?.parentElement.querySelector("input, select, textarea")?.focus();
  }

  function showReceipt(made) {
    const row = receipts.querySelector("template").content.firstElementChild.cloneNode(true);
    for (const part of row.querySelectorAll("[data-of]")) part.textContent = made[part.dataset.of];
    for (const link of row.querySelectorAll("[data-to]")) link.href = made[link.dataset.to];
    receipts.hidden = false;
    receipts.querySelector("ul").prepend(row);
    for (const field of ["text", "landmark", "category", "reporter_name", "contact"]) form.elements[field].value = "";
    form.elements.token.value = made.token;
    localStorage.removeItem(name);
    row.querySelector("a").focus();
  }

  form.addEventListener("input", keep);
  form.elements.text.addEventListener("change", async () => {
    if (form.elements.category.value || !form.elements.text.value.trim()) return;
    try {
      const { data } = await post(form.dataset.suggestUrl, [["text", form.elements.text.value]]);
      if (data?.id && !form.elements.category.value) form.elements.category.value = String(data.id);
    } catch {
      // No line: the secretary chooses.
    }
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector("[type=submit]");
    button.disabled = true;
    refuse("");
    try {
      const answer = await post(form.action, [...new FormData(form)]);
      showErrors(answer.data?.errors ?? {});
      if (answer.outcome === "done") {
        showReceipt(answer.data);
        news.ask();
      } else if (answer.outcome === "signin") refuse(texts.signin);
      else if (!answer.data.errors) refuse(fill(texts.failed, { why: String(answer.status) }));
    } catch {
      refuse(texts.offline);
    }
    button.disabled = false;
  });
  bringBack();
}
