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

// To read: r marks the check-in of that line read, as its button does. With a script the list stays where it is, and the
// next name has the focus; without one, or when something fails, the form is sent as any other.
document.addEventListener("keydown", (event) => {
  if (event.key !== "r" || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
  document.activeElement?.closest("[data-keys] > li")?.querySelector("[data-read] button")?.click();
});

// A line that was read: no button, and it waits no longer.
const wasRead = (row, said) => {
  row.classList.add("is-read");
  row.querySelector("[data-read-waits]")?.remove();
  const done = document.createElement("p");
  done.className = "wb-reading__done";
  done.textContent = said;
  row.querySelector("form[data-read]")?.replaceWith(done);
};

// Heading, badge and lines say what is true now: after each mark, and while colleagues read the same list.
const counts = document.querySelector("form[data-read-counts]");
let recounting = null;
const recount = async () => {
  clearTimeout(recounting);
  recounting = setTimeout(recount, 30000);
  if (document.visibilityState !== "visible") return;
  const lines = new Map([...document.querySelectorAll("form[data-read] input[name=ids]")].map((id) => [id.value, id.closest("li")]));
  const body = new FormData(counts);
  for (const id of lines.keys()) body.append("ids", id);
  const answer = await fetch(counts.action, { method: "POST", body, headers: { "X-Requested-With": "fetch" } }).catch(() => null);
  if (!answer?.ok || answer.redirected) return; // It stays as it is, and is asked for again.
  const now = await answer.json();
  document.querySelector("[data-read-lead]").textContent = now.lead;
  const late = document.querySelector("[data-read-late]");
  late.hidden = !now.late;
  late.querySelector("span").textContent = now.late;
  const badge = document.querySelector("a[href='/Staff/ToRead'] .wb-nav__count");
  if (badge) {
    badge.hidden = !now.unread;
    badge.firstChild.data = now.unread;
  }
  // What is being marked here just now says so itself; where somebody writes a note, the line stays whole.
  for (const id of now.read) {
    const row = lines.get(id);
    if (row && !row.querySelector("form[data-read]")?.dataset.sent && !row.contains(document.activeElement)) wasRead(row, "Read by a colleague");
  }
};
if (counts) {
  recounting = setTimeout(recount, 30000);
  document.addEventListener("visibilitychange", recount);
}

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-read]");
  if (!form || form.dataset.failed) return;
  event.preventDefault();
  if (form.dataset.sent) return;
  form.dataset.sent = "true";
  try {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { "X-Requested-With": "fetch" } });
    if (answer.status !== 204) throw new Error(answer.statusText);
  } catch {
    form.dataset.failed = "true";
    form.requestSubmit();
    return;
  }

  const row = form.closest("li");
  const focused = row.contains(document.activeElement);
  wasRead(row, "Read");
  const status = document.querySelector("[data-read-status]");
  if (status) status.textContent = `Marked read: ${form.dataset.read}`;
  if (focused) {
    let next = row.nextElementSibling;
    while (next?.classList.contains("is-read")) next = next.nextElementSibling;
    (next ?? row).querySelector("h2 a")?.focus();
  }
  await recount();
});

// What somebody filled in is sent only while they are signed in: the way through sign-in could lose it. They sign in in another
// tab, come back, and press the same button again. Never is it sent under the name of somebody else who signed in there.
const notSent = (form, titleWords, ...parts) => {
  form.querySelector("[data-not-sent]")?.remove();
  const notice = document.createElement("div");
  notice.className = "govuk-error-summary";
  notice.dataset.notSent = "";
  notice.tabIndex = -1;
  notice.setAttribute("role", "alert");
  const title = document.createElement("h2");
  title.className = "govuk-error-summary__title";
  title.textContent = titleWords;
  const words = document.createElement("p");
  words.append(...parts);
  notice.append(title, words);
  form.prepend(notice);
  notice.focus();
};

const signIn = () => {
  const link = document.createElement("a");
  link.href = "/SignIn";
  link.target = "_blank";
  link.className = "govuk-link";
  link.textContent = "Sign in (opens in a new tab)";
  return link;
};

let sending = null;
let known = Date.now(); // A page that was just drawn was drawn for somebody signed in.
document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (form === sending || form.method !== "post" || form.dataset.read !== undefined || Date.now() - known < 60_000) return;
  if (!form.querySelector("textarea, select, input:not([type=hidden], [type=submit])")) return; // Nothing was filled in by hand.
  event.preventDefault();
  event.stopImmediatePropagation();
  if (form.dataset.asked) return; // A second click while the first is on its way.
  form.dataset.asked = "true";
  try {
    const headers = { RequestVerificationToken: form.elements.__RequestVerificationToken?.value ?? "" };
    const answer = await fetch("/Staff/Session", { method: "POST", redirect: "manual", headers });
    if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403)
      return notSent(form, "You have been signed out", "Nothing was sent, and what you entered is still here. ", signIn(), ", come back to this tab, and press the button again.");
    if (answer.status === 400)
      return notSent(form, "This page is of an earlier sign-in", "Nothing was sent, and what you entered is still here. Copy it, open the page again, and send it from there.");
    if (answer.ok) known = Date.now();
  } catch {
    // No connection: the form goes its ordinary way.
  } finally {
    delete form.dataset.asked;
  }

  form.querySelector("[data-not-sent]")?.remove();
  sending = form;
  form.requestSubmit(event.submitter);
  sending = null;
}, true);

// Of a line that a finger moves, such as the filters on a phone, the part one is at is in sight.
for (const current of document.querySelectorAll(".wb-nav [aria-current], .wb-chips [aria-current]")) {
  current.scrollIntoView({ block: "nearest", inline: "nearest" });
}
