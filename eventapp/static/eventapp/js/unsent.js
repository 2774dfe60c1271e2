// Says when what was pressed did not reach the server. Nothing was changed then, and nothing that was typed is gone.

const banner = document.getElementById("unsent");

function tell(text) {
  banner.textContent = text;
  banner.hidden = !text;
}

document.addEventListener("htmx:sendError", () => tell(banner.dataset.network));
document.addEventListener("htmx:timeout", () => tell(banner.dataset.silence));
document.addEventListener("htmx:responseError", () => tell(banner.dataset.refusal));
document.addEventListener("htmx:afterRequest", ({ detail }) => detail.successful && tell(""));
