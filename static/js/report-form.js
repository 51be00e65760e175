// The report form, made easier. Without this file it works all the same.
// On the form: data-similar-url, data-suggest-url, data-sending, data-fresh; see report.html.
import { forgetDraft, keepDraft } from "./draft.js";
import { enhancePoint, setPoint } from "./location.js";
import { enhancePhotos } from "./photos.js";

const form = document.querySelector("[data-report-form]");

function slowly(work, wait = 900) {
  let timer;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(work, wait);
  };
}

async function ask(url, fields) {
  const body = new FormData();
  for (const name of fields) body.set(name, form.elements[name].value);
  body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  const answer = await fetch(url, { method: "POST", body }).catch(() => null);
  return answer?.ok ? answer : null;
}

async function showSimilar() {
  if (form.elements.text.value.length < 20 || !form.elements.village.value) return;
  const answer = await ask(form.dataset.similarUrl, ["text", "village"]);
  if (!answer) return;
  const html = (await answer.text()).trim();
  form.querySelector("[data-similar]").innerHTML = html;
  form.elements.similar_seen.value = html ? "1" : "";
}

async function suggestCategory() {
  const select = form.elements.category;
  const note = form.querySelector("[data-suggestion]");
  if (select.value || form.elements.text.value.length < 15) return;
  const answer = await ask(form.dataset.suggestUrl, ["text"]);
  const found = answer && (await answer.json());
  if (!found?.id || select.value) return;
  note.hidden = false;
  const button = note.querySelector("button");
  button.textContent = found.name;
  button.onclick = () => {
    select.value = found.id;
    note.hidden = true;
    select.focus();
  };
}

function proposeTitle() {
  const first = form.elements.text.value.trim().split(/[.?!\n]/)[0];
  form.elements.title.placeholder = first.length > 80 ? first.slice(0, 80).replace(/\s\S*$/, "…") : first;
}

function showName() {
  const named = form.elements.identity.value === "named";
  form.querySelector(".js-identity-named").hidden = !named;
}

function guardSending(photosReady) {
  const button = form.querySelector("[type=submit]");
  const label = button.innerHTML;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (button.getAttribute("aria-busy") === "true") return;
    button.setAttribute("aria-busy", "true");
    button.textContent = form.dataset.sending;
    await photosReady();
    form.submit();
  });
  // The back button may show this page again, as it was.
  window.addEventListener("pageshow", () => {
    button.removeAttribute("aria-busy");
    button.innerHTML = label;
  });
}

if (form) {
  const point = form.querySelector("[data-point]");
  enhancePoint(point);
  const ready = enhancePhotos(form.querySelector("[data-photos]"), (place) => setPoint(point, place));
  keepDraft(form);
  guardSending(ready);
  form.elements.text.addEventListener("input", slowly(suggestCategory));
  form.elements.text.addEventListener("input", slowly(showSimilar, 1500));
  form.elements.text.addEventListener("input", proposeTitle);
  form.elements.village.addEventListener("change", showSimilar);
  form.addEventListener("change", showName);
  showName();
}

if (document.querySelector("[data-receipt]")) forgetDraft();
