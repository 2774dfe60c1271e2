// The list of a desk: everybody's own order, the row in hand, and a word when somebody else changed what is in hand.

const main = document.getElementById("main");
const order = document.querySelector("select[data-order]");

const hand = () => document.getElementById("desk-hand");
const list = () => document.getElementById("desk-list");
const rowsOf = (body) => [...body.querySelectorAll("tr[data-number]")];
let shown = rows().map((row) => row.dataset.number);

function rows() {
  const body = list()?.querySelector("[data-sorted]");
  return body ? rowsOf(body) : [];
}

/** Numbers descend; what has none comes last, the older first. */
function value(row) {
  const number = Number(row.dataset[order.value] ?? -1);
  return order.value === "newest" || number >= 0 ? [number, 0] : [-1, -Number(row.dataset.newest)];
}

function compare(one, other) {
  const [a, b] = [value(one), value(other)];
  const tie = Number(other.dataset.support ?? 0) - Number(one.dataset.support ?? 0);
  return b[0] - a[0] || b[1] - a[1] || tie || one.dataset.newest - other.dataset.newest;
}

/** Nothing reorders under a finger: while somebody points at the list, rows stay, and new ones come last. */
function arrange() {
  const isInUse = list().matches(":hover") || list().contains(document.activeElement);
  const place = new Map(shown.map((number, at) => [number, at]));
  const at = (row) => place.get(row.dataset.number) ?? place.size;
  const sorted = rows().sort(isInUse && place.size ? (one, other) => at(one) - at(other) || compare(one, other) : compare);
  shown = sorted.map((row) => row.dataset.number);
  if (String(shown) !== String(rows().map((row) => row.dataset.number))) sorted[0].parentElement.append(...sorted);
}

function mark() {
  const { hand: number, last } = hand()?.dataset ?? {};
  for (const row of list().querySelectorAll("tr[data-number]")) {
    if (row.dataset.number === number) row.setAttribute("aria-current", "true");
    else row.removeAttribute("aria-current");
  }
  const steps = [...document.querySelectorAll("#desk-changes [data-about]")];
  const isNew = steps.some(({ dataset }) => dataset.about === number && Number(dataset.decision) > Number(last));
  const again = hand()?.querySelector("[data-again]");
  if (again) again.hidden = !isNew;
}

function settle() {
  arrange();
  mark();
  watcher.takeRecords(); // our own moves
}

const watcher = new MutationObserver(settle);
watcher.observe(main, { childList: true, subtree: true });
order?.addEventListener("change", () => {
  shown = [];
  settle();
  const address = new URL(location.href);
  address.searchParams.set("order", order.value);
  history.replaceState(history.state, "", address);
});
main.addEventListener("pointerout", ({ target, relatedTarget }) => {
  if (list().contains(target) && !list().contains(relatedTarget)) settle();
});
settle();
