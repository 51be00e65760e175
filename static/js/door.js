// The desk at the door: works without a line, keeps what is noted, sends it when the line is back.
import { prepareReader, readPicture, watch } from "./door-scan.js";
import { loadLines, loadList, saveAnswers, saveLine, saveList, wipe, wipeOld } from "./door-store.js";

const EVERY = 15_000;
const CLAIM = 10_000;
const MOST_SENT = 100;
const MOST_SHOWN = 40;
const SHORTEST_END = 4;

const root = document.querySelector("[data-door]");
const part = (name) => root.querySelector(`[data-${name}]`);
const words = Object.fromEntries([...part("words").querySelectorAll("dt")].map((word) => [word.textContent, word.nextElementSibling.textContent]));
const meeting = root.dataset.meeting;
const page = location.pathname;

const state = { list: null, lines: [], isOnline: navigator.onLine, isSigned: true, isWiped: false };
let syncing = null;
let stopCamera = null;

function make(tag, text = "", attributes = {}) {
  const element = Object.assign(document.createElement(tag), attributes);
  element.textContent = text;
  return element;
}

function newUid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  return [...bytes].map((byte, place) => ([4, 6, 8, 10].includes(place) ? "-" : "") + byte.toString(16).padStart(2, "0")).join("");
}

// As the server reads them: the address around a scanned code, and what people mistake.
function plainCode(text) {
  const code = text.split("#").pop().split(".")[0].toUpperCase();
  return code.replace(/[^0-9A-Z]/g, "").replace(/O/g, "0").replace(/[IL]/g, "1");
}

// --- what is shown -----------------------------------------------------------------------------------------

const waiting = () => state.lines.filter((line) => line.state === "queued");

function ownLine(one) {
  const own = waiting().filter((line) => line.invitation === one.id || (line.door_code && plainCode(line.door_code) === plainCode(one.code)));
  return own.sort((a, b) => a.noted_at.localeCompare(b.noted_at)).pop() ?? null;
}

function standing(one) {
  const own = ownLine(one);
  if (own) return { ...own, isWaiting: true };
  return one.line;
}

function said(line) {
  if (!line) return "";
  const who = line.presence === "represented" ? `: ${[line.name, line.title].filter(Boolean).join(", ")}` : "";
  return `${words[line.presence]}${who}${line.at ? ` · ${line.at}` : ""}${line.isWaiting ? ` · ${words.queued}` : ""}`;
}

function matching() {
  const asked = root.querySelector("#door-search").value.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = (one) => asked.every((word) => `${one.title} ${one.name}`.toLowerCase().includes(word));
  return (state.list?.invited ?? []).filter(fits);
}

function showInvited() {
  const found = matching();
  const rows = found.slice(0, MOST_SHOWN).map((one) => {
    const line = standing(one);
    const row = make("li", "", { className: line ? `door-row attend-${line.presence}` : "door-row" });
    const button = make("button", "", { type: "button" });
    button.append(make("strong", one.title), make("span", one.name), make("small", [said(line), one.twice ? words.twice : ""].filter(Boolean).join(" · ")));
    button.addEventListener("click", () => choose(one));
    row.append(button);
    return row;
  });
  part("invited").replaceChildren(...rows);
  const rest = found.length - rows.length;
  part("found").textContent = !state.list ? words.empty : !found.length ? words.none : rest > 0 ? `${words.more} ${rest}` : "";
}

function showGuests() {
  const own = waiting().filter((line) => !line.invitation && !line.door_code).map((line) => ({ ...line, isWaiting: true }));
  const rows = [...own, ...(state.list?.guests ?? [])].map((line) => {
    const row = make("li", "", { className: "door-row attend-present" });
    row.append(make("strong", line.name), make("span", line.title), make("small", line.isWaiting ? words.queued : line.at));
    return row;
  });
  part("guests").replaceChildren(...rows);
}

function showLines() {
  const sorted = [...state.lines].sort((a, b) => b.noted_at.localeCompare(a.noted_at));
  const rows = sorted.map((line) => {
    const row = make("li", "", { className: `door-${line.state}` });
    row.dataset.uid = line.uid;
    const become = line.state === "queued" ? words.queued : words[line.state];
    row.append(make("span", `${line.who}: ${words[line.presence]}`), make("small", [become, line.reason].filter(Boolean).join(": ")));
    return row;
  });
  part("lines").replaceChildren(...rows);
}

function showStatus() {
  const queued = waiting().length;
  const sent = state.lines.length - queued;
  const parts = [state.isOnline ? words.online : words.offline, `${words.waiting} ${queued}.`, `${words.sent} ${sent}.`];
  if (state.list) parts.push(`${words.synced} ${state.list.fetched}.`);
  const text = parts.join(" ");
  // Said anew only where something changed.
  if (part("line").textContent !== text) part("line").textContent = text;
  root.classList.toggle("door-offline", !state.isOnline);
  part("signin").hidden = state.isSigned;
  const invited = state.list?.invited ?? [];
  const seated = invited.filter((one) => ["present", "represented"].includes(standing(one)?.presence)).length;
  part("count").textContent = state.list ? `${seated} ${words.of} ${invited.length}. ${state.list.quorum}` : "";
}

