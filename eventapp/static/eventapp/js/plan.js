// The plan: Escape leaves a cell as it was.

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.isComposing) return;
  const form = event.target.closest("form.opened");
  if (!form) return;
  event.preventDefault();
  form.querySelector("[data-leave]").click();
});
