// The form of one item: what is typed goes into the queue, photos at once, points are proposed.
import * as outbox from "./visit-outbox.js";
import { prepared, shown } from "./visit-photo.js";
import { chip_of } from "./visit-states.js";

const NOT_KEPT = new Set(["_form", "command_id", "finding_id", "files", "kept", "then"]);

/** The form of the item before the eyes, if there is one. */
export async function answer_form(place) {
  const form = document.querySelector('form[data-queue="answer"]');
  if (!form) return;
  const mine = async (kind) =>
    (await outbox.entries(place.owner, place.code)).filter((one) => one.kind === kind && one.item === place.item);
  const known = (await mine("answer")).at(-1);
  if (known && (known.state !== "confirmed" || known.version > place.version)) restore(form, known);
  points(form, place);
  photos(form, place, mine);
  outbox.watch(() => draw_photos(place, mine));
  await draw_photos(place, mine);

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    delete form.dataset.sent;
    if (!sound(form, place)) return;
    const before = (await mine("answer")).at(-1);
    const instead = before && outbox.is_correctable(before) ? before : undefined;
    const to_list = event.submitter?.value === "list";
    const kept = await place.put(entry_of(form, place.item, "answer", instead), instead);
    if (kept) location.assign(to_list ? place.address : form.dataset.next);
  });
}

/** The form of an absence on the list of items. */
export async function absence_form(place) {
  const form = document.querySelector('form[data-queue="absence"]');
  if (!form) return;
  const last = async () =>
    (await outbox.entries(place.owner, place.code)).filter((one) => one.kind === "absence").at(-1);
  const refused = await last();
  if (refused?.state === "rejected") restore(form, refused);
  form.elements.absent_post.required = true;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    delete form.dataset.sent;
    const before = await last();
    const instead = before?.state === "rejected" ? before : undefined;
    if (await place.put(entry_of(form, "", "absence", instead), instead)) {
      form.reset();
      await place.send();
    }
  });
}

function entry_of(form, item, kind, instead) {
  const fields = [...new FormData(form)].filter(([name, value]) => !NOT_KEPT.has(name) && typeof value === "string");
  const entry = { id: crypto.randomUUID(), kind, item, fields };
  // a corrected entry speaks of the same finding, lest it be recorded twice
  const finding = instead?.fields.find(([name]) => name === "finding_id")?.[1] ?? entry.id;
  if (kind === "answer") entry.fields = [...fields, ["finding_id", finding]];
  return entry;
}

function restore(form, entry) {
  for (const [name, value] of entry.fields) {
    const field = form.elements[name];
    if (!field || name === "finding_id") continue;
    if (field instanceof HTMLInputElement && field.type === "checkbox") field.checked = true;
    else field.value = value;
  }
}

// What the server would refuse anyway is said before it is kept.
function sound(form, place) {
  const failed = form.elements.answer.value === "not_met";
  for (const radio of form.elements.answer) radio.required = true;
  form.elements.note.required = failed;
  if (!form.reportValidity()) return false;
  const needed = failed && "needed" in form.elements.files.dataset;
  if (needed && !document.querySelector("#photos li")) {
    form.elements.files.setCustomValidity(place.say("photo_needed"));
    form.reportValidity();
    form.elements.files.setCustomValidity("");
    return false;
  }
  return true;
}

// -- photos ----------------------------------------------------------------------

function photos(form, place, mine) {
  const input = form.elements.files;
  input.addEventListener("change", async () => {
    const chosen = [...input.files];
    input.value = "";
    for (const file of chosen) {
      const ready = await prepared(file, { whole: navigator.onLine });
      const twice = (await mine("photo")).some((one) => one.sha256 === ready.sha256);
      if (!twice) await place.put({ kind: "photo", item: place.item, fields: [], ...ready });
    }
    await place.send();
  });
}

async function draw_photos(place, mine) {
  const list = document.getElementById("photos");
  for (const entry of await mine("photo")) {
    if (list.querySelector(`li[data-sha="${entry.sha256}"]:not([data-seq])`)) continue;
    let line = list.querySelector(`li[data-seq="${entry.seq}"]`);
    if (!line) {
      line = document.createElement("li");
      line.dataset.seq = entry.seq;
      line.dataset.sha = entry.sha256;
      line.append(await shown(entry.thumb, place.say("photo_alt", { name: entry.file_name })), document.createElement("div"));
      if (list.querySelector(`li[data-seq="${entry.seq}"]`)) continue;
      list.append(line);
    }
    const words = line.querySelector("div");
    const time = document.createElement("span");
    time.textContent = place.hour(Date.parse(entry.captured_at));
    words.replaceChildren(time, document.createElement("br"), chip_of(place, entry));
  }
}

// -- points ----------------------------------------------------------------------

function points(form, place) {
  const rule = document.getElementById("points-rule");
  if (!rule?.dataset.kind) return;
  const field = form.elements.points;
  const note = document.createElement("p");
  note.className = "hint";
  rule.append(note);
  let proposed = "";
  const count = () => {
    const value = figure(rule.dataset, (name) => form.elements[name]?.value.trim() ?? "");
    const text = value === null ? "" : String(value).replace(".", ",");
    note.textContent = text && place.say("proposed", { points: text });
    if (!field.value || field.value === proposed) field.value = text;
    proposed = text;
  };
  for (const name of ["cases", "sampled", "conforming"]) {
    form.elements[name]?.addEventListener("input", count);
  }
}

function figure({ kind, step, max }, typed) {
  const rounded = (value) => Math.round(value * 100) / 100;
  if (kind === "off" && /^\d+$/.test(typed("cases"))) {
    return rounded(Math.max(0, Number(max) - Number(step) * Number(typed("cases"))));
  }
  const [sampled, conforming] = [Number(typed("sampled")), Number(typed("conforming") || "NaN")];
  if (kind === "share" && sampled > 0 && conforming <= sampled) return rounded((Number(max) * conforming) / sampled);
  return null;
}
