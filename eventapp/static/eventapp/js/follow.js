// A projector follows its room: when another session begins there, it shows that one. Keys choose a level in plenary.

import { isOurs, page } from "./page.js";

const EVERY = 60_000; // to be sure, when the clock and the feed have said nothing
const sign = () => document.getElementById("screen-agenda")?.dataset.sign;
let known = sign();

/** Load the page anew when it would show another session; asking first keeps the picture when the network is away. */
async function look() {
  const response = await fetch(location.href, { cache: "no-cache" }).catch(() => null);
  if (!response?.ok || !isOurs(response) || response.redirected) return;
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html").body.dataset;
  if (fresh.showing !== page.showing) location.reload();
  else wait(fresh.next);
}

let timer;

function wait(seconds) {
  clearTimeout(timer);
  timer = setTimeout(look, seconds ? Math.min(seconds * 1000, EVERY) : EVERY);
}

new MutationObserver(() => {
  if (sign() === known) return;
  known = sign();
  look();
}).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-sign"] });

function show(level) {
  for (const view of document.querySelectorAll("[data-view]")) view.hidden = view.dataset.view !== level;
  for (const link of document.querySelectorAll("[data-show]")) {
    if (link.dataset.show === level) link.parentElement.setAttribute("aria-current", "true");
    else link.parentElement.removeAttribute("aria-current");
  }
  document.querySelector(".spine")?.classList.toggle("all", level === "");
  const address = new URL(location.href);
  if (level) address.searchParams.set("level", level);
  else address.searchParams.delete("level");
  history.replaceState(null, "", address);
}

const has = (level) => document.querySelector(`[data-view="${CSS.escape(level)}"]`) !== null;

document.addEventListener("keydown", ({ key, ctrlKey, metaKey, altKey }) => {
  if (ctrlKey || metaKey || altKey || !has("")) return;
  const level = key === "0" || key === "Escape" ? "" : key.toLowerCase();
  if (level.length < 2 && has(level)) show(level);
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-show]");
  if (!link) return;
  event.preventDefault();
  show(link.dataset.show);
});

wait(Number(page.next));
