// The line to the server: one socket, looked after; and asking every few seconds where sockets do not get through.

import { banner, between, enterAgain, isOurs, onReturn, page, say } from "./page.js";

const SILENCE = 25_000; // a beat comes every 10 s
const UNSURE = 12_000; // silent for longer than a beat: after a sleep a socket may be dead without knowing it
const ENDED = { 4401: "signed_out", 4403: "not_yours" };

let handlers; // hello, hear, opened, lost, since
let socket = null;
let isUp = false; // only a socket that has spoken is a line
let heard = Date.now();
let failures = 0;
let spread = [0.5, 5]; // seconds, as the server asks
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
  if (failures >= 3 && page.state && !asking) ask((asking = {}));
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

async function ask(own) {
  while (asking === own) {
    try {
      const query = new URLSearchParams({ audience: page.audience, since: handlers.since() });
      const how = { headers: { Accept: "application/json" }, cache: "no-cache" };
      const response = await fetch(`${page.state}?${query}`, how);
      if (asking !== own) return;
      if (isOurs(response)) {
        if (response.status === 401 || response.redirected) return end("signed_out");
        if (response.status === 403) return end("not_yours");
        if (response.ok) (await response.json()).forEach(handlers.hear);
        heard = Date.now();
      }
    } catch {
      // No network: what is shown grows older, and says so.
    }
    await new Promise((done) => setTimeout(done, between(4000, 6000)));
  }
}
