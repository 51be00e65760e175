// Lets the page at the door open without a signal: its shell and its files, and nothing else.
const PAGE = "{{ page|escapejs }}";
const FILES = {{ files|safe }};
const CACHE = `door {{ page|escapejs }} {{ version }}`;
const PATIENCE = 4000;

async function keep(address) {
  const response = await fetch(address, { cache: "reload", credentials: "same-origin" });
  // A redirect leads to the sign-in page, which is no shell.
  if (!response.ok || response.redirected) throw new Error(`not kept: ${address}`);
  await (await caches.open(CACHE)).put(address, response);
}

self.addEventListener("install", (event) => {
  event.waitUntil(Promise.all([PAGE, ...FILES].map(keep)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const old = async () => {
    for (const name of await caches.keys()) {
      if (name.startsWith(`door ${PAGE} `) && name !== CACHE) await caches.delete(name);
    }
    await self.clients.claim();
  };
  event.waitUntil(old());
});

function late() {
  return new Promise((_, reject) => setTimeout(() => reject(new Error("late")), PATIENCE));
}

// The line is asked first, so that a sign-in that is needed is seen; a poor one does not keep anybody waiting.
async function open(request) {
  const kept = await caches.match(PAGE, { cacheName: CACHE });
  try {
    return await Promise.race([fetch(request), ...(kept ? [late()] : [])]);
  } catch (error) {
    if (kept) return kept;
    throw error;
  }
}

async function file(request) {
  return (await caches.match(request, { cacheName: CACHE })) || fetch(request);
}

self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== self.location.origin) return;
  if (event.request.mode === "navigate" && address.pathname === PAGE) event.respondWith(open(event.request));
  else if (FILES.includes(address.pathname)) event.respondWith(file(event.request));
});
