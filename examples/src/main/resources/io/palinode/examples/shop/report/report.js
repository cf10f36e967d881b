"use strict";
// Buttons that show the sagas of one outcome; without scripts the table shows them all.
(() => {
  const rows = [...document.querySelectorAll("#sagas tr")];
  const bar = document.getElementById("filter");
  const names = { completed: "completed", compensated: "undone" };
  const statuses = [...new Set(rows.map((row) => row.dataset.status))];
  const show = (wanted) => {
    for (const row of rows) row.hidden = wanted !== "" && row.dataset.status !== wanted;
    for (const button of bar.children) button.setAttribute("aria-pressed", String(button.value === wanted));
  };
  for (const status of ["", ...statuses]) {
    const button = document.createElement("button");
    const count = rows.filter((row) => status === "" || row.dataset.status === status).length;
    button.value = status;
    button.textContent = `${status === "" ? "all" : names[status] || status} (${count})`;
    button.addEventListener("click", () => show(status));
    bar.append(button);
  }
  show("");
})();
