// On my work: what is still on this phone, from every visit of this person; nobody but the phone
// knows, so the page says nothing of it by itself. A phone that never visited is left untouched.

const place = document.getElementById("left-on-phone");

async function kept() {
  const known = (await indexedDB.databases?.()) ?? [];
  if (!known.some((one) => one.name === "soviec-visit")) return [];
  const { all_waiting } = await import("./visit-outbox.js");
  return all_waiting(place.dataset.owner);
}

function line_of(code, n, rejected) {
  const line = document.createElement("p");
  const key = rejected ? "rejected" : "words";
  line.append(place.dataset[key].replace("{n}", n).replace("{rejected}", rejected), " ");
  const link = document.createElement("a");
  link.href = `/inspections/${encodeURIComponent(code)}/visit/unsent`;
  link.className = "nowrap";
  link.textContent = code;
  line.append(link);
  return line;
}

async function draw() {
  const by_code = new Map();
  for (const entry of await kept()) by_code.set(entry.code, [...(by_code.get(entry.code) ?? []), entry]);
  const lines = [...by_code].map(([code, entries]) =>
    line_of(code, entries.length, entries.filter((entry) => entry.state === "rejected").length));
  place.replaceChildren(...lines);
  place.hidden = lines.length === 0;
}

if (place && window.isSecureContext && "indexedDB" in window) draw().catch(() => undefined);
