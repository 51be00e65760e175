// What is not yet on the server: kept in this browser at every keystroke, sent one at a time, forgotten when the
// server has it. The address and the fields of an entry are replaced as long as it is typed on.
const AGAIN = 3000;

function cookie(name) {
  const found = document.cookie.split("; ").find((part) => part.startsWith(`${name}=`));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
}

/** Posts fields as the desk's forms do. Throws where there is no line; says "signin" where nobody is signed in. */
export async function post(url, fields) {
  const csrf = cookie("csrftoken") || document.querySelector("[name=csrfmiddlewaretoken]").value;
  const response = await fetch(url, {
    method: "POST",
    body: new URLSearchParams(fields),
    headers: { Accept: "application/json", "X-CSRFToken": csrf },
    redirect: "manual",
  });
  if (response.type === "opaqueredirect" || response.status === 403) return { outcome: "signin" };
  if (response.status >= 500 || response.status === 429) throw new Error(String(response.status));
  let data = {};
  try {
    data = await response.json();
  } catch {
    // A page instead of an answer: the stop is gone, or no longer ours.
  }
  return { outcome: response.ok ? "done" : "refused", data, status: response.status };
}

export class Outbox {
  /** `prefix` is this stop's and this person's; `tell(state, count, reason)` shows how it stands. */
  constructor(prefix, tell) {
    this.prefix = prefix;
    this.tell = tell;
    this.entries = new Map();
    this.heard = new Map();
    this.state = "saved";
    this.timer = 0;
    this.busy = false;
    addEventListener("online", () => this.flush(0));
    addEventListener("beforeunload", (event) => {
      if (this.entries.size) event.preventDefault();
    });
  }

  /** What an earlier page of this browser could not send, by key. */
  left() {
    const found = [];
    try {
      for (let place = 0; place < localStorage.length; place += 1) {
        const name = localStorage.key(place);
        if (!name.startsWith(`${this.prefix}out:`)) continue;
        found.push([name.slice(this.prefix.length + 4), JSON.parse(localStorage.getItem(name))]);
      }
    } catch {
      // Storage is off: nothing was left.
    }
    return found;
  }

  has(key) {
    return this.entries.has(key);
  }

  /** Keeps an entry and sends it soon; `done(data)` or `refused(reason)` is told what became of it. */
  put(key, entry, { wait = 1000, done, refused } = {}) {
    const kept = { ...entry, due: Date.now() + wait };
    this.entries.set(key, kept);
    this.heard.set(key, { done, refused });
    try {
      localStorage.setItem(`${this.prefix}out:${key}`, JSON.stringify(entry));
    } catch {
      // Full or forbidden: it waits in this page.
    }
    this.say(this.state === "saved" ? "waiting" : this.state);
    this.flush(wait);
  }

  forget(key) {
    this.entries.delete(key);
    try {
      localStorage.removeItem(`${this.prefix}out:${key}`);
    } catch {
      // Storage is off.
    }
    if (!this.entries.size) this.say("saved");
  }

  say(state, reason = "") {
    this.state = state;
    this.tell(state, this.entries.size, reason);
  }

  flush(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), wait);
  }

  async send() {
    if (this.busy) return;
    const now = Date.now();
    const waiting = [...this.entries].filter(([, entry]) => !entry.stuck);
    const next = waiting.find(([, entry]) => entry.due <= now + 20);
    if (!next) {
      if (waiting.length) this.flush(Math.max(50, Math.min(...waiting.map(([, entry]) => entry.due)) - now));
      return;
    }
    this.busy = true;
    const [key, entry] = next;
    let pause = 0;
    try {
      const answer = await post(entry.url, entry.fields);
      if (answer.outcome === "signin") {
        this.say("signin");
        pause = AGAIN;
      } else this.settle(key, entry, answer);
    } catch {
      this.say("offline");
      pause = AGAIN;
    }
    this.busy = false;
    if (this.entries.size) this.flush(pause);
  }

  settle(key, entry, answer) {
    const heard = this.heard.get(key);
    const isLast = this.entries.get(key) === entry;
    if (answer.outcome === "done") {
      if (isLast) this.forget(key);
      if (this.entries.size) this.say("waiting");
      heard?.done?.(answer.data, isLast);
    } else {
      // It stays in this browser; typing on tries again.
      if (isLast) entry.stuck = true;
      this.say("refused", answer.data.error || String(answer.status));
      heard?.refused?.(answer.data.error || "");
    }
  }
}
