// The order of the list: each person's own, by a seed. Nothing moves under a finger; a chip offers the new order.

import { list } from "./page.js";

/** FNV-1a and the last step of MurmurHash3, 32 bits. The server orders a fresh page by the same numbers. */
export function mixed(text) {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

let pending = null; // the order that the room has, before a seed

const shown = () => [...list().querySelectorAll("[data-item]")].map((article) => Number(article.dataset.item));

/** Show the chip when the list is not in its order any more. */
export function offer(order = pending) {
  pending = order;
  const chip = document.getElementById("reorder");
  if (chip && pending && list()) chip.hidden = String(wanted()) === String(shown());
}

function wanted() {
  const here = shown();
  const { seed } = list().dataset;
  if (!seed) return [...pending.filter((id) => here.includes(id)), ...here.filter((id) => !pending.includes(id))];
  const weight = new Map(here.map((id) => [id, mixed(`${seed}:${id}`)]));
  return here.sort((one, other) => weight.get(one) - weight.get(other) || one - other);
}

/** The child of the list that holds this article: itself, or its li. */
export const rowOf = (article) => (article.parentElement === list() ? article : article.closest("li"));

document.addEventListener("click", ({ target }) => {
  if (!target.closest("#reorder")) return;
  for (const id of wanted()) list().append(rowOf(list().querySelector(`[data-item="${id}"]`)));
  offer();
  list().tabIndex = -1; // the chip is gone: the focus goes on where it pointed
  list().focus();
});
