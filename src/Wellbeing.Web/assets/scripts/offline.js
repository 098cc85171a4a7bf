// What pages do about check-ins that wait on this device, and about a connection that is gone.
import { drop, fact, forget, keep, keepTyped, kept, remember, sendAll, typed } from "./kept.js";

const hasStore = Boolean("indexedDB" in window && window.crypto?.subtle);
const panel = document.querySelector("[data-kept]");
const form = document.querySelector("[data-offline-form]");
const away = document.querySelector("[data-away]");

// Opened from a mail: the link lets it be sent without signing in.
const link = /^\/CheckIn\/Link\/[\w-]+$/i.test(location.pathname) ? location.pathname : null;

// A page of a check-in that is sent to us as it is filled in.
const asking = /^\/CheckIn\//i.test(location.pathname) ? [...document.forms].find((one) => one !== form && one.elements.DraftId) : null;

let shown = null;
const show = (state, fill) => {
  shown = state;
  if (!panel) return;
  panel.hidden = state === null;
  for (const part of panel.querySelectorAll("[data-state]")) part.hidden = part.dataset.state !== state;
  const part = panel.querySelector(`[data-state="${state}"]`);
  if (part) fill?.(part);
};

const time = (instant) => new Intl.DateTimeFormat(document.documentElement.lang, { day: "numeric", month: "long", hour: "numeric", minute: "2-digit" }).format(new Date(instant));

const showSent = ({ at, href }) => show("sent", (part) => {
  part.querySelector("time").textContent = time(at);
  part.querySelector("a").href = href;
});

// What waits on this device, should another tab or the browser itself send it.
let waiting = null;

// The page with the form gives way, once, to the one that says what was saved and what happens next.
let leaving = false;
const leaveFor = async (href) => {
  if (leaving) return;
  leaving = true;
  await forget("sent");
  location.replace(href);
};

// Pages that say what was sent, and by when somebody reads it: as they stand they are of before. They come anew, and the
// new one says that it was sent. On others something may be typed: they stay.
const arrived = (sent) => {
  if (!/^\/(Trend)?$/i.test(location.pathname) || away) return showSent(sent);
  if (leaving) return;
  leaving = true;
  location.reload();
};

const tell = async (result) => {
  if (result?.state === "sent") {
    if (form) await leaveFor(result.href);
    else arrived(result);
    return;
  }
  const [first] = await kept();
  if (!first) {
    // Another tab, or the browser itself, was faster: what is true of it now is still said here.
    const sent = await fact("sent");
    if (form) await leaveFor(sent?.href ?? (waiting ? `/CheckIn/Done?id=${waiting}` : "/"));
    else if (sent) arrived(sent);
    else if (shown !== "sent") show(null);
    return;
  }
  waiting = first.id;
  show(result?.state ?? "kept", (part) => {
    for (const at of part.querySelectorAll("time")) at.textContent = time(first.at);
  });
};

const sendNow = async (isMine, sentElsewhere) => {
  if ((await kept()).length === 0) return shown === "kept" || shown === "sending" || sentElsewhere ? tell(null) : undefined;
  if (!navigator.onLine) return tell({ state: "kept" });
  show("sending");
  await tell(await sendAll(isMine));
};

const later = async () => {
  try {
    await (await navigator.serviceWorker.ready).sync.register("wellbeing-send");
  } catch {
    // Browsers without it send when a page of ours is open.
  }
};

// What was typed when something else than us answered, as a proxy does while we are away, stands in the page again.
let under; // The id it was sent under: should it have arrived after all, it is stored once.
const fillAgain = async () => {
  const said = await typed();
  if (!said) return;
  const [page, mine] = form
    ? [form, said.person === (await fact("person"))]
    : [asking, asking?.elements.DraftId.value === said.draft];
  if (/^\/CheckIn\/Done$/i.test(location.pathname) || (page && !mine)) return forget("typed");
  if (!page || said.path !== location.pathname) return;
  for (const field of page.elements) {
    const values = said.fields.filter(([name]) => name === field.name).map(([, value]) => value);
    if (field.type === "radio" || field.type === "checkbox") field.checked = values.includes(field.value);
    else if (field.type !== "hidden" && values.length > 0) [field.value] = values;
  }
  if (form) under = said.draft;
};

