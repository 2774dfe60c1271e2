// One vote or text by plain POST, as a form would send it.

import { page } from "./page.js";
import { reach } from "./reach.js";

const FINAL = [400, 404, 409, 410, 413, 422];

/** The server's answer (counted, refused or later), or null where no server of ours was reached. */
export async function post({ url, key, fields }) {
  const body = new URLSearchParams({ ...fields, key });
  const headers = { Accept: "application/json", "X-CSRFToken": token() };
  // keepalive: the request outlives a tab that is closed right after the tap
  const found = await reach(url, { method: "POST", body, headers, keepalive: true });
  return found && judge(found.response, read(found.text));
}

function read(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null; // a page
  }
}

function judge(response, answer) {
  const after = Number(response.headers.get("Retry-After")) || 2;
  if (answer?.type === "later") return { after, ...answer };
  if (answer?.type) return answer;
  if (FINAL.includes(response.status)) return { type: "refused" };
  // A page instead of an answer: the sign-in has ended, or the form's token has. Nothing was decided.
  if (response.status === 403 || response.redirected) return { type: "later", after: 30, signed_out: true };
  return { type: "later", after: Math.max(after, 5) };
}

/** Read when sending, not when the page was made: signing in changes it. */
function token() {
  const cookies = new Map(document.cookie.split("; ").map((pair) => pair.split(/=(.*)/s).slice(0, 2)));
  return cookies.get(page.csrfCookie) ?? document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
}
