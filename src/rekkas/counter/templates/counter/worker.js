{% autoescape off %}// Keeps the window on this device. Its name changes with anything that the window is made of.
const KEPT = "rekkas-window-{{ version }}";
const FILES = [{% for file in files %}"{{ file }}"{% if not forloop.last %}, {% endif %}{% endfor %}];
const PAGE = "/desk/window/";

self.addEventListener("install", (event) => {
  event.waitUntil(keep().then(() => self.skipWaiting()));
});

async function keep() {
  const kept = await caches.open(KEPT);
  await kept.addAll(FILES.map((file) => new Request(file, { cache: "reload" })));
  const page = await fetch(PAGE, { credentials: "same-origin" });
  if (page.ok && !page.redirected) await kept.put(PAGE, page);
}

self.addEventListener("activate", (event) => {
  event.waitUntil(caches.keys()
    .then((names) => Promise.all(names.filter((name) => name.startsWith("rekkas-window-") && name !== KEPT).map((name) => caches.delete(name))))
    .then(() => self.clients.claim()));
});

// The page: the post's own while it answers, else the one that was last seen. Parts of it: those kept, else the post's.
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== location.origin) return;
  if (request.mode === "navigate" && address.pathname === PAGE) event.respondWith(page(request));
  else if (FILES.includes(address.pathname)) event.respondWith(part(request));
});

async function page(request) {
  const kept = await caches.open(KEPT);
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), 4000);
  try {
    const answer = await fetch(request, { signal: stop.signal });
    if (answer.ok && !answer.redirected && answer.type === "basic") await kept.put(PAGE, answer.clone());
    return answer;
  } catch {
    return (await caches.match(PAGE, { ignoreSearch: true })) ?? Response.error();
  } finally {
    clearTimeout(timer);
  }
}

async function part(request) {
  return (await caches.match(request, { ignoreSearch: true })) ?? fetch(request);
}{% endautoescape %}
