// Writing reports down by keyboard: the first field has the focus, Ctrl+Enter saves, the text proposes a category
// that the clerk has not chosen, and a name is asked only of those who give one.
const form = document.querySelector("[data-entry]");

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.ctrlKey && form.contains(event.target)) {
    event.preventDefault();
    form.requestSubmit(form.querySelector("[type=submit]"));
  }
});

async function proposeCategory(text, category) {
  const body = new FormData();
  body.set("text", text.value);
  body.set("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
  try {
    const response = await fetch(form.dataset.suggestUrl, { method: "POST", body });
    const found = response.ok ? await response.json() : {};
    if (found.id && !category.value) category.value = String(found.id);
  } catch {
    // No line: the clerk chooses.
  }
}

const text = form.querySelector("#id_text");
const category = form.querySelector("#id_category");
if (text && category) {
  text.addEventListener("change", () => !category.value && text.value.trim() && proposeCategory(text, category));
}

const identity = form.querySelector("#id_identity");
const name = form.querySelector(".entry-reporter_name");
if (identity && name) {
  const follow = () => {
    name.hidden = identity.value !== "named";
  };
  identity.addEventListener("change", follow);
  follow();
}

// The report after the first one mostly begins with another name.
const carriedOn = location.search.includes("village=") && form.querySelector("#id_reporter_name");
const wrong = form.querySelector(".errorlist");
const first = wrong ? wrong.parentElement.querySelector("input:not([type=hidden]), select, textarea") : carriedOn || form.querySelector("select, input:not([type=hidden]), textarea");
first?.focus();
