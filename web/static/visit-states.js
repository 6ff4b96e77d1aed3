// The state of every entry as word and shape: beside the items, and on the page of what is left.
import * as outbox from "./visit-outbox.js";

const LOOKS = { phone: "phone", sent: "sent", confirmed: "ok", rejected: "no", handed: "ok" };

/** The chip of an entry: on this phone, sent, confirmed with the head of its hash, or refused. */
export function chip_of(place, entry, words) {
  const chip = document.createElement("span");
  chip.className = `state state--${LOOKS[entry.state]}`;
  chip.textContent = words ?? state_words(place, entry);
  return chip;
}

function state_words(place, entry) {
  if (entry.state === "phone") return place.say("on_device");
  if (entry.state === "sent") return place.say("sent");
  if (entry.state === "handed") return place.say("handed");
  if (entry.state === "rejected") return place.say("rejected", { reason: entry.reason });
  const code = (entry.sha256 ?? entry.hash ?? "").slice(0, 4);
  return place.say(entry.late ? "confirmed_late" : "confirmed", { code });
}

const answer_of = (entry) => entry.fields.find(([name]) => name === "answer")?.[1] ?? "";

// A page from the server that already shows an entry knows more than the phone.
const is_news = (place, entry) => entry.state !== "confirmed" || entry.version > place.version;

/** The last answer of this phone beside its item, and on the item's own page. */
export function rows(place, all) {
  const last = new Map();
  for (const entry of all) if (entry.kind === "answer" && is_news(place, entry)) last.set(entry.item, entry);
  for (const [item, entry] of last) {
    for (const row of document.querySelectorAll(`[data-row="${CSS.escape(item)}"]`)) {
      const chip = chip_of(place, entry, place.say(answer_of(entry)));
      chip.classList.add("nowrap");
      row.lastElementChild.replaceWith(chip);
    }
  }
  const own = document.getElementById("answer-state");
  const mine = last.get(place.item);
  if (!own || !mine) return;
  const words = document.createElement("span");
  words.className = "quiet";
  words.textContent = place.say("this_answer");
  const time = place.hour(Date.parse(mine.captured_at));
  const text = mine.state === "phone" ? place.say("on_device_at", { time }) : undefined;
  own.replaceChildren(chip_of(place, mine, text), " ", words);
  const skew = Math.round((mine.skew_ms ?? 0) / 60000);
  if (mine.skew_noted) own.append(" ", place.say("skew", { minutes: skew }));
}

/** Everything of this person on this phone; what is confirmed is left out. */
export function entries_page(place, all) {
  const shown = all.filter((entry) => entry.state !== "confirmed");
  const left = shown.filter((entry) => entry.state !== "handed");
  const count = document.getElementById("unsent-count");
  if (count) {
    count.textContent = `(${left.length})`;
    const field = document.getElementById("unsent-field");
    if (field) field.value = String(left.length);
  }
  const list = document.getElementById("entries");
  if (!list) return;
  list.replaceChildren(...shown.map((entry) => line_of(place, entry)));
  document.getElementById("unsent-none").hidden = left.length > 0;
  const all_button = document.getElementById("send-all");
  all_button.hidden = left.length === 0;
  all_button.onclick = async () => {
    for (const entry of left) if (entry.state === "rejected") await outbox.update(entry, { state: "phone" });
    await place.send();
  };
}

function line_of(place, entry) {
  const line = document.createElement("li");
  const title = document.createElement("p");
  const name = document.createElement("b");
  const failed = answer_of(entry) === "not_met";
  name.textContent = place.say(failed ? "answer_failed" : entry.kind, { item: entry.item });
  title.append(name, ` · ${place.hour(Date.parse(entry.captured_at))} · ${size(entry)}`);
  const state = document.createElement("p");
  state.append(chip_of(place, entry));
  line.append(title, state);
  if (outbox.is_too_late(entry)) line.append(...way_out(place, entry, name.textContent));
  else if (entry.state === "handed") line.append(words_of(place, entry, name.textContent));
  else if (entry.state !== "sent") line.append(acts(place, entry, name.textContent));
  return line;
}

// After the visit no entry is taken: its words go to the leader, who writes an addendum of them.
function way_out(place, entry, name) {
  const why = document.createElement("p");
  why.textContent = place.say("too_late");
  const words = words_of(place, entry, name);
  const row = document.createElement("p");
  row.className = "btns";
  const copy = button(place.say("copy_words"), name, async () => {
    await navigator.clipboard?.writeText(words.textContent);
    copy.firstChild.textContent = place.say("copied");
  });
  row.append(copy);
  if (place.leads) {
    const addendum = document.createElement("a");
    const text = encodeURIComponent(words.textContent);
    addendum.href = `/inspections/${place.code}/minutes/addendum?text=${text}`;
    addendum.textContent = place.say("to_addendum");
    row.append(addendum);
  }
  row.append(button(place.say("hand_over"), name, () => outbox.handed(entry)));
  return [why, words, row];
}

function words_of(place, entry, name) {
  const said = new Map(entry.fields);
  const answer = said.get("answer") ? place.say(said.get("answer")) : "";
  const parts = [name, answer, said.get("points"), said.get("note") ?? said.get("reason"), entry.file_name];
  const words = document.createElement("blockquote");
  words.textContent = [`${place.hour(Date.parse(entry.captured_at))}`, ...parts.filter(Boolean)].join(" · ");
  return words;
}

function button(words, name, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = words;
  made.append(hidden(name));
  made.onclick = act;
  return made;
}

function acts(place, entry, name) {
  const row = document.createElement("p");
  row.className = "btns";
  const again = document.createElement("button");
  again.type = "button";
  again.textContent = place.say("resend");
  again.append(hidden(name));
  again.onclick = async () => {
    await outbox.update(entry, { state: "phone" });
    await place.send();
  };
  const correct = document.createElement("a");
  correct.href = entry.item ? `${place.address}/${entry.item}` : `${place.address}#absences`;
  correct.textContent = place.say("correct");
  correct.append(hidden(name));
  row.append(again, correct);
  return row;
}

// For ears: which entry a button speaks of.
function hidden(name) {
  const tail = document.createElement("span");
  tail.className = "vh";
  tail.textContent = ` ${name}`;
  return tail;
}

function size(entry) {
  const octets = entry.bytes ?? new Blob([JSON.stringify(entry.fields)]).size;
  const kilo = Math.max(1, Math.round(octets / 1000));
  return kilo < 1000 ? `${kilo} kB` : `${(kilo / 1000).toFixed(1).replace(".", ",")} MB`;
}
