// Keeps the pages of this visit for a time without network, in a cache of this log-in alone.

const FRESH_MS = 5 * 60 * 1000;
const PREFIX = "visit:";

/** Install the worker for this visit and fill the cache; failing is no trouble, only no comfort. */
export async function keep({ address, keep, modules, login }) {
  if (!("serviceWorker" in navigator) || !("caches" in window)) return;
  try {
    await navigator.serviceWorker.register("/visit-worker.js", { scope: address });
    const cache = await caches.open(PREFIX + login);
    await files(cache, modules);
    await pages(cache, keep);
    document.documentElement.dataset.kept = "yes";
  } catch {
    // without room or permission the visit works like any other page
  }
}

async function files(cache, modules) {
  const styles = [...document.querySelectorAll("link[href]")].map((link) => link.href);
  const scripts = [...document.querySelectorAll("script[src]")].map((script) => script.src);
  for (const wanted of new Set([...styles, ...scripts, ...modules.map(absolute)])) {
    if (!(await cache.match(wanted))) await take(cache, wanted);
  }
}

// The page before the eyes is taken anew, the others when they have grown old.
async function pages(cache, wanted) {
  const here = location.pathname;
  for (const page of wanted.map(absolute)) {
    const kept = await cache.match(page);
    const taken = Number(kept?.headers.get("x-taken") ?? 0);
    const is_here = new URL(page).pathname === here;
    if (!kept || Date.now() - taken > FRESH_MS || (is_here && Date.now() - taken > 5000)) {
      await take(cache, page);
    }
  }
}

async function take(cache, wanted) {
  const answer = await fetch(wanted, { redirect: "error", credentials: "same-origin" });
  if (!answer.ok) return;
  const headers = new Headers(answer.headers);
  headers.set("x-taken", String(Date.now()));
  headers.delete("content-encoding");
  headers.delete("content-length");
  await cache.put(wanted, new Response(await answer.blob(), { headers }));
}

function absolute(path) {
  return new URL(path, location.origin).href;
}
