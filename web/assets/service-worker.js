// Keeps the site for use without a network. Its first lines, VERSION and FILES, are written when the site is built.

// The scope is part of the name: other sites on the same host have caches of their own.
const prefix = `bellwether ${self.registration.scope} `;
const cacheName = prefix + VERSION;
// How long a network may keep silent before the kept copy is taken, in milliseconds.
const PATIENCE = 2000;

self.addEventListener('install', (event) => {
  // Past the browser's own cache, which may still hold an older file of the same name.
  const requests = ['./', ...FILES].map((file) => new Request(file, { cache: 'no-cache' }));
  event.waitUntil(caches.open(cacheName).then((cache) => cache.addAll(requests)));
});

self.addEventListener('activate', (event) => {
  const outdated = (name) => name.startsWith(prefix) && name !== cacheName;
  event.waitUntil(
    caches.keys().then((names) => Promise.all(names.filter(outdated).map((name) => caches.delete(name)))),
  );
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const isOurs = request.method === 'GET' && request.url.startsWith(self.registration.scope);
  if (isOurs) event.respondWith(answer(request));
});

// A file whose name holds its digest never changes. All else comes from the network while there is one that works.
async function answer(request) {
  const cache = await caches.open(cacheName);
  const kept = await cache.match(request.mode === 'navigate' ? './' : request);
  if (!kept) return fetch(request);
  if (/-[0-9a-f]{12,}(_bg)?\.\w+$/.test(new URL(request.url).pathname)) return kept;
  const fresh = fetch(request).then((response) => (response.ok ? response : kept), () => kept);
  const silence = new Promise((resolve) => setTimeout(resolve, PATIENCE, kept));
  return Promise.race([fresh, silence]);
}
