// The code on the wall: fetched again when it has changed, without a flash.
let main = document.querySelector("[data-venue]");

async function renew() {
  let wait = 5;
  try {
    const page = new DOMParser().parseFromString(await (await fetch(location.href, { cache: "no-store" })).text(), "text/html");
    const next = page.querySelector("[data-venue]");
    // Signed out: the page says so itself.
    if (!next) return location.reload();
    main.replaceWith(next);
    main = next;
    wait = Number(next.dataset.seconds);
  } catch {
    // No line: tried again soon, the old code is accepted a minute longer.
  }
  return setTimeout(renew, wait * 1000);
}

setTimeout(renew, Number(main.dataset.seconds) * 1000);