function show() {
  showStatus();
  showInvited();
  showGuests();
  showLines();
}

function complain(text) {
  part("problem").hidden = !text;
  part("problem").textContent = text;
}

// --- noting ------------------------------------------------------------------------------------------------

async function note(about) {
  const line = { name: "", title: "", ...about, uid: newUid(), meeting, noted_at: new Date().toISOString(), state: "queued", reason: "" };
  try {
    await saveLine(line);
  } catch {
    complain(words.storage);
    return;
  }
  state.lines.push(line);
  part("chosen").hidden = true;
  show();
  part("found").textContent = `${words.noted} ${line.who}, ${words[line.presence]}.`;
  root.querySelector("#door-search").value = "";
  sync();
}

function deputyForm(one, method) {
  const form = make("form", "", { className: "door-deputy" });
  for (const [name, value, isNeeded] of [["name", one.deputy[0], true], ["title", one.deputy[1], false]]) {
    const label = make("label", words[name]);
    label.append(make("input", "", { name, value, required: isNeeded, maxLength: name === "name" ? 120 : 160, autocomplete: "off" }));
    form.append(label);
  }
  form.append(make("button", words.save, { type: "submit" }));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const data = Object.fromEntries(new FormData(form));
    note({ ...data, invitation: one.id, who: one.title, presence: "represented", method });
  });
  return form;
}

function choose(one, method = "desk") {
  const box = part("chosen");
  const heading = make("h2", one.title, { id: "door-chosen-title" });
  const buttons = make("div", "", { className: "door-buttons" });
  for (const presence of ["present", "excused", "absent"]) {
    const button = make("button", words[presence], { type: "button" });
    button.addEventListener("click", () => note({ invitation: one.id, who: one.title, presence, method }));
    buttons.append(button);
  }
  const deputy = make("details", "", { open: Boolean(one.deputy[0]) });
  deputy.append(make("summary", words.deputy), deputyForm(one, method));
  const close = make("button", words.close, { type: "button", className: "door-close" });
  close.addEventListener("click", () => {
    box.hidden = true;
    root.querySelector("#door-search").focus();
  });
  box.replaceChildren(heading, make("p", [one.name, said(standing(one))].filter(Boolean).join(" · ")), buttons, deputy, close);
  box.hidden = false;
  box.scrollIntoView({ block: "nearest" });
  buttons.firstElementChild.focus();
}

// Invited after the list was loaded: the server knows the code.
function chooseUnknown(code) {
  const box = part("chosen");
  const button = make("button", words.present, { type: "button" });
  button.addEventListener("click", () => note({ door_code: code, who: code, presence: "present", method: "scan" }));
  const buttons = make("div", "", { className: "door-buttons" });
  buttons.append(button);
  box.replaceChildren(make("h2", `${words.unknown} ${code}`, { id: "door-chosen-title" }), buttons);
  box.hidden = false;
  button.focus();
}

function find(text, method) {
  const code = plainCode(text);
  const invited = state.list?.invited ?? [];
  const whole = invited.filter((one) => plainCode(one.code) === code);
  const ends = code.length >= SHORTEST_END ? invited.filter((one) => plainCode(one.code).endsWith(code)) : [];
  const found = whole.length ? whole : ends;
  if (found.length === 1) choose(found[0], method);
  else if (code.length === 8 && !whole.length) chooseUnknown(code);
  else part("found").textContent = `${words.unknown} ${code.slice(0, 24)}`;
}

// --- the line ----------------------------------------------------------------------------------------------

class SignedOut extends Error {}
class Forbidden extends Error {}

async function ask(address, options = {}) {
  const response = await fetch(address, { cache: "no-store", redirect: "manual", signal: AbortSignal.timeout(20_000), ...options });
  if (response.type === "opaqueredirect") throw new SignedOut();
  if ([403, 404].includes(response.status)) throw new Forbidden();
  if (!response.ok) throw new Error(String(response.status));
  return response.json();
}

async function take(list) {
  const { token, answers, ...kept } = list;
  const fetched = new Date().toLocaleTimeString("id-ID", { hour: "2-digit", minute: "2-digit" });
  state.list = { ...kept, meeting, page, fetched };
  // Of a stop long over nothing is kept again.
  if (Date.parse(kept.wipe_at) > Date.now()) await saveList(state.list);
}

