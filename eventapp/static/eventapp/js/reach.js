// Ask our own server, and do not wait for ever: a hole in the network answers nothing, and breaks nothing either.

import { isOurs } from "./page.js";

const PATIENCE = 15_000;

/** The response and its text; null where no server of ours has answered in full and in time. */
export async function reach(address, options) {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE);
  try {
    const response = await fetch(address, { ...options, signal: patience.signal });
    return isOurs(response) ? { response, text: await response.text() } : null;
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}
