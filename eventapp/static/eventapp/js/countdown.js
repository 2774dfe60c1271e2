// Minutes left, by the server's clock: phones are often wrong by minutes.

import { say } from "./page.js";

const SOON = 2 * 3600; // seconds
let ahead = 0; // milliseconds that the server's clock is ahead of this one

/** Learn the server's time from an answer of its own. */
export function setBy(response) {
  const told = Date.parse(response.headers.get("Date"));
  if (Math.abs(told - Date.now() - ahead) > 2000) ahead = told - Date.now();
}

function show(time) {
  const left = Math.ceil((Date.parse(time.dataset.until) - Date.now() - ahead) / 1000);
  if (left > SOON) return; // until then the hour that the server wrote says more
  const text = "clock" in time.dataset ? clock(left) : words(left);
  if (time.textContent !== text) time.textContent = text;
}

function clock(left) {
  const seconds = Math.abs(left);
  const digits = [Math.floor(seconds / 60), String(seconds % 60).padStart(2, "0")].join(":");
  return left < 0 ? `−${digits}` : digits;
}

function words(left) {
  if (left <= 0) return say("time_up");
  return left < 60 ? say("last_minute") : say("minutes", { n: Math.ceil(left / 60) });
}

export const tick = () => document.querySelectorAll("time[data-until]").forEach(show);

export function start() {
  tick();
  setInterval(tick, 1000);
}
