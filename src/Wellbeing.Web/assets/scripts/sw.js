// The service worker: with no connection, help and a page to check in are still there, and a page that says so for any other.
// It keeps static files and pages that hold nothing about anybody (asked for without cookies), never a page of somebody's own.
import { fact, sendAll } from "./kept.js";

const { build, languages } = self.wb;
const cacheName = `wellbeing-${build}`;
const pages = ["/CheckIn/Offline", "/NoConnection", "/Help"];

// Where a check-in begins: anywhere else its form would look as if nothing had been sent.
const begins = /^\/CheckIn(\/All|\/Offline|\/Link\/[^/]+)?\/?$/i;
const keyOf = (page, language) => `${page}?culture=${encodeURIComponent(language)}`;
const assetsIn = (html) => [...html.matchAll(/(?:href|src)="(\/(?:dist\/[^"]+|[\w.-]+\.(?:svg|png|webmanifest|css)))"/g)].map((match) => match[1]);

const fill = async () => {
  const cache = await caches.open(cacheName);
  const assets = new Set();
  for (const language of languages) {
    for (const page of pages) {
      const answer = await fetch(keyOf(page, language), { credentials: "omit", cache: "reload" });
      if (!answer.ok) throw new Error(`${page}: ${answer.status}`);
      for (const asset of assetsIn(await answer.clone().text())) assets.add(asset);
      await cache.put(keyOf(page, language), answer);
    }
  }
  await cache.addAll([...assets]);
};

// The page that stands in for one that was sent to us is told so: opened anew by its address, it would be another one.
const asPosted = async (page) =>
  new Response((await page.text()).replace("data-away", 'data-away="posted"'), { status: page.status, headers: page.headers });

const withoutConnection = async (path, method) => {
  const cache = await caches.open(cacheName);
  const language = await fact("language").catch(() => null);
  const page = /^\/(Help|NotSafe)/i.test(path) ? "/Help" : begins.test(path) ? "/CheckIn/Offline" : "/NoConnection";
  const kept = (language && (await cache.match(keyOf(page, language)))) ?? (await cache.match(keyOf(page, languages[0])));
  if (!kept) return Response.error();
  return method === "POST" && page === "/NoConnection" ? asPosted(kept) : kept;
};

// A proxy that answers because we cannot: to a person that is the same as no connection. Every answer of our own has a policy.
const isProxys = (answer) => [502, 503, 504].includes(answer.status) && !answer.headers.has("Content-Security-Policy");

self.addEventListener("install", (event) => event.waitUntil(fill().then(() => self.skipWaiting())));

self.addEventListener("activate", (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name !== cacheName) await caches.delete(name);
  await self.clients.claim();
})()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (request.mode === "navigate")
    event.respondWith(fetch(request).then(
      (answer) => (isProxys(answer) ? withoutConnection(url.pathname, request.method) : answer),
      // "Back" to what a form was answered with: browsers ask no server for it. Its page is asked for instead.
      () => (request.isHistoryNavigation && request.method === "POST" ? Response.redirect(url.href, 303) : withoutConnection(url.pathname, request.method)),
    ));
  else if (request.method === "GET" && assetsIn(`src="${url.pathname}"`).length > 0)
    event.respondWith(caches.match(url.pathname).then((hit) => hit ?? fetch(request)));
});

self.addEventListener("sync", (event) => {
  if (event.tag !== "wellbeing-send") return;
  event.waitUntil(sendAll().then(async (last) => {
    for (const page of await self.clients.matchAll()) page.postMessage(last?.state ?? "none");
    if (last?.state === "kept") throw new Error("later"); // The browser tries again.
  }));
});