let again = false;
const keepAndSubmit = async (event) => {
  event.preventDefault();
  const fields = [...new FormData(asking)].filter(([name, value]) => !name.startsWith("__") && typeof value === "string");
  const said = { path: location.pathname, draft: asking.elements.DraftId.value, person: await fact("person").catch(() => null), fields };
  // A moment at most: sending does not wait for it.
  await Promise.race([keepTyped(said).catch(() => {}), new Promise((done) => setTimeout(done, 500))]);
  again = true;
  asking.requestSubmit(event.submitter);
  again = false;
};

// What an organisation asks besides, as the form would have sent it: a question that was shown and left blank is a skip.
const extras = (data) => Object.fromEntries([...new Set([...form.elements].map((field) => field.name).filter((name) => /^extra-\d+$/.test(name)))]
  .map((name) => [name, data.getAll(name).map((value) => value.replace(/\r\n?/g, "\n"))]));

const answers = (data) => {
  const number = (name) => (/^\d+$/.test(data.get(name) ?? "") ? Number(data.get(name)) : null);
  const named = (value) => (value && value !== "skip" ? value[0].toLowerCase() + value.slice(1) : null);
  return {
    intensity: number("Intensity"),
    functioning: number("Functioning"),
    change: named(data.get("Change")),
    // Chosen, and then the rating was lowered: the question is gone from the page, and so is its answer.
    duration: number("Intensity") >= Number(data.get("Change") === "Growing" ? form.dataset.durationFromGrowing : form.dataset.durationFrom)
      ? named(data.get("Duration")) : null,
    emotions: data.getAll("Emotions").map(named).filter(Boolean),
    words: (data.get("Words") ?? "").replace(/\r\n?/g, "\n").trim() || null,
    contactMe: data.get("ContactMe") === "true",
    phone: data.get("Reach.Phone")?.trim() || null,
    bestTime: data.get("Reach.BestTime") || null,
    questionVersion: number("QuestionVersion") ?? 0,
    extras: extras(data),
  };
};

const saysNothing = (said) => said.intensity === null && said.functioning === null && said.change === null && !said.emotions.length && !said.words && !said.contactMe
  && !Object.values(said.extras).flat().some((value) => value.trim() && value !== "skip");

const begin = async () => {
  const person = document.querySelector("[data-person]")?.dataset.person;
  if (person) {
    await remember("person", person);
    navigator.serviceWorker?.register("/sw.js").catch(() => {}); // Not offered here, or no room: everything else works.
  }
  await remember("language", document.documentElement.lang);
  if (!panel) return;

  // Sent while no page was open: told once.
  const sent = await fact("sent");
  if (sent) {
    showSent(sent);
    await forget("sent");
  }
  await sendNow();
  if (!away) addEventListener("online", () => sendNow());
  navigator.serviceWorker?.addEventListener("message", (event) => sendNow(false, event.data === "sent")); // The browser sent it by itself.
  panel.addEventListener("click", async (event) => {
    const act = event.target.closest("[data-act]")?.dataset.act;
    if (act === "send") await sendNow(true);
    if (act === "drop") {
      for (const item of await kept()) await drop(item.id);
      waiting = null;
      show("dropped");
    }
  });
};

