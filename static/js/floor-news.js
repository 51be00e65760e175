// What others did, every few seconds: pieces of the page are put in place without disturbing whoever types.
const EVERY = 3000;
const HIDDEN = 15_000;

function plain(html) {
  return html.replace(/name="csrfmiddlewaretoken" value="[^"]*"/g, "");
}

export class News {
  constructor(root, { notes, outbox, tell }) {
    Object.assign(this, { root, notes, outbox, tell });
    this.since = root.dataset.since;
    this.token = root.dataset.token;
    this.tag = root.dataset.etag;
    if (root.querySelector("[data-other]")) {
      // Two versions stand beside each other: their buttons need both as data.
      this.tag = "";
      this.token = "";
    }
    this.parts = new Map();
    this.timer = setTimeout(() => this.ask(), this.tag ? EVERY : 0);
    document.addEventListener("visibilitychange", () => !document.hidden && this.ask());
  }

  async ask() {
    clearTimeout(this.timer);
    if (this.asking) return this.asking;
    this.asking = this.read();
    await this.asking;
    this.asking = null;
    this.timer = setTimeout(() => this.ask(), document.hidden ? HIDDEN : EVERY);
    return null;
  }

  async read() {
    const asked = new URLSearchParams({ since: this.since, token: this.token });
    try {
      const response = await fetch(`${this.root.dataset.changes}?${asked}`, {
        headers: this.tag ? { "If-None-Match": this.tag } : {},
        cache: "no-store",
        redirect: "manual",
      });
      if (response.type === "opaqueredirect" || response.status === 404) {
        this.outbox.say("signin");
        return;
      }
      if (response.status !== 304 && !response.ok) throw new Error(String(response.status));
      if (response.ok) {
        this.tag = response.headers.get("ETag");
        this.take(await response.json());
      }
      // The line is back.
      if (["offline", "signin"].includes(this.outbox.state)) {
        this.outbox.say(this.outbox.entries.size ? "waiting" : "saved");
        this.outbox.flush(0);
      }
    } catch {
      this.outbox.say("offline");
    }
  }

  take(data) {
    this.since = data.since;
    this.token = data.token;
    this.root.querySelector("[data-presence]").textContent = data.presence;
    if (data.order) this.arrange(data.order);
    for (const [name, html] of Object.entries(data.parts ?? {})) this.place(name, html);
    for (const note of data.notes) this.notes.take(note);
    this.tell();
  }

  place(name, html) {
    if (this.parts.get(name) === plain(html)) return;
    this.parts.set(name, plain(html));
    const part = this.root.querySelector(`[data-part="${name}"]`);
    if (!part) return;
    const held = part.contains(document.activeElement) ? document.activeElement : null;
    const open = [...part.querySelectorAll("details")].map((one) => one.open);
    const value = part.value;
    part.innerHTML = html;
    part.querySelectorAll("details").forEach((one, place) => {
      one.open = open[place] ?? one.open;
    });
    if (part.matches("select") && [...part.options].some((one) => one.value === value)) part.value = value;
    if (held?.name) part.querySelector(`[name="${held.name}"][value="${CSS.escape(held.value)}"]`)?.focus();
  }

  /** Items in their order; new ones come, gone ones go, and what somebody types in stays where it is. */
  arrange(order) {
    const list = this.root.querySelector("[data-items]");
    const loose = list.querySelector('[data-item="0"]');
    const busy = document.activeElement?.closest?.("[data-item]");
    const wanted = order.map((one) => this.line(one, list, loose));
    for (const line of list.querySelectorAll("[data-item]")) {
      if (line === loose || wanted.includes(line)) continue;
      // Whatever was written there is shown outside the agenda.
      loose.querySelector("[data-notes]").prepend(...line.querySelectorAll('form.floor-note[data-note]:not([data-note=""])'));
      line.remove();
      this.parts.delete(`head-${line.dataset.item}`);
    }
    wanted.push(loose);
    for (let place = wanted.length - 2; place >= 0; place -= 1) {
      const line = wanted[place];
      if (line !== busy && line.nextElementSibling !== wanted[place + 1]) list.insertBefore(line, wanted[place + 1]);
    }
  }

  line({ pk, depth, state }, list, loose) {
    let line = list.querySelector(`[data-item="${pk}"]`);
    if (!line) {
      line = this.root.querySelector("template[data-line]").content.querySelector("li").cloneNode(true);
      line.dataset.item = pk;
      line.id = `acara-${pk}`;
      for (const part of line.querySelectorAll("[data-part]")) part.dataset.part = part.dataset.part.replace(/0$/, pk);
      for (const field of line.querySelectorAll("[name=item]")) field.value = pk;
      const blank = line.querySelector("form.floor-note");
      blank.remove();
      list.insertBefore(line, loose);
      this.notes.addBlank(line.querySelector("[data-notes]"));
    }
    const began = state === "running" && line.dataset.state !== "running";
    Object.assign(line.dataset, { depth, state });
    if (state === "running") line.setAttribute("aria-current", "true");
    else line.removeAttribute("aria-current");
    if (began) line.querySelector("details").open = true;
    return line;
  }
}
