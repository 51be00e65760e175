// On every page: says that scripts run, and serves the small buttons.
// [data-print] prints; [data-copy] copies [data-number] and [data-secret], then shows data-copied.
// [data-open-wide] is unfolded where the page is wide; [data-focus] is where a page with errors begins to be read.
document.documentElement.classList.add("js");

document.querySelector("[data-focus]")?.focus();

// There is room for the filters beside the list.
if (window.matchMedia("(min-width: 62rem)").matches) {
  for (const panel of document.querySelectorAll("[data-open-wide]")) panel.open = true;
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => window.print());
}

for (const button of document.querySelectorAll("[data-copy]")) {
  button.addEventListener("click", async () => {
    const parts = ["[data-number]", "[data-secret]"].map((where) => document.querySelector(where)?.textContent.trim());
    try {
      await navigator.clipboard.writeText(parts.join("\n"));
      button.textContent = button.dataset.copied;
    } catch {
      // No permission: select it, so that the person can copy by hand.
      getSelection().selectAllChildren(document.querySelector("[data-secret]"));
    }
  });
}
