// Sends the queue in order, one entry at a time, however many windows are open.
import * as outbox from "./visit-outbox.js";

const RETRY_MS = 15000;

/** Makes a sender; `tell` is handed what the bar says: {kind, …}. */
export function sender({ address, code, owner, tell }) {
  let timer;
  let running = false;

  async function now() {
    const answer = await fetch(`${address}/now`, { cache: "no-store", headers: { accept: "application/json" } });
    const said = await answer.json();
    return { status: answer.status, ...said };
  }

  // Only one window sends at a time; a second one would break the order.
  async function send() {
    if (running) return;
    running = true;
    try {
      await navigator.locks.request("visit-send", all);
    } finally {
      running = false;
    }
  }

  async function all() {
    const first = await outbox.waiting(owner, code);
    const total = first.filter((entry) => entry.state !== "rejected").length;
    if (!total) return rest();
    let who;
    try {
      who = await now();
    } catch {
      return again({ kind: "offline" });
    }
    if (who.status === 401) return tell({ kind: "session_over", n: first.length });
    if (who.status !== 200) return again({ kind: "offline" });
    // the page may be kept from an earlier log-in: the same person goes on, another does not
    if (who.owner !== owner) return tell({ kind: "other_person" });
    return each(who, total);
  }

  async function each(who, total) {
    let done = 0;
    for (;;) {
      const entry = (await outbox.waiting(owner, code)).find((one) => one.state !== "rejected");
      if (!entry) return rest(done);
      tell({ kind: "sending", n: Math.min(done + 1, total), total });
      const outcome = await one(entry, who);
      if (outcome === "stop") return undefined;
      if (outcome === "stale") who = await now();
      else if (outcome === "next") done += 1;
    }
  }

  async function one(entry, who) {
    const going = await outbox.update(entry, { state: "sent", tries: entry.tries + 1 });
    if (!going) return "moved";
    let status, said;
    try {
      const answer = await fetch(`${address}/queue`, {
        method: "POST",
        headers: { accept: "application/json", "x-soviec-form": who.proof, "idempotency-key": going.id },
        body: body_of(going),
      });
      status = answer.status;
      said = await answer.json();
    } catch {
      // whether it arrived is not known: the same number is sent again and recorded once
      await outbox.update(going, { state: "phone" });
      again({ kind: "offline" });
      return "stop";
    }
    return judged(going, status, said);
  }

  async function judged(entry, status, said) {
    if (status === 200 && said.state === "confirmed") {
      const { position, version, hash, late, skew_ms, skew_noted } = said;
      await outbox.confirmed(entry, { position, version, hash, late, skew_ms, skew_noted });
      return "next";
    }
    if (status === 401) {
      await outbox.update(entry, { state: "phone" });
      tell({ kind: "session_over", n: (await outbox.waiting(owner, code)).length });
      return "stop";
    }
    if (status === 409 && entry.tries < 4) {
      await outbox.update(entry, { state: "phone" });
      return "stale";
    }
    if (status >= 500 || status === 429 || status === 409) {
      await outbox.update(entry, { state: "phone" });
      again({ kind: "offline" });
      return "stop";
    }
    await outbox.update(entry, { state: "rejected", reason: said.reason ?? String(status), refusal: said.code });
    return "next";
  }

  async function rest(done = 0) {
    const left = await outbox.waiting(owner, code);
    tell({ kind: left.length ? "rejected" : done ? "all_confirmed" : "quiet", n: left.length });
  }

  function again(state) {
    tell(state);
    clearTimeout(timer);
    timer = setTimeout(send, RETRY_MS);
  }

  return { send };
}

// The device's own hour goes along, and how long ago that was when it was sent.
function body_of(entry) {
  const body = new FormData();
  body.append("kind", entry.kind);
  body.append("item", entry.item ?? "");
  for (const [name, value] of entry.fields) body.append(name, value);
  body.append("captured_at", entry.captured_at);
  body.append("elapsed_ms", String(Math.max(0, Date.now() - entry.captured_ms)));
  if (entry.file) {
    body.append("files", entry.file, entry.file_name);
    body.append("sha256", entry.sha256);
  }
  return body;
}