async function exchange() {
  let list = await ask(root.dataset.list);
  const { token } = list;
  await take(list);
  for (let queue = waiting(); queue.length; queue = waiting()) {
    const lines = queue.slice(0, MOST_SENT).map(({ meeting: _meeting, state: _state, reason, who, ...line }) => line);
    const body = JSON.stringify({ sent_at: new Date().toISOString(), lines });
    list = await ask(root.dataset.send, { method: "POST", body, headers: { "Content-Type": "application/json", "X-CSRFToken": token } });
    const answers = new Map(list.answers.map((answer) => [answer.uid, answer]));
    await saveAnswers(list.answers);
    state.lines = state.lines.map((line) => (answers.has(line.uid) ? { ...line, state: answers.get(line.uid).outcome, reason: answers.get(line.uid).reason } : line));
    await take(list);
    // None of them answered: never the same again and again.
    if (!lines.some((line) => answers.has(line.uid))) break;
  }
}

function sync() {
  if (state.isWiped) return Promise.resolve();
  syncing ||= exchange()
    .then(() => {
      state.isOnline = state.isSigned = true;
      complain("");
    })
    .catch((error) => {
      if (error instanceof SignedOut) state.isSigned = false;
      else if (error instanceof Forbidden) complain(words.forbidden);
      else state.isOnline = false;
    })
    .finally(() => {
      syncing = null;
      if (!state.isWiped) show();
    });
  return syncing;
}

// --- opening -----------------------------------------------------------------------------------------------

// The worker answers for this very page, not only for the next one; a forced reload goes past it, so not for ever.
function controlled() {
  if (navigator.serviceWorker.controller) return undefined;
  return new Promise((resolve) => {
    navigator.serviceWorker.addEventListener("controllerchange", resolve, { once: true });
    setTimeout(resolve, CLAIM);
  });
}

async function prepare() {
  prepareReader(root.dataset.decoder).catch(() => {});
  if (!navigator.serviceWorker) {
    part("ready").textContent = words.insecure;
    return;
  }
  part("ready").textContent = words.preparing;
  try {
    await navigator.serviceWorker.register(root.dataset.worker, { scope: page });
    await navigator.serviceWorker.ready;
    await controlled();
    part("ready").textContent = state.list ? words.ready : words.empty;
  } catch {
    // Without a line there is no newer one; what runs already goes on.
    const running = await navigator.serviceWorker.getRegistration(page);
    part("ready").textContent = running?.active ? words.ready : words.empty;
  }
  navigator.storage?.persist?.();
}

async function wipeHere() {
  const queued = waiting().length;
  if (!window.confirm(queued ? `${words.unsent} ${queued}\n\n${words.sure}` : words.sure)) return;
  state.isWiped = true;
  await syncing;
  await wipe(meeting, page);
  Object.assign(state, { list: null, lines: [] });
  show();
  part("ready").textContent = words.wiped;
  part("found").textContent = "";
}

async function openCamera() {
  stopCamera?.();
  part("camera").hidden = false;
  try {
    stopCamera = await watch(part("video"), root.dataset.decoder, (text) => {
      part("camera").hidden = true;
      find(text, "scan");
    });
  } catch {
    part("camera").hidden = true;
    part("found").textContent = words.nocamera;
  }
}

part("scan").addEventListener("click", openCamera);
part("stop").addEventListener("click", () => {
  stopCamera?.();
  part("camera").hidden = true;
});
part("picture").addEventListener("change", async (event) => {
  const file = event.target.files[0];
  if (!file) return;
  const text = await readPicture(file, root.dataset.decoder).catch(() => "");
  event.target.value = "";
  if (text) find(text, "scan");
  else part("found").textContent = words.unread;
});
part("code-form").addEventListener("submit", (event) => {
  event.preventDefault();
  const field = root.querySelector("#door-code");
  if (field.value.trim()) find(field.value, "desk");
  field.value = "";
});
part("guest-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const [name, title] = ["#door-guest-name", "#door-guest-office"].map((where) => root.querySelector(where));
  if (!name.value.trim()) return;
  await note({ name: name.value.trim(), title: title.value.trim(), who: name.value.trim(), presence: "present", method: "walk_in" });
  name.value = title.value = "";
  name.focus();
});
root.querySelector("#door-search").addEventListener("input", showInvited);
root.querySelector("#door-search").addEventListener("keydown", (event) => {
  const found = matching();
  if (event.key === "Enter" && found.length === 1) choose(found[0]);
});
part("wipe").addEventListener("click", wipeHere);
window.addEventListener("online", sync);
window.addEventListener("offline", () => {
  state.isOnline = false;
  showStatus();
});
document.addEventListener("visibilitychange", () => document.hidden || sync());
setInterval(sync, EVERY);

try {
  await wipeOld();
  [state.list, state.lines] = await Promise.all([loadList(meeting).then((list) => list ?? null), loadLines(meeting)]);
} catch {
  complain(words.storage);
}
show();
await sync();
await prepare();
