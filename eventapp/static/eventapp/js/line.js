// The line to the server: one socket, looked after; and asking every few seconds where sockets do not get through.

import { banner, between, enterAgain, onReturn, page, say } from "./page.js";
import { reach } from "./reach.js";

const SILENCE = 25_000; // a beat comes every 10 s
const UNSURE = 12_000; // silent for longer than a beat: after a sleep a socket may be dead without knowing it
const TOO_LONG = 15_000; // without a line: an attempt that falls into a hole does not fail for a long time
const ENDED = { 4401: "signed_out", 4403: "not_yours" };

let handlers; // hello, hear, opened, lost, shown
let socket = null;
let isUp = false; // only a socket that has spoken is a line
let wasUp = Date.now();
let heard = Date.now();
let failures = 0;
let spread = [0.5, 1.5]; // seconds; soon, because this page has just come from the server. A beat asks for more
let next; // the timer of the next attempt
let asking = null; // names the loop that asks while no socket gets through
let ended = false;

/** Hand a frame to the socket; false when there is none. Before its first word only `hello` goes. */
export function send(frame) {
  if (socket?.readyState !== WebSocket.OPEN || !(isUp || frame.type === "hello")) return false;
  socket.send(JSON.stringify(frame));
  return true;
}

/** Wait between so many seconds before coming back: a room full of phones must not come at once. */
export function spreadOver(seconds) {
  spread = seconds;
}

export function start(given) {
  handlers = given;
  connect();
  setInterval(look, 1000);
  onReturn(probe);
}

function connect() {
  clearTimeout(next);
  const old = socket;
  const address = new URL(page.live, location.href);
  address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
  const own = new WebSocket(address);
  own.spoke = Date.now();
  own.onopen = () => own === socket && handlers.hello();
  own.onmessage = ({ data }) => own === socket && spoken(JSON.parse(data));
  own.onclose = ({ code }) => own === socket && closed(code);
  socket = own;
  isUp = false;
  old?.close();
}

function spoken(message) {
  const isFirst = !isUp;
  [isUp, failures, asking] = [true, 0, null];
  heard = socket.spoke = Date.now();
  handlers.hear(message);
  if (isFirst) handlers.opened();
}

function closed(code) {
  socket = null;
  isUp = false;
  handlers.lost();
  if (ENDED[code]) return end(ENDED[code]);
  failures += 1;
  const wait = between(...spread) * 1000 * 2 ** (failures - 1);
  next = setTimeout(connect, failures < 3 ? wait : 30_000);
  if (failures >= 3) askInstead();
}

function end(reason) {
  ended = true;
  asking = null;
  clearTimeout(next);
  banner("stale", say(reason), enterAgain());
}

/** Once a second: a socket that has gone silent is given up, and what is shown says how old it is. */
function look() {
  if (ended) return;
  if (isUp) wasUp = Date.now();
  else if (Date.now() - wasUp > TOO_LONG) askInstead();
  if (socket && Date.now() - socket.spoke > SILENCE) {
    const dead = socket;
    closed();
    dead.close();
  }
  const age = Math.floor((Date.now() - heard) / 10_000) * 10; // tens of seconds: it is read aloud at each change
  if (isUp || age < 10) banner("stale", "");
  else if (age < 120) banner("stale", say("stale", { n: age }));
  else banner("stale", say("stale_minutes", { n: Math.floor(age / 60) }));
}

/** Somebody looks again, the network seems back, or a vote has found the server: do not wait for the timer. */
export function probe() {
  if (handlers && !ended && (!socket || Date.now() - socket.spoke > UNSURE)) connect();
}

/** Where no socket gets through, ask every few seconds, as long as somebody looks. */
async function askInstead() {
  if (!page.state || asking) return;
  const own = (asking = {});
  let wasReached = false;
  while (asking === own) {
    const isReached = document.hidden ? wasReached : await ask(own);
    if (isReached && !wasReached) probe(); // the network is back, and perhaps sockets with it
    wasReached = isReached;
    await new Promise((done) => setTimeout(done, between(4000, 6000)));
  }
}

/** Ask once for what is newer than what is shown; true when the server has told it. */
async function ask(own) {
  const query = new URLSearchParams({ audience: page.audience, ...handlers.shown() });
  const how = { headers: { Accept: "application/json" }, cache: "no-cache" };
  const found = await reach(`${page.state}?${query}`, how);
  if (!found || asking !== own) return false; // what is shown grows older, and says so
  const { ok, redirected, status } = found.response;
  if (redirected || status === 401) end("signed_out");
  else if (status === 403) end("not_yours");
  else if (ok) take(JSON.parse(found.text));
  return ok && !ended;
}

function take(frames) {
  heard = Date.now();
  frames.forEach(handlers.hear);
  if (frames.length) handlers.hear({ type: "yours" }); // nobody says here when one's own part has changed
}
