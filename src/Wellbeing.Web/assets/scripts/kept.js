// Check-ins that wait on this device until there is a connection. Used by the pages and by the service worker.
// What somebody wrote is encrypted (AES-GCM) with a key that this browser makes and never gives out.
const endpoint = "/CheckIn/Kept";

const promised = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

const open = () => {
  const request = indexedDB.open("wellbeing", 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore("facts");
    request.result.createObjectStore("kept", { keyPath: "id" });
  };
  return promised(request);
};

const store = async (name, mode, act) => {
  const database = await open();
  try {
    return await promised(act(database.transaction(name, mode).objectStore(name)));
  } finally {
    database.close();
  }
};

export const fact = (name) => store("facts", "readonly", (facts) => facts.get(name));
export const remember = (name, value) => store("facts", "readwrite", (facts) => facts.put(value, name));
export const forget = (name) => store("facts", "readwrite", (facts) => facts.delete(name));
export const kept = () => store("kept", "readonly", (all) => all.getAll());
export const drop = (id) => store("kept", "readwrite", (all) => all.delete(id));

const key = async () => {
  const made = await fact("key");
  if (made) return made;
  await remember("key", await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]));
  return fact("key");
};

const bytes = (text) => new TextEncoder().encode(text);

/**
 * Keeps a check-in under an id of its own: however often it is sent, it is stored once.
 * @param link the path of the mail's link it was written behind, or null. A secret, so it is kept as the answers are.
 * @param id the one it was already sent under, where nobody knows whether it arrived.
 */
export const keep = async (answers, link = null, id = crypto.randomUUID()) => {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: bytes(id) }, await key(), bytes(JSON.stringify({ ...answers, link })));
  const item = { id, iv, data, at: Date.now(), person: (await fact("person")) ?? "" };
  await store("kept", "readwrite", (all) => all.put(item));
  return item;
};

/** Keeps what is being sent from a page: where a proxy answers in our place, or nobody does, it can be filled in again. */
export const keepTyped = async (said) => {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: bytes("typed") }, await key(), bytes(JSON.stringify({ ...said, at: Date.now() })));
  await remember("typed", { iv, data });
};

/** @returns what was being sent last, for a day; null where there is none. */
export const typed = async () => {
  const item = await fact("typed");
  if (!item) return null;
  try {
    const said = JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt({ name: "AES-GCM", iv: item.iv, additionalData: bytes("typed") }, await key(), item.data)));
    if (Date.now() - said.at < 24 * 60 * 60 * 1000) return said;
  } catch {
    // Of another key: of no use any more.
  }
  await forget("typed");
  return null;
};

/** Begins the session of a mail's link, as the button on the link's own page does. @returns false where it is used up or over. */
const useLink = async (link) => {
  const page = await fetch(link, { redirect: "manual", cache: "no-store", credentials: "same-origin" });
  const token = page.ok && /name="__RequestVerificationToken"[^>]*value="([^"]+)"/.exec(await page.text())?.[1];
  if (!token) return false;
  const answer = await fetch(link, {
    method: "POST",
    redirect: "manual",
    credentials: "same-origin",
    body: new URLSearchParams({ __RequestVerificationToken: token }),
  });
  return answer.type === "opaqueredirect";
};

const answersOf = async (item) =>
  JSON.parse(new TextDecoder().decode(
    await crypto.subtle.decrypt({ name: "AES-GCM", iv: item.iv, additionalData: bytes(item.id) }, await key(), item.data)));

/** @returns what is true of it now: kept, signIn, mine (whose?), other, refused, ended, or sent with where to read about it. */
const send = async (item, isMine) => {
  const { link, ...answers } = await answersOf(item);
  const byLink = Boolean(link) && (await useLink(link));
  const asked = await fetch(endpoint, { redirect: "manual", cache: "no-store", credentials: "same-origin" });
  if (asked.type === "opaqueredirect" || asked.status === 401 || asked.status === 403) return { state: "signIn" };
  if (!asked.ok) return { state: "kept" };
  const { token, person } = await asked.json();
  if (byLink && item.person !== person) {
    item.person = person; // It is the link's owner's, whoever else uses this device; a second try finds the link used.
    await store("kept", "readwrite", (all) => all.put(item));
  }
  if (item.person && item.person !== person) return { state: "other" };
  if (!item.person && !isMine) return { state: "mine" };
  const answer = await fetch(endpoint, {
    method: "POST",
    redirect: "manual",
    credentials: "same-origin",
    headers: { "Content-Type": "application/json", RequestVerificationToken: token },
    body: JSON.stringify({ ...answers, submissionId: item.id, keptSeconds: Math.max(0, (Date.now() - item.at) / 1000) }),
  });
  if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) return { state: "signIn" };
  if (answer.status === 410) return { state: "ended" };
  if (answer.status === 422) return { state: "refused" };
  if (!answer.ok) return { state: "kept" };
  const { submittedAtUtc, href } = await answer.json();
  await remember("sent", { at: submittedAtUtc, href });
  await drop(item.id);
  return { state: "sent", at: submittedAtUtc, href };
};

/** Sends what is kept, oldest first, one sender at a time. */
export const sendAll = async (isMine = false) => {
  const all = async () => {
    let last = null;
    for (const item of (await kept()).sort((a, b) => a.at - b.at)) {
      try {
        last = await send(item, isMine);
      } catch {
        last = { state: "kept" }; // No connection after all.
      }
      if (last.state !== "sent") break;
    }
    return last;
  };
  return navigator.locks ? navigator.locks.request("wellbeing-send", all) : all();
};
