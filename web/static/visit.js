// A page of the visit: forms go into the queue of this phone first, and from there to the server.
// Without a secure address or without room the page stays what it is: forms that are sent at once.
import * as outbox from "./visit-outbox.js";
import { answer_form, absence_form } from "./visit-form.js";
import { keep } from "./visit-keep.js";
import { sender } from "./visit-send.js";
import { entries_page, rows } from "./visit-states.js";

const OFFLINE_SINCE = "visit-offline-since";
const DEMO_OFFSET = "visit-demo-offset";

const root = document.getElementById("visit");
const facts = JSON.parse(root.dataset.script);
const can_queue = window.isSecureContext && "indexedDB" in window && "locks" in navigator;

/** A sentence of this page's language. */
function say(key, values = {}) {
  return facts.words[key].replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));
}

function hour(ms) {
  const at = new Date(ms);
  return new Intl.DateTimeFormat("vi-VN", { hour: "2-digit", minute: "2-digit", timeZone: "Asia/Ho_Chi_Minh" }).format(at);
}

// Phones of the demo live on its invented day; a kept page knows an older hour, never a newer one.
function offset() {
  if (facts.demoNow === null) return 0;
  const known = Number(localStorage.getItem(DEMO_OFFSET) ?? -Infinity);
  const best = Math.max(known, facts.demoNow - Date.now());
  localStorage.setItem(DEMO_OFFSET, String(best));
  return best;
}

const place = {
  ...facts,
  item: root.dataset.item ?? "",
  say,
  hour,
  now: () => Date.now() + offset(),
  /** Keeps an entry, then tries to send; a phone without room says so and loses nothing typed. */
  async put(entry, instead) {
    const stamp = { captured_ms: Date.now(), captured_at: new Date(place.now()).toISOString() };
    const whole = { id: crypto.randomUUID(), owner: facts.owner, code: facts.code, ...stamp, ...entry };
    try {
      // what has left the phone meanwhile stays; the new words come after it
      const replaced = instead && (await outbox.replace(instead, whole));
      if (!replaced) await outbox.add(whole);
    } catch {
      bar("over", say("no_room"));
      return false;
    }
    return true;
  },
};

// -- the bar -------------------------------------------------------------------

const net = document.getElementById("net");
let last = "";

// Spoken once per change, never per entry.
function bar(look, words, link = "", href = `${facts.address}/unsent`) {
  const said = [look, words, link].join("|");
  if (said === last) return;
  last = said;
  net.hidden = !words;
  net.classList.toggle("is-done", look === "done");
  net.classList.toggle("is-over", look === "over");
  const [, first, rest] = /^(.*?[.:…](?= |$))?(.*)$/s.exec(words);
  const bold = document.createElement("b");
  bold.textContent = first ?? "";
  net.querySelector("span").replaceChildren(bold, rest);
  net.querySelector("a").textContent = link;
  net.querySelector("a").href = href;
}

async function counted() {
  const left = await outbox.waiting(facts.owner, facts.code);
  const photos = left.filter((entry) => entry.kind === "photo").length;
  return left.length ? say("unsent", { answers: left.length - photos, photos }) : "";
}

async function tell(state) {
  if (state.kind !== "offline") localStorage.removeItem(OFFLINE_SINCE);
  switch (state.kind) {
    case "offline": {
      const since = Number(localStorage.getItem(OFFLINE_SINCE) ?? 0) || place.now();
      localStorage.setItem(OFFLINE_SINCE, String(since));
      return bar("off", say("offline", { time: hour(since) }), await counted());
    }
    case "sending":
      return bar("off", say("sending", state));
    case "all_confirmed":
      return bar("done", say("all_confirmed", { time: hour(place.now()) }));
    case "rejected":
      return bar("over", say("some_rejected", state), await counted());
    case "session_over": {
      const back = encodeURIComponent(location.pathname);
      return bar("over", say("session_over", state), say("log_in"), `/login?next=${back}`);
    }
    case "other_person":
      return bar("over", say("other_person"), say("log_in"), "/login");
    default:
      return navigator.onLine ? bar("", "") : tell({ kind: "offline" });
  }
}

// -- beginning -------------------------------------------------------------------

async function begin() {
  const queue = sender({ ...facts, tell });
  place.send = queue.send;
  await outbox.forget_old(facts.owner, facts.code);
  const draw = async () => {
    const all = await outbox.entries(facts.owner, facts.code);
    rows(place, all);
    entries_page(place, all);
  };
  outbox.watch(draw);
  await draw();
  await answer_form(place);
  await absence_form(place);
  window.addEventListener("online", queue.send);
  window.addEventListener("offline", () => tell({ kind: "offline" }));
  document.addEventListener("visibilitychange", () => document.hidden || queue.send());
  for (const form of document.querySelectorAll('form[action="/logout"]')) {
    form.addEventListener("submit", (event) => leave(event, form));
  }
  document.documentElement.dataset.queue = "yes";
  root.dataset.ready = "yes";
  if (navigator.onLine) await queue.send();
  else await tell({ kind: "offline" });
  if (navigator.onLine) await keep(facts);
}

// Whoever logs out learns first that something of his stays behind on this phone.
function leave(event, form) {
  if (form.dataset.asked) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  outbox.waiting(facts.owner, facts.code).then((left) => {
    if (left.length && !window.confirm(say("leave", { n: left.length }))) return;
    form.dataset.asked = "yes";
    form.requestSubmit();
  });
}

if (can_queue) begin();
