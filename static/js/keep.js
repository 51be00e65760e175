// Keeps what is typed into a [data-keep] form on the server, a few seconds after the last change, until it is sent.
const PAUSE = 3000;

for (const form of document.querySelectorAll("form[data-keep]")) {
  const state = form.querySelector("[data-kept]");
  let timer = 0;
  let running = null;
  let again = false;

  const schedule = () => {
    clearTimeout(timer);
    timer = setTimeout(keep, PAUSE);
  };

  async function keep() {
    if (running) {
      again = true;
      return;
    }
    const texts = [...new FormData(form)].filter(([, value]) => typeof value === "string");
    running = new AbortController();
    try {
      const response = await fetch(form.dataset.keep, {
        method: "POST",
        body: new URLSearchParams(texts),
        headers: { Accept: "application/json" },
        signal: running.signal,
      });
      const answer = await response.json();
      state.textContent = answer.message || answer.error;
    } catch (error) {
      if (error.name !== "AbortError") {
        state.textContent = state.dataset.failed;
        clearTimeout(timer);
        timer = setTimeout(keep, 5 * PAUSE);
      }
    }
    running = null;
    if (again) {
      again = false;
      schedule();
    }
  }

  form.addEventListener("input", schedule);
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    again = false;
    running?.abort();
  });
}
