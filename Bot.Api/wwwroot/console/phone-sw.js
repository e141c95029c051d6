// Keeps the frame of a page for phones for where there is no signal. It holds no list and no name: those rest in the page's own store.
const cacheName = `${setup.name}-${setup.page}`;

self.addEventListener('install', (event) => {
  event.waitUntil((async () => {
    const cache = await caches.open(cacheName);
    await cache.addAll([setup.offline, ...setup.files].map((address) => new Request(address, { cache: 'reload', credentials: 'same-origin' })));
    await self.skipWaiting();
  })());
});

self.addEventListener('activate', (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) if (name.startsWith(`${setup.name}-`) && name !== cacheName) await caches.delete(name);
    const cache = await caches.open(cacheName);
    const kept = new Set([setup.offline, ...setup.files].map((address) => new URL(address, location.origin).href));
    for (const request of await cache.keys()) if (!kept.has(request.url)) await cache.delete(request);
    await self.clients.claim();
  })());
});

self.addEventListener('fetch', (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== 'GET' || address.origin !== location.origin) return;
  if (event.request.mode === 'navigate' && address.pathname === setup.page) event.respondWith(page(event.request));
  else if (setup.files.some((known) => known.split('?')[0] === address.pathname)) event.respondWith(file(event.request));
});

// A bad connection is worse than none: after some seconds the kept page comes.
async function page(request) {
  const kept = await caches.match(setup.offline, { cacheName });
  if (!kept) return fetch(request);
  const late = new Promise((resolve) => { setTimeout(() => resolve(kept.clone()), 5000); });
  return Promise.race([fetch(request).catch(() => kept.clone()), late]);
}

// Modules name each other without a version.
async function file(request) {
  const exact = await caches.match(request, { cacheName });
  if (exact) return exact;
  const same = new URL(request.url).search === '' && await caches.match(request, { cacheName, ignoreSearch: true });
  return same || fetch(request);
}
