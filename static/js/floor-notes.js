// Notes as cards: typed, saved by themselves, changed under one's hands without losing the caret, and where two
// people changed the same one, both versions side by side.
const FIELDS = ["name", "title", "text"];

/** A random key; also where the page is not served by https. */
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

export function fill(text, values) {
  return text.replace(/%(\w+)/g, (whole, name) => values[name] ?? whole);
}

/** Puts another text into a field; the caret stays behind the same words. */
function change(field, value) {
  if (field.value === value) return;
  const before = field.value;
  const caret = field.selectionStart;
  let same = 0;
  while (same < caret && before[same] === value[same]) same += 1;
  const rest = before.length - caret;
  field.value = value;
  if (document.activeElement === field) {
    const place = same === caret ? caret : Math.max(same, value.length - rest);
    field.setSelectionRange(place, place);
  }
}

function both(one, two) {
  if (one.includes(two)) return one;
  return two.includes(one) ? two : `${one}\n${two}`;
}

function grow(area) {
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight + 2}px`;
}

export class Card {
  constructor(form, notes) {
    this.form = form;
    this.notes = notes;
    this.seq = 0;
    this.settles = [];
    // Where this one's own version stands beside the note, and the note as it stands there.
    this.branch = 0;
    this.main = null;
    this.edit = form.elements.edit.value || newKey();
    this.base = Number(form.elements.base.value) || 0;
    if (!form.elements.uid.value) form.elements.uid.value = newKey();
    this.uid = form.elements.uid.value;
    form.card = this;
    form.addEventListener("input", () => this.typed());
    form.addEventListener("submit", (event) => this.pressed(event));
    form.elements.name.addEventListener("change", () => this.suggest("name", "title", "orang"));
    form.elements.title.addEventListener("change", () => this.suggest("title", "name", "jabatan"));
    grow(form.elements.text);
  }

  get key() {
    return `note:${this.uid}:${this.edit}`;
  }

  get isBlank() {
    return !this.form.dataset.note;
  }

  get isDirty() {
    return this.notes.outbox.has(this.key);
  }

  get said() {
    return Object.fromEntries(FIELDS.map((name) => [name, this.form.elements[name].value]));
  }

  set said(words) {
    for (const name of FIELDS) change(this.form.elements[name], words[name]);
    grow(this.form.elements.text);
  }

  suggest(from, to, list) {
    const option = [...document.getElementById(list).options].find((one) => one.value === this.form.elements[from].value);
    const known = option?.dataset[to];
    if (known && !this.form.elements[to].value) {
      this.form.elements[to].value = known;
      this.typed();
    }
  }

  /** A blank card that is typed into is a note, and a new blank one stands below. */
  begin() {
    this.form.dataset.note = this.uid;
    this.form.querySelector(".floor-delete").hidden = false;
    this.notes.addBlank(this.form.parentElement);
  }

  typed() {
    grow(this.form.elements.text);
    const words = Object.values(this.said).join("");
    if (this.isBlank) {
      if (!words.trim()) return;
      this.begin();
    } else if (!this.base && !words.trim() && this.seq && !this.sent) {
      this.notes.outbox.forget(this.key);
      return;
    }
    this.save();
  }

  save(wait) {
    this.seq += 1;
    this.put(wait);
  }

  put(wait) {
    const fields = [...Object.entries(this.said), ["uid", this.uid], ["edit", this.edit], ["seq", this.seq], ["base", this.base], ["item", this.item], ...this.settles.map((pk) => ["settles", pk])];
    this.sent = true;
    this.notes.outbox.put(this.key, { kind: "note", url: this.notes.url, fields }, {
      wait,
      done: (data, isLast) => this.saved(data, isLast),
      refused: (reason) => this.foot(reason),
    });
  }

  get item() {
    return this.form.closest("[data-item]").dataset.item.replace(/^0$/, "");
  }

  saved({ note, other }, isLast) {
    this.main = note;
    if (other) {
      this.branch = other.pk;
    } else {
      this.branch = 0;
      if (isLast) this.settles = [];
      this.base = note.version;
    }
    this.form.dataset.position = note.position;
    this.foot();
    this.showOthers();
  }

  /** News of the note from the server. */
  take(note) {
    this.main = note;
    this.form.dataset.position = note.position;
    const mine = note.others.find((other) => other.edit === this.edit);
    this.gone(note.deleted && !this.isDirty);
    if (!this.isDirty) {
      if (mine) {
        this.branch = mine.pk;
      } else if (note.edit === this.edit && !this.branch) {
        // The words are this page's own; what is in the fields may already be ahead of them.
        this.base = note.version;
      } else {
        this.branch = 0;
        this.base = note.version;
        this.said = note;
      }
      this.foot();
    }
    this.showOthers();
  }

  gone(isGone) {
    this.form.classList.toggle("is-gone", isGone);
    this.form.querySelector("[data-gone]").hidden = !isGone;
  }

  foot(reason = "") {
    const { texts } = this.notes;
    const text = this.main ? fill(texts.by, this.main) : "";
    this.form.querySelector("[data-foot]").textContent = reason ? fill(texts.failed, { why: reason }) : text;
  }

  showOthers() {
    const place = this.form.querySelector("[data-others]");
    const shown = this.branch ? [{ ...this.main, pk: this.branch }] : (this.main?.others ?? []);
    const mark = JSON.stringify(shown.map((one) => [one.pk, one.name, one.title, one.text]));
    if (place.dataset.mark === mark) return;
    place.dataset.mark = mark;
    place.replaceChildren(...shown.map((other) => this.beside(other)));
  }

  beside(other) {
    const { texts } = this.notes;
    const box = document.createElement("div");
    box.className = "floor-other";
    const head = document.createElement("p");
    head.className = "floor-label";
    head.textContent = fill(texts.other, other);
    const said = document.createElement("p");
    said.className = "floor-said";
    said.textContent = [[other.name, other.title].filter(Boolean).join(", "), other.text].filter(Boolean).join(": ");
    const buttons = document.createElement("p");
    const offer = (label, words) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button";
      button.textContent = label;
      button.addEventListener("click", () => this.settle(other.pk, words()));
      buttons.append(button, " ");
    };
    offer(texts.both, () => ({
      name: this.said.name || other.name,
      title: this.said.title || other.title,
      text: this.branch ? both(other.text, this.said.text) : both(this.said.text, other.text),
    }));
    offer(texts.theirs, () => other);
    offer(texts.mine, () => this.said);
    box.append(head, said, buttons);
    return box;
  }

  /** One version is made of two: typed anew upon what stands there. */
  settle(pk, words) {
    this.notes.outbox.forget(this.key);
    this.edit = newKey();
    this.seq = 0;
    this.base = this.main.version;
    this.branch = 0;
    this.settles = [...this.settles, pk];
    this.said = words;
    this.main = { ...this.main, others: this.main.others.filter((other) => other.pk !== pk) };
    this.showOthers();
    this.save(0);
    this.form.elements.text.focus();
  }

  async pressed(event) {
    event.preventDefault();
    const press = event.submitter?.value;
    if (press !== "delete" && press !== "restore") {
      if (!this.isBlank) this.save(0);
      return;
    }
    if (!this.base && !this.main) {
      // Never saved: there is nothing to bring back.
      this.notes.outbox.forget(this.key);
      this.form.remove();
      return;
    }
    const data = await this.notes.act(this.notes.url, [["uid", this.uid], ["press", press]]);
    if (!data) return;
    if (press === "delete") this.notes.outbox.forget(this.key);
    this.take(data.note);
    (press === "delete" ? this.form.querySelector("[value=restore]") : this.form.elements.text).focus();
  }
}

export class Notes {
  constructor(root, { outbox, url, texts, act }) {
    Object.assign(this, { root, outbox, url, texts, act });
    for (const form of root.querySelectorAll("form.floor-note")) new Card(form, this);
  }

  find(uid) {
    return this.root.querySelector(`form.floor-note[data-note="${CSS.escape(uid)}"]`)?.card;
  }

  list(item) {
    const line = this.root.querySelector(`[data-item="${item || 0}"]`) ?? this.root.querySelector('[data-item="0"]');
    return line.querySelector("[data-notes]");
  }

  fresh() {
    const template = this.root.querySelector("template[data-line]");
    const form = template.content.querySelector("form.floor-note").cloneNode(true);
    form.elements.edit.value = newKey();
    form.elements.uid.value = newKey();
    return form;
  }

  addBlank(list) {
    const form = this.fresh();
    list.append(form);
    return new Card(form, this);
  }

  /** A card for a note that was not on this page, before the ones behind it. */
  add(uid, item, position) {
    const form = this.fresh();
    form.elements.uid.value = uid;
    form.dataset.note = uid;
    form.dataset.position = position;
    form.querySelector(".floor-delete").hidden = false;
    const list = this.list(item);
    const behind = [...list.children].find((one) => !one.dataset.note || Number(one.dataset.position || Infinity) > position);
    list.insertBefore(form, behind ?? null);
    return new Card(form, this);
  }

  take(note) {
    let card = this.find(note.uid);
    if (!card) {
      if (note.deleted) return;
      card = this.add(note.uid, note.item, note.position);
    } else if (this.list(note.item) !== card.form.parentElement && !card.form.contains(document.activeElement)) {
      this.list(note.item).prepend(card.form);
    }
    card.take(note);
  }

  /** What an earlier page could not send appears again, and is sent. */
  bringBack(entries) {
    for (const [key, entry] of entries) {
      const fields = Object.fromEntries(entry.fields);
      const known = this.find(fields.uid);
      if (known?.seq) {
        this.outbox.put(key, entry, { wait: 0 });
        continue;
      }
      const card = known ?? this.add(fields.uid, fields.item, Infinity);
      Object.assign(card, { edit: fields.edit, seq: Number(fields.seq), base: Number(fields.base) });
      card.settles = entry.fields.filter(([name]) => name === "settles").map(([, pk]) => pk);
      card.said = fields;
      card.put(0);
    }
  }
}
