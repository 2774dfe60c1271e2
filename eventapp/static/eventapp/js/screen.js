// A projector: it stays true, and ranks move slowly, so that the last row sees who passed whom.

import * as live from "./live.js";

const still = matchMedia("(prefers-reduced-motion: reduce)");
let places = measured();

function measured() {
  const rows = [...document.querySelectorAll("[data-row]")];
  return new Map(rows.map((row) => [row.dataset.row, row.getBoundingClientRect().top]));
}

function move() {
  const before = places;
  places = measured();
  if (still.matches) return;
  for (const row of document.querySelectorAll("[data-row]")) {
    const by = before.get(row.dataset.row) - places.get(row.dataset.row);
    const path = [{ transform: `translateY(${by}px)` }, { transform: "none" }];
    if (by) row.animate(path, { duration: slow(), easing: "ease-in-out" });
  }
}

const slow = () => parseFloat(getComputedStyle(document.documentElement).getPropertyValue("--slow")) || 0;

new MutationObserver(move).observe(document.body, { childList: true, subtree: true });
addEventListener("resize", () => (places = measured()));

live.start();
