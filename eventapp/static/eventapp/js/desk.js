// A desk: its fragments stay true, and everything that is done a hundred times a day has a key.

import "./keys.js";
import * as live from "./live.js";

// htmx takes every answer; the page of a captive portal must not land on a desk.
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.xhr.getResponseHeader("X-Eventapp") === "1") return;
  [detail.shouldSwap, detail.isError] = [false, true];
});

live.start();
