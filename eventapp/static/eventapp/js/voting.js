// Votes: one tap on words. Each form shows what is kept, what is sent and what is counted.

import * as outbox from "./outbox.js";
import { list, say } from "./page.js";
import { isLasting } from "./store.js";

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

/** "12 of 34 answered" */
export function count() {
  const all = forms();
  const output = document.getElementById("answered");
  if (!output || !all.length) return;
  const [n, total] = [all.filter(pressed).length, all.length];
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

/** What the server knows of this person's votes, asked for at `asked`: what was tapped here since is newer.
    True when it allows something else than this page has forms for. */
export function adopt({ seed, ballot, votes = {}, can_vote: canVote, published }, asked) {
  if (!list()) return false;
  Object.assign(list().dataset, { seed: seed ?? "", ballot: ballot ?? "" });
  for (const form of forms()) {
    const choice = votes[itemOf(form)]?.choice ?? "";
    if (form.matches(OPEN) || touched.get(form) > asked || choice === pressed(form)) continue;
    const wasRefused = form.classList.contains("refused");
    paint(form, choice, "counted");
    if (wasRefused) form.classList.add("refused"); // the reason is still to be read
    else speak(form, choice ? say("counted", { time: "" }).trim() : say("not_answered"));
  }
  if (forms().length && (published || document.querySelector("[data-count]"))) outbox.forget(pathOf(forms()[0]));
  return canVote !== undefined && canVote !== Boolean(document.getElementById("voting"));
}
