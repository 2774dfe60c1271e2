// Fragments by their ids: what the server draws replaces what the page shows, but never what somebody is typing.

import { rowOf } from "./order.js";
import { list } from "./page.js";

const FIELDS = "input:not([type=hidden]), textarea, select";
const held = new Map(); // id → the newest fragment for a place where somebody types

/** Bring the page to what a room frame says; true when the phase has changed with it. */
export function apply({ feed, since, html, gone = [] }, fit) {
  const roots = parse(html);
  // Everything, and of a session: what is not in it has gone. Other fragments are drawn always, if empty.
  if (since === null && feed.startsWith("s")) dropOthers(new Set(roots.map(({ id }) => id)));
  gone.forEach(drop);
  return roots.filter((root) => place(root, fit)).length > 0;
}

export function parse(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return [...template.content.children];
}

/** Put one fragment where its id is; true when its phase is another one than before. */
export function place(root, fit) {
  const current = document.getElementById(root.id);
  if (list() && "item" in root.dataset) {
    const article = current ? refresh(current, root) : append(root);
    fit?.(article);
    return false;
  }
  if (!current) return false;
  const hasTurned = current.dataset.phase !== root.dataset.phase;
  replace(current, root);
  return hasTurned;
}

function append(article) {
  article.classList.add("arrived");
  if (["OL", "UL"].includes(list().tagName)) {
    list().append(document.createElement("li"));
    list().lastChild.append(article);
  } else list().append(article);
  return article;
}

/** The article stays, with the vote in it; only its broadcast parts are exchanged. */
function refresh(article, root) {
  article.dataset.revision = root.dataset.revision;
  for (const part of root.querySelectorAll("[id]")) {
    const old = document.getElementById(part.id);
    if (old && article.contains(old)) replace(old, part);
  }
  return article;
}

function replace(old, fresh) {
  if (old.isEqualNode(fresh)) return held.delete(old.id);
  if (isInUse(old)) return held.set(old.id, fresh);
  held.delete(old.id);
  for (const details of old.querySelectorAll("details[id][open]")) {
    fresh.querySelector(`#${CSS.escape(details.id)}`)?.setAttribute("open", "");
  }
  const focused = old.contains(document.activeElement) && trace(document.activeElement);
  old.replaceWith(fresh);
  if (focused) fresh.parentNode.querySelector(focused)?.focus({ preventScroll: true });
  window.htmx?.process(fresh);
}

/** A selector that finds the same link or button again after the exchange. */
function trace(element) {
  if (element.id) return `#${CSS.escape(element.id)}`;
  const names = ["href", "name", "value", "data-key"].filter((name) => element.hasAttribute(name));
  return element.localName + names.map((name) => `[${name}="${CSS.escape(element.getAttribute(name))}"]`).join("");
}

/** Somebody is typing here, or has typed what is stored nowhere else (a form that says something keeps its draft). */
export function isInUse(element) {
  return [...element.querySelectorAll(FIELDS)].some((field) => {
    if (field === document.activeElement) return true;
    if (field.localName === "select" || field.closest("[data-say]")) return false;
    const isTicked = field.type === "radio" || field.type === "checkbox";
    return isTicked ? field.checked !== field.defaultChecked : field.value !== field.defaultValue;
  });
}

function drop(id) {
  const element = document.getElementById(id);
  if (!element) return;
  if (list()?.contains(element) && "item" in element.dataset) return rowOf(element).remove();
  // An empty place stays, so that the fragment can come back to it.
  const bare = element.cloneNode(false);
  bare.hidden = true;
  element.replaceWith(bare);
}

function dropOthers(ids) {
  for (const { id } of list()?.querySelectorAll("[data-item]") ?? []) if (!ids.has(id)) drop(id);
}

document.addEventListener("focusout", () => {
  setTimeout(() => {
    for (const [id, fresh] of held) {
      const old = document.getElementById(id);
      if (old) replace(old, fresh);
    }
  });
});
