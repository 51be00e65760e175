// A grid of inputs: arrows and Enter move between cells, a digit moves on.
for (const grid of document.querySelectorAll("[data-grid]")) {
  const rows = [...grid.tBodies[0].rows].map((row) => [...row.querySelectorAll("input")]);
  const go = (row, column) => {
    const cell = rows[row]?.[column];
    cell?.focus();
    cell?.select();
  };
  grid.addEventListener("keydown", (event) => {
    const row = rows.findIndex((cells) => cells.includes(event.target));
    if (row < 0) return;
    const column = rows[row].indexOf(event.target);
    const moves = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], Enter: [1, 0] };
    const move = moves[event.key];
    if (!move || event.ctrlKey || event.metaKey || event.altKey) return;
    // Enter on the last row still saves.
    if (event.key === "Enter" && row === rows.length - 1) return;
    event.preventDefault();
    go(row + move[0], column + move[1]);
  });
  grid.addEventListener("input", (event) => {
    if (/^[1-5]$/.test(event.target.value)) event.target.removeAttribute("aria-invalid");
    else if (event.target.value) event.target.setAttribute("aria-invalid", "true");
  });
}
