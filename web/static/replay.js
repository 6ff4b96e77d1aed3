// Keys of the play head, only while the focus is inside it; every key is also a link.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const head = document.querySelector("[data-replay]");
  if (!head) return;
  const remembered = "replay-key";

  // the step just taken keeps the focus, so that the next press goes on
  const last = sessionStorage.getItem(remembered);
  sessionStorage.removeItem(remembered);
  if (last) {
    const same = head.querySelector(`a[data-key="${CSS.escape(last)}"]`);
    (same ?? head.querySelector("a[data-key]"))?.focus();
  }

  // the present act is in view, without moving the page
  const here = document.querySelector(".replay-acts .is-here");
  const list = here?.closest(".replay-acts");
  if (list) list.scrollTop = here.offsetTop - list.offsetTop - list.clientHeight / 3;

  function go(link) {
    sessionStorage.setItem(remembered, link.dataset.key);
    location.assign(link.href);
  }

  head.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.target.closest("select, input")) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const link = head.querySelector(`a[data-key="${CSS.escape(key)}"]`);
    if (!link) return;
    event.preventDefault();
    go(link);
  });

  head.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-key]");
    if (link) sessionStorage.setItem(remembered, link.dataset.key);
  });
});
