// The secretary's screen: what is typed saves itself, what others do appears, and a lost line loses nothing.
import { enhanceDecisions } from "./floor-decide.js";
import { News } from "./floor-news.js";
import { fill, Notes } from "./floor-notes.js";
import { Outbox, post } from "./floor-outbox.js";
import { enhanceVoice } from "./floor-voice.js";

const root = document.querySelector("[data-floor]");
const texts = root.dataset;
const prefix = `floor:${texts.stop}:${texts.user}:`;
const status = root.querySelector("[data-status]");
const refusal = root.querySelector("[data-refusal]");

function showState(state, count, reason) {
  status.dataset.state = state;
  const said = { saved: texts.saved, waiting: texts.waiting, offline: texts.offline, signin: texts.signin };
  const first = state === "refused" ? fill(texts.failed, { why: reason }) : said[state];
  const waits = count && state !== "waiting" ? ` ${fill(texts.count, { n: count })}` : "";
  if (status.textContent !== first + waits) status.textContent = first + waits;
}

function refuse(reason) {
  refusal.hidden = !reason;
  refusal.textContent = reason;
}

/** What cannot wait: done now, or said why not. */
async function act(url, fields) {
  refuse("");
  try {
    const answer = await post(url, fields);
    if (answer.outcome === "done") {
      news.ask();
      return answer.data;
    }
    refuse(answer.outcome === "signin" ? texts.signin : answer.data.error || String(answer.status));
  } catch {
    refuse(texts.offline);
  }
  return null;
}

function tick() {
  for (const clock of document.querySelectorAll("[data-clock]")) {
    const format = new Intl.DateTimeFormat("id-ID", { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: clock.dataset.clock });
    const now = format.format(new Date()).replace(":", ".");
    if (clock.textContent !== now) clock.textContent = now;
  }
  for (const spent of root.querySelectorAll("[data-started]")) {
    const { started, ended, minutes } = spent.dataset;
    const took = Math.max(0, Math.floor(((ended ? new Date(ended) : new Date()) - new Date(started)) / 60_000));
    const late = minutes ? took - Number(minutes) : 0;
    spent.classList.toggle("is-late", late > 0);
    const text = late > 0 ? fill(texts.late, { n: late }) : fill(texts.took, { n: took });
    if (spent.textContent !== text) spent.textContent = text;
  }
}

const outbox = new Outbox(prefix, showState);
const notes = new Notes(root, { outbox, url: texts.noteUrl, texts, act });
const news = new News(root, { notes, outbox, tell: tick });
const left = outbox.left();
enhanceDecisions(root, { outbox, news, texts, prefix, refuse, left: left.filter(([, entry]) => entry.kind === "decision") });
notes.bringBack(left.filter(([, entry]) => entry.kind === "note"));
enhanceVoice(root, { post, news, texts, prefix, refuse });

root.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("form[data-act]")) return;
  event.preventDefault();
  const fields = [...new FormData(form, event.submitter)];
  await act(form.action, fields);
});
tick();
setInterval(tick, 1000);
