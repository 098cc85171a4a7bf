// Staff pages only: previews and refreshes of a part of a page. Settings are in the htmx-config meta tag,
// so that nothing is evaluated, no style is injected and no health data is kept in browser storage.
import htmx from "htmx.org/dist/htmx.esm.js";

window.htmx = htmx;

// The list by keyboard: j and k move from name to name, Enter follows the link as ever, a takes the flag of that line.
// Never while somebody types, and never instead of a browser's own shortcut.
document.addEventListener("keydown", (event) => {
  const list = document.querySelector("[data-keys]");
  if (!list || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input:not([type=checkbox]), textarea, select")) return;
  const rows = [...list.children];
  const at = rows.indexOf(document.activeElement?.closest("[data-keys] > li"));
  if (event.key === "j" || event.key === "k") {
    const next = rows[at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + (event.key === "j" ? 1 : -1)))];
    next?.querySelector("h2 a")?.focus();
    event.preventDefault();
  } else if (event.key === "a" && at >= 0) {
    rows[at].querySelector("[data-take] button")?.click();
  }
});
