// The plan: Escape leaves the open cell as it was.

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.isComposing) return;
  const form = event.target.closest("form.opened") ?? document.querySelector("form.opened");
  if (!form) return;
  event.preventDefault();
  form.querySelector("[data-leave]").click();
});
