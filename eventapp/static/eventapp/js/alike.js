// While somebody writes: what of the list says much the same. No server is asked, the list is on the page.

import { say } from "./page.js";

const CLOSE = 0.3; // share of the rarer letters in common
const COMMON = 0.2; // what more of the list has than this says nothing about likeness

export function start() {
  const place = document.getElementById("alike");
  const field = document.querySelector("form[data-say] [name=text]");
  let timer;
  field?.addEventListener("input", () => {
    clearTimeout(timer);
    if (place) timer = setTimeout(() => show(place, nearest(field.value)), 500);
  });
}

/** Threes of letters: they find likeness in every script, also where there are no spaces. */
function threes(text) {
  const clean = ` ${text.toLowerCase().replace(/[\s\p{P}]+/gu, " ").trim()} `;
  return new Set([...clean].map((_, at) => clean.slice(at, at + 3)).slice(0, -2));
}

function nearest(text) {
  const written = threes(text);
  if (written.size < 15) return [];
  const articles = [...document.querySelectorAll("[data-items] [data-item]")];
  const words = ({ dataset }) => document.getElementById(`text-${dataset.item}`)?.textContent ?? "";
  const said = articles.map((article) => threes(words(article)));
  const spread = (three) => said.filter((one) => one.has(three)).length;
  const telling = [...written].filter((three) => spread(three) <= Math.max(1, COMMON * said.length));
  const common = (one) => telling.filter((three) => one.has(three)).length;
  const likeness = said.map((one) => common(one) / Math.min(telling.length, one.size));
  return articles
    .map((article, at) => [likeness[at], article])
    .filter(([close]) => close >= CLOSE)
    .sort(([one], [other]) => other - one)
    .slice(0, 2)
    .map(([, article]) => article);
}

function show(place, articles) {
  const links = articles.flatMap((article) => [link(article), " "]).slice(0, -1);
  const [before, after] = say("alike").split("{list}");
  if (place.dataset.said === String(articles.map(({ id }) => id))) return;
  place.dataset.said = articles.map(({ id }) => id);
  place.replaceChildren(...(links.length ? [before, ...links, after] : []));
}

/** The number as it stands on the article, as a link to it. */
function link(article) {
  const anchor = document.createElement("a");
  anchor.href = `#${article.id}`;
  const symbol = article.querySelector(".symbol");
  anchor.className = symbol?.className ?? "";
  if (symbol) anchor.append(...symbol.cloneNode(true).childNodes);
  else anchor.textContent = article.dataset.number;
  return anchor;
}
