// Shortens the way; every page works without it.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  // what went wrong, or why not, is read first
  document.querySelector("[data-focus]")?.focus();

  // the menu of a phone goes away with Escape
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && location.hash === "#nav") {
      location.hash = "#top";
    }
  });
});

// a second press while the answer is on its way sends nothing
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  const now = Date.now();
  if (now - Number(form.dataset.sent ?? 0) < 5000) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = String(now);
});

// a page brought back by the browser's own "back" may be sent again
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
  }
});

// pages kept for a visit belong to one log-in; any other page of the site clears the rest away
if ("caches" in window) {
  const own = `visit:${document.body.dataset.login ?? ""}`;
  caches.keys().then((names) => {
    for (const name of names) {
      if (name.startsWith("visit:") && name !== own) caches.delete(name);
    }
  });
}
