// A page that stays true by itself: the frames of the live feed, for a phone, a desk or a screen.

import * as countdown from "./countdown.js";
import * as line from "./line.js";
import * as order from "./order.js";
import { between, page } from "./page.js";
import { reach } from "./reach.js";
import * as swap from "./swap.js";

let phone; // what only phones have: votes and texts (phone.js)
let { epoch } = page;
let versions = JSON.parse(page.versions || "{}"); // feed → what is shown
let asked = 0; // when the personal part was last asked for
const waiting = {}; // the timers of what is fetched a little later

const hear = {
  room,
  beat,
  yours: () => later("mine", fetchMine, 0),
  counted: (answer) => phone?.settle(answer),
  refused: (answer) => phone?.settle(answer),
  later: (answer) => phone?.settle(answer),
};

/** Keep this page true; `given` is what phones have besides. */
export function start(given) {
  phone = given;
  countdown.start();
  if (!page.live) return;
  line.start({
    hello,
    hear: (message) => hear[message.type]?.(message),
    shown: () => ({ epoch, since: Object.entries(versions).map((pair) => pair.join(":")).join(",") }),
    opened() {
      phone?.rush();
      later("mine", fetchMine, 2000);
    },
    lost: () => phone?.ground(),
  });
  setInterval(() => document.hidden || Date.now() - asked < 60_000 || later("mine", fetchMine, 5000), 10_000);
}

export const yours = () => later("mine", fetchMine, 0);
export const { probe, send } = line;

const hello = () =>
  line.send({ type: "hello", epoch, audience: page.audience, language: document.documentElement.lang, versions });

function room(frame) {
  const { feed, version, since } = frame;
  if (frame.ask) line.send({ type: "seen", feed, version });
  if (frame.epoch !== epoch) begin(frame.epoch);
  if (since !== null && since > (versions[feed] ?? 0)) return hello(); // something in between is missing
  const hasTurned = swap.apply(frame, phone?.fit);
  versions[feed] = version;
  order.offer(frame.order);
  phone?.count();
  countdown.tick();
  if (hasTurned) later("page", refresh, 2000);
}

/** Another life of the database: its versions say nothing about what is shown here. */
function begin(fresh) {
  epoch = fresh;
  for (const feed of Object.keys(versions)) versions[feed] = 0;
  phone?.meet(epoch);
}

/** A beat names the version of the last frame. That may be on its way, so being behind is not yet a loss. */
function beat({ versions: newest = {}, retry_after: spread }) {
  if (spread) line.spreadOver(spread);
  const isBehind = () => Object.entries(newest).some(([feed, version]) => versions[feed] < version);
  if (isBehind()) setTimeout(() => isBehind() && hello(), 3000);
}

/** Do something a little later, once, and not all phones of a room at the same moment. */
function later(name, action, spread) {
  clearTimeout(waiting[name]);
  waiting[name] = setTimeout(action, between(0, spread));
}

async function ask(address, type) {
  const found = await reach(address, { headers: { Accept: type }, cache: "no-cache" });
  if (!found?.response.ok || found.response.redirected) return ""; // asked for again when the line is back
  countdown.setBy(found.response);
  return found.text;
}

async function fetchMine() {
  if (!page.mine) return;
  const from = (asked = Date.now());
  const text = await ask(page.mine, "application/json");
  if (!text) return;
  const mine = JSON.parse(text);
  swap.parse(mine.html ?? "").forEach((root) => swap.place(root));
  // What one may do here has changed (a seat, a ballot): the page has other forms now.
  if (phone?.adopt(mine, from)) later("page", refresh, 0);
}

/** The phase has changed, and with it the forms, which are never broadcast. Fetch first: offline the page must stay. */
async function refresh() {
  const main = document.getElementById("main");
  if (swap.isInUse(main)) return later("page", refresh, 4000);
  const text = await ask(location.href, "text/html");
  if (!text) return;
  const fresh = new DOMParser().parseFromString(text, "text/html");
  const hadFocus = main.contains(document.activeElement);
  main.replaceWith(fresh.getElementById("main"));
  Object.assign(page, fresh.body.dataset);
  versions = JSON.parse(page.versions || "{}");
  if (page.epoch !== epoch) begin(page.epoch);
  if (hadFocus) document.querySelector("#main h1")?.setAttribute("tabindex", "-1");
  if (hadFocus) document.querySelector("#main h1")?.focus();
  phone?.begin();
  order.offer(null);
  countdown.tick();
  hello();
}
