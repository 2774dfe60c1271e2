// The list of a desk: everybody's own order, the row in hand, and a word when somebody else changed what is in hand.

const list = () => document.getElementById("desk-list");
const hand = () => document.getElementById("desk-hand")?.dataset ?? {};
const order = () => document.querySelector("select[data-order]");
const rows = () => [...list().querySelectorAll("[data-sorted] > tr")];
const numbers = (all) => all.map((row) => row.dataset.number);

let main = document.getElementById("main");
let shown = numbers(rows());

/** Numbers descend; what has none comes last, the older first. */
function compare(one, other) {
  const by = order().value;
  const values = ({ dataset }) => [Number(dataset[by] ?? -1), Number(dataset.support ?? -1), -dataset.newest];
  const [ours, theirs] = [values(one), values(other)];
  const at = ours.findIndex((value, place) => value !== theirs[place]);
  return at < 0 ? 0 : theirs[at] - ours[at];
}

/** Nothing reorders under a finger: while somebody points at the list, rows stay, and new ones come last. */
function arrange() {
  const isInUse = list().matches(":hover") || list().contains(document.activeElement);
  const places = new Map(shown.map((number, at) => [number, at]));
  const place = ({ dataset }) => places.get(dataset.number) ?? places.size;
  const inPlace = (one, other) => place(one) - place(other) || compare(one, other);
  const sorted = rows().sort(isInUse && places.size ? inPlace : compare);
  shown = numbers(sorted);
  if (String(shown) !== String(numbers(rows()))) sorted[0].parentElement.append(...sorted);
}

function mark() {
  const { hand: number, last } = hand();
  for (const row of list().querySelectorAll("tr[data-number]")) {
    if (row.dataset.number === number) row.setAttribute("aria-current", "true");
    else row.removeAttribute("aria-current");
  }
  const steps = [...document.querySelectorAll("#desk-changes [data-about]")];
  const again = document.querySelector("[data-again]");
  const isNewer = ({ dataset }) => dataset.about === number && Number(dataset.decision) > Number(last);
  if (again) again.hidden = !steps.some(isNewer);
}

function settle() {
  if (document.getElementById("main") !== main) {
    main = document.getElementById("main"); // the phase has turned, and the page with it
    window.htmx?.process(main);
  }
  arrange();
  mark();
  // A step's form says the order too: it comes back in the address.
  for (const input of main.querySelectorAll("input[name=order]")) input.value = order().value;
  watcher.takeRecords(); // our own moves
}

const watcher = new MutationObserver(settle);
watcher.observe(document.body, { childList: true, subtree: true });
document.addEventListener("change", ({ target }) => {
  if (target !== order()) return;
  shown = [];
  settle();
  const address = new URL(location.href);
  address.searchParams.set("order", target.value);
  history.replaceState(history.state, "", address);
});
document.addEventListener("pointerout", ({ target, relatedTarget }) => {
  if (list().contains(target) && !list().contains(relatedTarget)) settle();
});
settle();
