// A projector: it stays true, and ranks move slowly, so that the last row sees who passed whom.

import * as live from "./live.js";

const still = matchMedia("(prefers-reduced-motion: reduce)");
const SMALLEST = 6; // of the sizes in results.css
fit();
let places = measured();

function measured() {
  const rows = [...document.querySelectorAll("[data-row]")];
  return new Map(rows.map((row) => [row.dataset.row, row.getBoundingClientRect().top]));
}

/** The server reckons how large words may be; a font that is wider than it thinks takes the next smaller size. */
function fit() {
  for (const list of document.querySelectorAll("[class*=fit-]")) {
    const room = list.closest(".middle, section");
    for (let size = Number(/fit-(\d)/.exec(list.className)[1]); size < SMALLEST && isOver(list, room); size++) {
      list.classList.replace(`fit-${size}`, `fit-${size + 1}`);
    }
  }
}

function isOver(list, room) {
  return list.offsetHeight > room.clientHeight + 1;
}

function move() {
  fit();
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
for (const moment of ["resize", "load"]) {
  addEventListener(moment, () => {
    fit();
    places = measured();
  });
}

live.start();
