// The keyboard of a desk: one key for everything that is done a hundred times a day.

const TYPING = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";
const MOVES = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };
const SWITCH = "eventapp.keys";

// Single letters get in the way of those who speak to their computer: they can be switched off.
const button = document.querySelector("button[data-keys]");
let isOn = recall() !== "off";

function recall() {
  try {
    return localStorage.getItem(SWITCH);
  } catch {
    return null; // refused: the keys are on at each visit
  }
}

function toggle() {
  isOn = !isOn;
  button.setAttribute("aria-pressed", String(isOn));
  try {
    localStorage.setItem(SWITCH, isOn ? "on" : "off");
  } catch {
    // Refused: it holds for this page.
  }
}

function press(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.repeat && !(event.key in MOVES)) return;
  if (event.target.closest(TYPING)) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  const isArrow = event.key.startsWith("Arrow");
  if (!isOn && !isArrow) return;
  if (event.key in MOVES) move(MOVES[event.key], event, isArrow);
  else hit(event);
}

function hit(event) {
  const target = [...document.querySelectorAll(`[data-key="${CSS.escape(event.key)}"]`)].find(
    (one) => !one.disabled && one.getClientRects().length,
  );
  if (!target) return;
  event.preventDefault();
  target.click();
}

/** Through the list: arrows only when the focus is in it, because elsewhere they scroll. */
function move(step, event, isArrow) {
  const links = [...document.querySelectorAll("[data-rows] a")].filter((one) => one.getClientRects().length);
  const at = links.indexOf(document.activeElement);
  if (!links.length || (isArrow && at < 0)) return;
  const from = at < 0 ? links.findIndex((one) => one.closest("[aria-current]")) : at;
  event.preventDefault();
  links[Math.max(0, Math.min(links.length - 1, from + step))].focus();
}

button?.setAttribute("aria-pressed", String(isOn));
button?.addEventListener("click", toggle);
document.addEventListener("keydown", press);
