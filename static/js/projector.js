// The wall follows the meeting: asks every few seconds what to show, tells the time, and F fills the screen.
const EVERY = 3000;
const main = document.querySelector("[data-shown]");
const lost = document.querySelector("[data-lost]");
const clock = document.querySelector("[data-clock]");
const full = document.querySelector("[data-full]");
let tag = "";

async function follow() {
  try {
    const headers = tag ? { "If-None-Match": tag } : {};
    const response = await fetch(main.dataset.address, { headers, cache: "no-store", redirect: "manual" });
    if (response.ok) {
      tag = response.headers.get("ETag") || "";
      main.innerHTML = await response.text();
    } else if (response.status >= 500) {
      throw new Error(String(response.status));
    } else if (response.status !== 304) {
      // Signed out, or no longer allowed: nothing stays on the wall that is not asked for anew.
      location.reload();
      return;
    }
    lost.hidden = true;
  } catch {
    lost.hidden = false;
  }
  setTimeout(follow, EVERY);
}

function tell() {
  const now = new Intl.DateTimeFormat("id-ID", { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: clock.dataset.clock });
  clock.textContent = now.format(new Date()).replace(":", ".");
}

function fill() {
  if (document.fullscreenElement) document.exitFullscreen();
  else document.documentElement.requestFullscreen?.();
}

full.hidden = !document.fullscreenEnabled;
full.addEventListener("click", fill);
document.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() === "f" && !event.ctrlKey && !event.metaKey && !event.altKey) fill();
});
tell();
setInterval(tell, 1000);
setTimeout(follow, EVERY);
