// Moves the hosts of a plan: by its buttons without asking the server, and by dragging the grip.
// [data-host] goes to another [data-row]; the days of the rows stay. Without scripts the buttons submit.
document.documentElement.classList.add("js");

const plan = document.querySelector("[data-plan]");
const rows = () => [...plan.querySelectorAll("[data-row]")];

function renumber(host, row) {
  for (const field of host.querySelectorAll("[name^=stop-]")) {
    const name = field.name.replace(/^stop-\d+-/, `stop-${row}-`);
    const label = host.querySelector(`label[for="${field.id}"]`);
    field.name = name;
    field.id = `id_${name}`;
    if (label) label.htmlFor = field.id;
  }
}

function move(from, to) {
  const all = rows();
  if (from === to || from < 0 || !all[to] || !all[from]) return;
  const hosts = all.map((row) => row.querySelector("[data-host]"));
  hosts.splice(to, 0, hosts.splice(from, 1)[0]);
  hosts.forEach((host, row) => {
    renumber(host, row);
    all[row].insertBefore(host, all[row].querySelector(".plan-move"));
    const name = host.querySelector("strong").textContent;
    for (const said of all[row].querySelectorAll(".plan-move .visually-hidden")) said.textContent = ` ${name}`;
  });
  // What was said of a row was said of another host.
  for (const said of plan.querySelectorAll("[data-clashes]")) said.remove();
  document.querySelector("[data-plan-status]").textContent = plan.dataset.changed;
}

if (plan) {
  let dragged = -1;
  plan.addEventListener("click", (event) => {
    const button = event.target.closest("[data-up], [data-down]");
    if (!button) return;
    event.preventDefault();
    const from = rows().indexOf(button.closest("[data-row]"));
    const to = from + ("up" in button.dataset ? -1 : 1);
    move(from, to);
    const again = rows()[to].querySelector("up" in button.dataset ? "[data-up]" : "[data-down]");
    (again.disabled ? rows()[to].querySelector(".plan-move button:not([disabled])") : again).focus();
  });
  plan.addEventListener("dragstart", (event) => {
    if (!event.target.closest("[data-grip]")) return;
    dragged = rows().indexOf(event.target.closest("[data-row]"));
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", String(dragged));
  });
  plan.addEventListener("dragover", (event) => {
    if (dragged < 0 || !event.target.closest("[data-row]")) return;
    event.preventDefault();
    for (const row of rows()) row.classList.toggle("plan-over", row === event.target.closest("[data-row]"));
  });
  plan.addEventListener("drop", (event) => {
    if (dragged < 0) return;
    event.preventDefault();
    move(dragged, rows().indexOf(event.target.closest("[data-row]")));
  });
  plan.addEventListener("dragend", () => {
    dragged = -1;
    for (const row of rows()) row.classList.remove("plan-over");
  });
}