form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const said = answers(new FormData(form));
  const tooLong = [said.words ?? "", ...Object.values(said.extras).flat()].some((words) => words.trim().length > Number(form.dataset.maxWords));
  for (const message of form.querySelectorAll("[data-problem]")) message.hidden = !(message.dataset.problem === "nothing" ? saysNothing(said) : tooLong);
  if (saysNothing(said) || tooLong) {
    form.querySelector("[data-problem]:not([hidden])").focus();
    return;
  }
  waiting = (await keep(said, link, under)).id;
  under = undefined;
  await forget("typed");
  form.hidden = true;
  document.querySelector("[data-offline-intro]").hidden = true;
  show("kept", (part) => { part.querySelector("time").textContent = time(Date.now()); });
  form.before(panel); // In the form's place, under the page's heading.
  panel.scrollIntoView();
  panel.focus();
  await later();
  await sendNow();
});

// How often this address was opened again by itself in this tab, since it last was there.
const opened = `wellbeing-opened ${location.pathname}`;
const tries = (set) => {
  try {
    if (set !== undefined) sessionStorage.setItem(opened, set);
    return Number(sessionStorage.getItem(opened)) || 0;
  } catch {
    return 3; // Nothing can be remembered: less often from the start.
  }
};
const wait = () => Math.min(60, 4 * 2 ** tries()) * 1000;

// This page stands in for one that cannot be had just now: by its address it knows for which.
if (away && !/^\/NoConnection$/i.test(location.pathname)) {
  const here = location.pathname + location.search;
  away.querySelector("[data-again]").href = here;
  // That address is given only to what has reached us.
  const sent = /^\/CheckIn\/Done$/i.test(location.pathname) && new URLSearchParams(location.search).has("id");
  away.querySelector("[data-done]").hidden = !sent;
  away.querySelector("[data-check-in]").hidden = sent;

  // Sent to us and not arrived: asked for by its address it would be another page. The one before has the form, as it was.
  const posted = away.dataset.away === "posted";
  if (posted) {
    away.querySelector("[data-lead]").hidden = true;
    away.querySelector("[data-posted]").hidden = false;
  }
  const open = () => (posted && history.length > 1 ? history.back() : location.replace(here));
  away.querySelector("[data-again]").addEventListener("click", (event) => {
    if (!posted) return;
    event.preventDefault();
    open();
  });

  // Whether we answer again: a proxy in our place says that it cannot reach us, or nothing of ours. The network of the
  // device is there all the while, so nobody tells; we ask.
  const back = async () => {
    try {
      const answer = await fetch("/sw.js", { cache: "no-store", credentials: "omit" });
      return answer.ok && answer.headers.has("Content-Security-Policy");
    } catch {
      return false;
    }
  };

  // Every few seconds; of a page that then fails all the same, less and less often: never round and round.
  let asking = null;
  const ask = async () => {
    clearTimeout(asking);
    asking = null;
    if (document.visibilityState === "visible" && (await back())) {
      await sendNow().catch(() => {});
      tries(tries() + 1);
      open();
    }
    asking = setTimeout(ask, wait());
  };
  asking = setTimeout(ask, wait());
  addEventListener("online", ask);
  document.addEventListener("visibilitychange", ask);
} else if (!away) {
  addEventListener("pageshow", () => tries(0)); // Also when it comes back as it was left.
}

// On a shared phone the next person's check-in is not the last one's.
document.addEventListener("submit", (event) => {
  if (event.target.action?.endsWith("/SignOut")) {
    forget("person").catch(() => {});
    forget("typed").catch(() => {});
  }
  // A page that cannot be sent now keeps what was typed on it.
  if (event.target !== form && event.target.method === "post" && !navigator.onLine) {
    event.preventDefault();
    // Behind a mail's link nothing was typed yet: the page to check in without a network takes its place.
    if (link && navigator.serviceWorker?.controller) {
      location.reload();
      return;
    }
    show("offline");
    panel?.scrollIntoView();
    panel?.focus();
  } else if (event.target === asking && !again && hasStore) keepAndSubmit(event);
}, true);

if (hasStore) fillAgain().catch(() => {});
if (hasStore) begin().catch(() => {}); // A private window may have no store.
