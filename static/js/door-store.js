// What the page at the door keeps on the device (IndexedDB): lists of stops, and lines with what became of them.
const DAY = 86_400_000;
// Lines that nobody could send are given up this long after the rest was wiped.
const GIVE_UP = 30 * DAY;

function done(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

let opened;

function database() {
  opened ||= new Promise((resolve, reject) => {
    const request = indexedDB.open("door", 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("lists", { keyPath: "meeting" });
      request.result.createObjectStore("lines", { keyPath: "uid" }).createIndex("meeting", "meeting");
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return opened;
}

async function run(mode, act) {
  const transaction = (await database()).transaction(["lists", "lines"], mode, { durability: "strict" });
  const result = await act(transaction.objectStore("lists"), transaction.objectStore("lines"));
  if (mode === "readwrite") {
    await new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
    });
  }
  return result;
}

export const loadList = (meeting) => run("readonly", (lists) => done(lists.get(meeting)));
export const saveList = (list) => run("readwrite", (lists) => void lists.put(list));
export const loadLines = (meeting) => run("readonly", (_, lines) => done(lines.index("meeting").getAll(meeting)));
export const saveLine = (line) => run("readwrite", (_, lines) => void lines.put(line));

// Answers are written only onto lines that are still there.
export function saveAnswers(answers) {
  return run("readwrite", async (_, lines) => {
    for (const answer of answers) {
      const line = await done(lines.get(answer.uid));
      if (line) lines.put({ ...line, state: answer.outcome, reason: answer.reason });
    }
  });
}

async function forget(page) {
  for (const name of await (window.caches?.keys() ?? [])) {
    if (name.startsWith(`door ${page} `)) await caches.delete(name);
  }
  const registration = await navigator.serviceWorker?.getRegistration(page);
  if (registration && new URL(registration.scope).pathname === page) await registration.unregister();
}

export async function wipe(meeting, page) {
  await run("readwrite", async (lists, lines) => {
    lists.delete(meeting);
    for (const uid of await done(lines.index("meeting").getAllKeys(meeting))) lines.delete(uid);
  });
  await forget(page);
}

// Stops that are over: the list and all that was sent go; what still waits stays a month longer.
export async function wipeOld(now = Date.now()) {
  const old = [];
  await run("readwrite", async (lists, lines) => {
    const ends = new Map();
    for (const list of await done(lists.getAll())) {
      if (Date.parse(list.wipe_at) >= now) ends.set(list.meeting, Infinity);
      else old.push(list);
    }
    for (const line of await done(lines.getAll())) {
      const isOver = !ends.has(line.meeting);
      const isLost = Date.parse(line.noted_at) + GIVE_UP < now;
      if (isOver && (line.state !== "queued" || isLost)) lines.delete(line.uid);
    }
    for (const list of old) lists.delete(list.meeting);
  });
  for (const list of old) await forget(list.page);
  return old.map((list) => list.meeting);
}
