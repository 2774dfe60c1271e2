// What the page brings with it: addresses in the data attributes of its body, and texts in the reader's language.

export const page = document.body.dataset;

/** The list of recommendations; looked up each time, because a refreshed page has another one. */
export const list = () => document.querySelector("[data-items]");

/** Run this whenever somebody looks again or the network says that it is back. `onLine` is never believed. */
export function onReturn(action) {
  for (const moment of ["pageshow", "online", "focus"]) addEventListener(moment, action);
  document.addEventListener("visibilitychange", () => document.hidden || action());
}

const texts = JSON.parse(document.getElementById("texts")?.textContent || "{}");

/** A text in the reader's language, with {name} filled in; that of one where {n} is one and there is such a text. */
export function say(name, values = {}) {
  const text = (values.n === 1 && texts[`${name}_one`]) || (texts[name] ?? name);
  return text.replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
}

/** Show a banner with this text, or hide it; `link` is [address, text]. */
export function banner(id, text, link) {
  const element = document.getElementById(id);
  if (!element) return;
  element.hidden = !text;
  const place = element.querySelector("span") ?? element;
  const said = [text, ...(link || [])].join(" ");
  if (place.dataset.said === said) return;
  place.dataset.said = said;
  place.textContent = text;
  if (link) {
    const anchor = document.createElement("a");
    [anchor.href, anchor.textContent] = link;
    place.append(" ", anchor);
  }
}

/** Where the person comes in again, and back to this page: [address, text]. */
export const enterAgain = () =>
  page.enter && [`${page.enter}?next=${encodeURIComponent(location.pathname)}`, say("come_in")];

// The clock of the venue, as everywhere else on the page; the phone may still keep that of home.
const hours = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: page.zone };
export const clock = () => new Date().toLocaleTimeString(document.documentElement.lang || [], hours);

export const between = (least, most) => least + Math.random() * (most - least);

/** Our own server answers with this header; a captive portal, which says 200 to everything, does not. */
export const isOurs = (response) => response.headers.get("X-Eventapp") === "1";
