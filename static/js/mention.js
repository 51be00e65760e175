// Completes @names in a note: the list below the field shrinks while typing, a click or Enter on a name puts it in.
for (const list of document.querySelectorAll("[data-people]")) {
  const field = list.closest("form").querySelector("[data-mention]");
  const people = [...list.querySelectorAll("[data-account]")];
  const begun = () => /(^|[^\w.@+-])@([\w.@+-]*)$/.exec(field.value.slice(0, field.selectionStart));

  const narrow = () => {
    const wanted = (begun()?.[2] || "").toLowerCase();
    for (const one of people) one.hidden = !one.textContent.toLowerCase().includes(wanted);
  };

  list.addEventListener("click", (event) => {
    const chosen = event.target.closest("button")?.closest("[data-account]");
    if (!chosen) return;
    const end = field.selectionStart;
    const start = end - (begun() ? begun()[2].length + 1 : 0);
    const gap = start && !/\s/.test(field.value[start - 1]) ? " " : "";
    field.setRangeText(`${gap}@${chosen.dataset.account} `, start, end, "end");
    field.focus();
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
  field.addEventListener("input", narrow);
}
