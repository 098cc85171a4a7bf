// Staff pages only: previews and refreshes of a part of a page. Settings are in the htmx-config meta tag,
// so that nothing is evaluated, no style is injected and no health data is kept in browser storage.
import htmx from "htmx.org/dist/htmx.esm.js";

window.htmx = htmx;
