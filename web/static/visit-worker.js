// Opens the kept pages of a visit without a network. It keeps nothing itself: pages do that, each
// log-in in a cache of its own, and every page of the site clears away what is not its log-in's.
"use strict";

const PREFIX = "visit:";
const SECONDS = 6;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request, address));
  else if (/^\/(static|visit-scripts)\//.test(address.pathname)) event.respondWith(file(request));
});

// The network goes first, so that nobody reads an old page while there is one.
async function page(request, address) {
  const kept = kept_address(address);
  try {
    return await in_time(fetch(request));
  } catch (error) {
    const found = await find(kept);
    if (found) return found;
    throw error;
  }
}

async function file(request) {
  return (await find(request.url)) ?? fetch(request);
}

function in_time(answer) {
  const late = new Promise((_, refuse) => setTimeout(refuse, SECONDS * 1000, new Error("late")));
  return Promise.race([answer, late]);
}

// What was just recorded is asked for in the address, but it is the same page.
function kept_address(address) {
  const blank = address.searchParams.get("blank") === "1" ? "?blank=1" : "";
  return address.origin + address.pathname + blank;
}

async function find(address) {
  for (const name of await caches.keys()) {
    if (!name.startsWith(PREFIX)) continue;
    const found = await (await caches.open(name)).match(address);
    if (found) return found;
  }
  return undefined;
}
