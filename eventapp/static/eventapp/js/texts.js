// What people write: characters left, a draft that outlives the tab, and a place in the outbox.

import * as outbox from "./outbox.js";
import { page, say } from "./page.js";
import { get, update } from "./store.js";

const segments = "Segmenter" in Intl ? new Intl.Segmenter() : null;

export function start() {
  for (const form of document.querySelectorAll("form[data-say]")) new Writing(form).begin();
}

/** Length in what people see: a flag or a Khmer syllable is one. */
function length(text) {
  const clean = text.normalize("NFC").trim();
  return segments ? [...segments.segment(clean)].length : [...clean].length;
}

/** One form in which somebody writes. */
class Writing {
  constructor(form) {
    this.form = form;
    this.text = form.elements.text;
    this.url = new URL(form.getAttribute("action"), location.href).pathname;
    this.draft = `draft:${page.who ?? ""}:${this.url}`;
    this.state = form.querySelector("output.state") ?? form.appendChild(document.createElement("output"));
    this.state.className = "state";
    this.sent = null; // the values that are on their way, while the form still shows them
  }

  async begin() {
    this.form.addEventListener("input", () => this.typed());
    this.form.addEventListener("submit", (event) => this.submitted(event));
    addEventListener("pagehide", () => this.saving && this.save());
    outbox.listen((row, answer) => this.form.isConnected && row.url === this.url && this.answered(row, answer));
    const draft = await get(this.draft);
    if (draft && this.isEmpty) this.fill(draft);
    if (draft) this.mark(say("draft"));
    await this.takeBack();
    this.measure();
  }

  get values() {
    const { csrfmiddlewaretoken, key, ...values } = Object.fromEntries(new FormData(this.form));
    return values;
  }

  get isEmpty() {
    return !this.text.value.trim();
  }

  get isAsSent() {
    return this.sent !== null && JSON.stringify(this.values) === this.sent;
  }

  typed() {
    this.measure();
    this.complain("");
    clearTimeout(this.saving);
    this.saving = setTimeout(() => this.save(), 200);
  }

  async submitted(event) {
    event.preventDefault();
    if (this.isAsSent) return; // two taps on the button are one text
    this.saving = clearTimeout(this.saving);
    this.sent = JSON.stringify(this.values);
    await outbox.keep({ kind: "text", url: this.url, fields: this.values });
    // The outbox has it: as a draft it would come back, and be sent twice.
    if (this.isAsSent || this.isEmpty) await update(this.draft, () => undefined);
  }

  async answered(row, answer) {
    if (answer.type === "sent") return this.speak(say("text_sent"), 300);
    if (answer.type === "kept" && !answer.failures) return;
    if (answer.type === "counted") this.speak(say(answer.number ? "text_in" : "practice_in", { number: answer.number }));
    else this.speak(answer.type === "kept" ? say("text_kept") : "");
    // Counted, refused, or kept without a network: the outbox has it, and the form is free for what comes next.
    if (this.isAsSent) await this.clear();
    else await this.takeBack();
    this.sent = null;
  }

  async clear() {
    this.form.reset();
    for (const field of this.form.querySelectorAll("textarea")) field.value = "";
    this.measure();
    await this.save();
    await this.takeBack();
  }

  /** A text that was refused comes back to its author as soon as the form is free. */
  async takeBack() {
    const row = (await outbox.rows()).find(({ url, state }) => url === this.url && state === "refused");
    if (!row || !this.isEmpty) return;
    this.fill(row.fields);
    this.complain(row.reason || say("refused"));
    await this.save();
    await outbox.drop(row);
  }

  async save() {
    this.saving = clearTimeout(this.saving);
    const values = this.isEmpty ? undefined : this.values;
    await update(this.draft, () => values);
    this.mark(values ? say("draft") : "");
  }

  fill(values) {
    for (const [name, value] of Object.entries(values)) {
      const field = this.form.elements.namedItem(name);
      if (field) field.value = value;
    }
    this.measure();
  }

  measure() {
    for (const field of this.form.querySelectorAll("[data-most]")) {
      const left = Number(field.dataset.most) - length(field.value);
      const place = document.getElementById(`${field.id}-left`);
      if (!place) continue;
      place.textContent = left < 0 ? say("over", { n: -left }) : say("left", { n: left });
      place.classList.toggle("problem", left < 0);
    }
  }

  complain(reason) {
    const place = document.getElementById(`${this.text.id}-problem`);
    if (place) place.textContent = reason;
    if (reason) this.text.setAttribute("aria-invalid", "true");
    else this.text.removeAttribute("aria-invalid");
  }

  speak(text, delay = 0) {
    clearTimeout(this.saying);
    this.saying = setTimeout(() => (this.state.textContent = text), delay);
  }

  mark(text) {
    const place = document.getElementById(`${this.text.id}-draft`);
    if (place) place.textContent = text;
  }
}
