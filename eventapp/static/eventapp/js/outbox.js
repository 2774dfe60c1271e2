// Votes and texts wait here until the server has answered. One row per slot (an item, or a text): the last tap is
// the one that counts, so it replaces an earlier one that still waits. Sending twice does no harm: the key stays.

import { banner, between, clock, enterAgain, onReturn, page, say } from "./page.js";
import { post } from "./post.js";
import { all, isLasting, put, update } from "./store.js";

const PATIENCE = 6_000; // an answer that has not come by then will not come on that way
const OLD = 30 * 24 * 3600 * 1000;
const box = `outbox:${page.who ?? ""}:`; // what Ana tapped is not sent as Ravi from the same phone
const newest = new Map(); // slot → key of the last tap
const flying = new Map(); // key → when it was sent; not stored: after a restart nothing is on its way
const queued = new Set(); // keys that wait for their turn to be posted
const mistrusted = new Set(); // keys that a socket has swallowed: they go by POST
const listeners = [];
const tabs = "BroadcastChannel" in window ? new BroadcastChannel("outbox") : null;

const device = update("device", (old) => ({ device: old?.device ?? uuid(), tap: old?.tap ?? 0 })); // kept by nextTap
let socket; // hands a frame to the line; false when there is none
let epoch = page.epoch;
let failures = 0; // attempts in a row that found no server
let isOut = false; // the server no longer knows who we are
let pause = 0; // no attempt before
let posting = Promise.resolve();

export const listen = (listener) => listeners.push(listener);
export const rows = () => all(box);

/** Begin: a line to send on, and what earlier visits have left behind. */
export async function start(send) {
  socket = send;
  setInterval(flush, 2000);
  onReturn(rush);
  await meet(epoch);
}

/** Keep a vote or a text, then send it; resolves when it is safe on this phone. */
export async function keep({ kind, slot, url, fields }) {
  const key = uuid();
  slot ??= key;
  newest.set(slot, key);
  const row = { key, kind, slot, url, fields, line: page.live, state: "kept", at: Date.now() };
  const mark = kind === "vote" && nextTap(await device);
  if (mark) row.fields = { ...fields, ...mark };
  await put({ [box + slot]: row, ...(mark && { device: mark }) });
  tell(row, { type: "kept" });
  send(row);
}

/** This phone's name and the number of the tap: between taps of one phone the higher number counts. The clock counts
    for all tabs at once, so that no tab has to read before it writes. */
function nextTap(own) {
  own.tap = Math.max(own.tap + 1, Date.now());
  return { ...own };
}

/** Send what waits and is not on its way. */
export async function flush() {
  if (Date.now() < pause) return;
  for (const row of await rows()) {
    const since = flying.get(row.key);
    if (row.state !== "kept" || queued.has(row.key) || Date.now() - since < PATIENCE) continue;
    if (since) mistrusted.add(row.key);
    send(row);
  }
}

/** Somebody looks, or the network seems to be back: what made us wait may be over. */
export function rush() {
  if (failures) pause = 0;
  flush();
}

/** The socket is gone: what it carried is no longer on its way. */
export function ground() {
  flying.clear();
  flush();
}

function send(row) {
  const canFly = row.kind === "vote" && row.line === page.live && !mistrusted.has(row.key);
  if (canFly && socket?.({ type: "vote", key: row.key, ...row.fields })) return depart(row);
  queued.add(row.key);
  // One that breaks must not keep the others here.
  const carried = posting.then(() => carry(row)).catch((error) => console.error(error));
  posting = carried.then(() => queued.delete(row.key));
}

function depart(row) {
  flying.set(row.key, Date.now());
  tell(row, { type: "sent" });
}

async function carry(row) {
  const isCurrent = (await rows()).some(({ key, state }) => key === row.key && state === "kept");
  if (isCurrent && Date.now() < pause) stay(row);
  else if (isCurrent) {
    depart(row);
    const answer = await post(row);
    if (answer) await settle({ ...answer, key: row.key });
    else lose(row);
  }
}

function lose(row) {
  failures += 1;
  wait(row, Math.min(2 ** failures, 20) * between(0.8, 1.2));
}

function wait(row, seconds) {
  pause = Date.now() + seconds * 1000;
  stay(row);
}

function stay(row) {
  flying.delete(row.key);
  tell(row, { type: "kept", failures });
  report();
}

/** An answer, from the socket or to a POST. */
export async function settle(answer) {
  failures = 0;
  isOut = Boolean(answer.signed_out);
  flying.delete(answer.key);
  const row = (await rows()).find(({ key }) => key === answer.key);
  if (!row) return; // a later tap has taken its place
  if (answer.type === "later") return wait(row, answer.after * between(1, 1.3));
  const rest = remains(row, answer);
  await update(box + row.slot, (now) => (now?.key === row.key ? rest : now));
  tell(row, answer);
  report();
}

/** What stays here after an answer: a counted tap for another life of the database, a refused text for its author. */
function remains(row, { type, reason }) {
  if (type === "counted" && row.kind === "vote") return { ...row, state: "counted", epoch };
  if (type === "refused" && row.kind === "text") return { ...row, state: "refused", reason };
}

/** Another life of the database may have forgotten what an earlier one counted: offer it again, with the same keys. */
export async function meet(fresh) {
  epoch = fresh;
  for (const row of await rows()) {
    const isForgotten = row.state === "counted" && epoch && row.epoch !== epoch;
    if (Date.now() - row.at > OLD) await drop(row);
    else if (isForgotten) await update(box + row.slot, (now) => now && { ...now, state: "kept" });
  }
  await flush();
}

/** A published ballot needs its taps no longer. */
export async function forget(url) {
  for (const row of await rows()) if (row.url === url && row.state === "counted") await drop(row);
}

export const drop = (row) => update(box + row.slot, () => undefined);

function tell(row, answer, isOurs = true) {
  if ((newest.get(row.slot) ?? row.key) !== row.key) return;
  if (isOurs) tabs?.postMessage({ box, row, answer });
  for (const listener of listeners) listener(row, answer, clock());
}

tabs?.addEventListener("message", ({ data }) => {
  if (data.box !== box) return;
  const { row, answer } = data;
  newest.set(row.slot, row.key);
  // What another tab has sent is not sent from here too, unless it is left without an answer.
  if (answer.type === "sent") flying.set(row.key, Date.now());
  else flying.delete(row.key);
  tell(row, answer, false);
});

async function report() {
  const n = (await rows()).filter(({ state }) => state === "kept").length;
  if (isOut && n) return banner("offline", say("signed_out"), enterAgain());
  banner("offline", failures && n ? say(isLasting ? "offline" : "offline_open", { n }) : "");
}

function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  // Plain http has no randomUUID, but it has random numbers.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}
