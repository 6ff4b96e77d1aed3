// The queue of one phone: entries in the order they were made, kept until the server confirmed.
// Every entry belongs to a person; nobody else's log-in ever reads it.

const STORE = "entries";
const KEPT_CONFIRMED_MS = 2 * 24 * 3600 * 1000;
const channel = new BroadcastChannel("visit-outbox");
let opened;

function database() {
  opened ??= new Promise((settle, refuse) => {
    const asked = indexedDB.open("soviec-visit", 1);
    asked.onupgradeneeded = () => {
      const store = asked.result.createObjectStore(STORE, { keyPath: "seq", autoIncrement: true });
      store.createIndex("owner", ["owner", "code"]);
    };
    asked.onsuccess = () => settle(asked.result);
    asked.onerror = () => refuse(asked.error);
  });
  return opened;
}

// One transaction; it counts as done only when the browser has written it.
async function within(mode, work) {
  const db = await database();
  return new Promise((settle, refuse) => {
    const transaction = db.transaction(STORE, mode, { durability: "strict" });
    const asked = work(transaction.objectStore(STORE));
    transaction.oncomplete = () => settle(asked?.result);
    transaction.onerror = () => refuse(transaction.error);
    transaction.onabort = () => refuse(transaction.error);
  });
}

function told() {
  channel.postMessage("changed");
  for (const listener of listeners) listener();
}

const listeners = new Set();
channel.onmessage = () => listeners.forEach((listener) => listener());

/** Be told when anything changes, in this window or another. */
export function watch(listener) {
  listeners.add(listener);
}

/** Entries of a person at one inspection, oldest first. */
export async function entries(owner, code) {
  const range = IDBKeyRange.only([owner, code]);
  return within("readonly", (store) => store.index("owner").getAll(range));
}

const is_waiting = (entry) => entry.state !== "confirmed" && entry.state !== "handed";

/** Those that the server has not confirmed, nor the team leader taken over. */
export async function waiting(owner, code) {
  return (await entries(owner, code)).filter(is_waiting);
}

/** The same of every inspection of a person. */
export async function all_waiting(owner) {
  const range = IDBKeyRange.bound([owner], [owner, []]);
  return (await within("readonly", (store) => store.index("owner").getAll(range))).filter(is_waiting);
}

const TOO_LATE = new Set(["inspection.visit_closed", "inspection.minutes_frozen", "inspection.inspection_closed",
  "finding.visit_closed", "finding.minutes_frozen"]);

/** Refused because the visit is over: no other words would be taken, only an addendum. */
export function is_too_late(entry) {
  return entry.state === "rejected" && TOO_LATE.has(entry.refusal);
}

/** The leader has it now; it stays readable on this phone and waits no longer. */
export async function handed(entry) {
  return update(entry, { state: "handed", handed_ms: Date.now() }, is_too_late);
}

/** Keep a new entry; resolves once it is on the disk. */
export async function add(entry) {
  await within("readwrite", (store) => store.add({ state: "phone", tries: 0, ...entry }));
  told();
}

/**
 * Change an entry, unless it has become another one meanwhile (its number says so): looked at and
 * written in one transaction, so that an answer from the server never meets corrected words.
 * Resolves to the changed entry, or to undefined when nothing was changed.
 */
export async function update(entry, changes, may = () => true) {
  let changed;
  await within("readwrite", (store) => {
    const asked = store.get(entry.seq);
    asked.onsuccess = () => {
      const current = asked.result;
      if (!current || current.id !== entry.id || !may(current)) return;
      changed = { ...current, ...changes };
      store.put(changed);
    };
  });
  if (changed) told();
  return changed;
}

/** Whether other words may stand in its place: it was refused, or it has never left the phone. */
export function is_correctable(entry) {
  return entry.state === "rejected" || (entry.state === "phone" && entry.tries === 0);
}

/** Put other words, under another number, in the place of an entry that can be corrected. */
export async function replace(entry, changes) {
  return update(entry, { state: "phone", reason: "", tries: 0, ...changes }, is_correctable);
}

/** The octets of a confirmed entry are on the server; only its words stay for a while. */
export async function confirmed(entry, answer) {
  return update(entry, { state: "confirmed", reason: "", file: null, confirmed_ms: Date.now(), ...answer });
}

/** Confirmed entries of earlier days go; nothing else is ever removed. */
export async function forget_old(owner, code) {
  const before = Date.now() - KEPT_CONFIRMED_MS;
  for (const entry of await entries(owner, code)) {
    if (entry.state === "confirmed" && entry.confirmed_ms < before) {
      await within("readwrite", (store) => store.delete(entry.seq));
    }
  }
}
