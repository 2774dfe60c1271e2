// Votes: one tap on words. Each form shows what is kept, what is sent and what is counted.

import * as outbox from "./outbox.js";
import { banner, list, say } from "./page.js";
import { isLasting } from "./store.js";
import { parse } from "./swap.js";

const STATES = ["tapped", "kept", "sent", "counted", "refused"]; // tapped: not yet on the disk
const OPEN = ".tapped, .kept, .sent";
const touched = new WeakMap(); // form → when its answer last changed here
const timers = new WeakMap(); // form → the text that waits to be said
const refusals = new Map(); // item → why its last vote was refused

const forms = () => [...document.querySelectorAll("form[data-vote]")];
const pressed = (form) => form.querySelector("[aria-pressed=true]")?.value ?? "";
const formOf = ({ slot }) => forms().find((form) => slotOf(form) === slot);
const pathOf = (form) => new URL(form.getAttribute("action"), location.href).pathname;
const field = (form, name) => form.elements.namedItem(name); // `elements.item` is a method
const itemOf = (form) => field(form, "item").value;
const slotOf = (form) => `vote:${itemOf(form)}:${field(form, "criterion")?.value ?? ""}`;

export function start() {
  outbox.listen((row, answer, time) => {
    const form = row.kind === "vote" && formOf(row);
    if (form) show(form, row.fields.choice, answer, time);
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-vote]")) return;
    event.preventDefault();
    tap(event.target, event.submitter?.value ?? "");
  });
}

function tap(form, choice) {
  const again = form.classList.contains("again");
  if (choice === pressed(form) && !again && !form.classList.contains("refused")) return;
  show(form, choice, { type: "tapped" });
  const numbers = ["ballot", "item", "revision"].map((name) => [name, Number(field(form, name).value)]);
  const fields = { ...Object.fromEntries(numbers), choice };
  if (field(form, "criterion")?.value) fields.criterion = field(form, "criterion").value;
  outbox.keep({ kind: "vote", slot: slotOf(form), url: pathOf(form), fields });
}

function show(form, choice, answer, time = "") {
  touched.set(form, Date.now());
  refusals.delete(itemOf(form));
  form.classList.toggle("again", Boolean(answer.again));
  if (!answer.again) ask(form.closest("[data-item]"));
  if (answer.type === "counted") {
    const now = answer.now ?? choice;
    paint(form, now, "counted");
    speak(form, say(answer.again ? "again" : now ? "counted" : "withdrawn", { time }).trim());
  } else if (answer.type === "refused") {
    refusals.set(itemOf(form), answer.reason || say("refused"));
    paint(form, "", "refused");
    speak(form, refusals.get(itemOf(form)));
  } else {
    paint(form, choice, answer.type);
    const text = { kept: isLasting ? "kept" : "kept_open", sent: "sent" }[answer.type];
    if (text) speak(form, say(text), 300); // mostly it is counted before anybody could read this
  }
}

function paint(form, choice, state) {
  for (const button of form.querySelectorAll("[aria-pressed]")) {
    button.setAttribute("aria-pressed", String(button.value === choice));
  }
  form.classList.remove(...STATES);
  if (state !== "counted" || choice) form.classList.add(state);
  const withdraw = form.querySelector(".withdraw");
  if (withdraw && !choice && withdraw === document.activeElement) form.querySelector("[aria-pressed]").focus();
  if (withdraw) withdraw.hidden = !choice;
  count();
}

function speak(form, text, delay = 0) {
  const line = form.querySelector(".state");
  clearTimeout(timers.get(form));
  if (delay) timers.set(form, setTimeout(() => (line.textContent = text), delay));
  else line.textContent = text;
}

/** Ask once more, because the words have changed since this person answered; or stop asking. */
function ask(article, html = "") {
  const [old, fresh] = [article?.querySelector("[data-again]"), parse(html)[0]];
  if (old?.contains(document.activeElement)) article.querySelector("[aria-pressed]")?.focus({ preventScroll: true });
  if (!fresh) old?.remove();
  else if (!old) article.querySelector("[id^=text-]").after(fresh);
  else if (!old.isEqualNode(fresh)) old.replaceWith(fresh);
}

/** "12 of 34 answered", and how many are asked again */
export function count() {
  const all = forms();
  const output = document.getElementById("answered");
  if (!output || !all.length) return;
  const again = all.filter((form) => form.matches(".again"));
  const [n, total] = [all.filter(pressed).length - again.length, all.length];
  const link = again.length && [`#${again[0].closest("[data-item]").id}`, say("look_again")];
  banner("asked-again", again.length ? say("asked_again", { n: again.length }) : "", link);
  const text = say("answered", { n, total });
  if (output.textContent !== text) output.textContent = text;
  Object.assign(document.getElementById("answered-bar") ?? {}, { value: n, max: total });
}

/** Give an article its voting part, or bring that up to the wording shown. */
export function fit(article) {
  const blank = document.getElementById("voting");
  let form = article.querySelector("form[data-vote]");
  if (!form && blank) {
    form = blank.content.querySelector("form").cloneNode(true);
    form.querySelector("[data-number]").textContent = article.dataset.number;
    article.append(form);
    restore();
  }
  if (!form) return;
  field(form, "ballot").value = list().dataset.ballot;
  field(form, "item").value = article.dataset.item;
  field(form, "revision").value = article.dataset.revision;
  form.id = `vote-${article.dataset.item}`;
}

/** Show on the forms what still waits in the outbox; and why a vote was refused, where closing took its form away. */
export async function restore() {
  for (const [item, reason] of refusals) {
    const article = document.getElementById(`item-${item}`);
    if (article && !article.querySelector("form[data-vote], .problem")) article.append(problem(reason));
  }
  for (const row of await outbox.rows()) {
    const form = row.kind === "vote" && row.state === "kept" && formOf(row);
    if (form && !form.matches(OPEN)) show(form, row.fields.choice, { type: "kept" });
  }
  count();
}

function problem(reason) {
  const place = document.createElement("p");
  [place.className, place.textContent] = ["problem", reason];
  return place;
}

/** Show what counts on the server; `again`: it was said to an earlier wording. */
function take(form, choice, again) {
  if (choice === pressed(form) && again === form.classList.contains("again")) return;
  const wasRefused = form.classList.contains("refused");
  form.classList.toggle("again", again);
  paint(form, choice, "counted");
  if (wasRefused) form.classList.add("refused"); // the reason is still to be read
  else speak(form, again ? say("again") : choice ? say("counted", { time: "" }).trim() : say("not_answered"));
}

/** What the server knows of this person's votes, asked for at `asked`: what was tapped here since is newer.
    True when it allows something else than this page has forms for. */
export function adopt({ seed, ballot, votes = {}, again = {}, can_vote: canVote, published }, asked) {
  if (!list()) return false;
  Object.assign(list().dataset, { seed: seed ?? "", ballot: ballot ?? "" });
  for (const article of list().querySelectorAll("[data-item]")) {
    const form = article.querySelector("form[data-vote]");
    const html = again[article.dataset.item];
    if (!form) ask(article, html);
    else if (!form.matches(OPEN) && !(touched.get(form) > asked)) {
      ask(article, html);
      take(form, votes[itemOf(form)]?.choice ?? "", Boolean(html));
    }
  }
  count();
  if (forms().length && (published || document.querySelector("[data-count]"))) outbox.forget(pathOf(forms()[0]));
  return canVote !== undefined && canVote !== Boolean(document.getElementById("voting"));
}
