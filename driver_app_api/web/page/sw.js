// Keeps the app itself on the phone. VERSION and FILES stand above: the server writes them from the very files
// it serves, so that a changed file is a new version. What the driver does is kept elsewhere (js/store.js).
/* global VERSION, FILES */
const CACHE = `driver-${VERSION}`;

self.addEventListener("install", (event) => {
  const fresh = FILES.map((path) => new Request(path, { cache: "reload" }));
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(fresh)));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys()) {
        const isOld = name.startsWith("driver-") && name !== CACHE;
        const isOfNoMap = name.startsWith("streets-") && !FILES.includes("streets/map.js");
        if (isOld || isOfNoMap) await caches.delete(name);
      }
      await self.clients.claim();
    })(),
  );
});

// A new version waits until the page says so: files of two versions are never mixed.
self.addEventListener("message", (event) => {
  if (event.data === "take over") self.skipWaiting();
});

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  const scope = new URL(self.registration.scope);
  if (event.request.method !== "GET" || url.origin !== scope.origin) return;
  const path = url.pathname.slice(scope.pathname.length);
  if (!url.pathname.startsWith(scope.pathname) || !FILES.includes(path || "./")) return;
  event.respondWith(
    caches
      .open(CACHE)
      .then((cache) => cache.match(path || "./"))
      .then((kept) => kept ?? fetch(event.request)),
  );
});
