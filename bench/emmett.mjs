// Emmett's PostgreSQL store under the same questions: one JSON line in, one JSON line out.
// The packages are installed for the bench only; their folder comes as the second argument.
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { randomUUID } from "node:crypto";
import { pathToFileURL } from "node:url";

const [address, folder, text] = process.argv.slice(2);
const require = createRequire(folder + "/");
const load = (name) => import(pathToFileURL(require.resolve(name)).href);
const { getPostgreSQLEventStore, readMessagesBatch } = await load("@event-driven-io/emmett-postgresql");
const { dumbo } = await load("@event-driven-io/dumbo");

const store = getPostgreSQLEventStore(address);
const event = () => ({ type: "ProgressReported", data: JSON.parse(text), metadata: { by: randomUUID() } });
const filled = {};

async function append({ inFlight, seconds }) {
  const until = performance.now() + seconds * 1000;
  let count = 0;
  async function write() {
    const stream = `task-${randomUUID()}`;
    let version;
    while (performance.now() < until) {
      const options = version === undefined ? {} : { expectedStreamVersion: version };
      version = (await store.appendToStream(stream, [event()], options)).nextExpectedStreamVersion;
      count += 1;
    }
  }
  await Promise.all(Array.from({ length: inFlight }, write));
  return count / seconds;
}

async function fill({ events, streams }) {
  for (let n = 0; n < streams; n += 1) {
    const name = `task-${randomUUID()}`;
    filled[events] = name;
    for (let done = 0; done < events; done += 500) {
      const batch = Array.from({ length: Math.min(500, events - done) }, event);
      await store.appendToStream(name, batch);
    }
  }
  return events * streams;
}

async function read({ events, times }) {
  const took = [];
  for (let n = 0; n < times; n += 1) {
    const began = performance.now();
    const found = await store.readStream(filled[events]);
    if (found.events.length !== events) throw new Error(`read ${found.events.length}`);
    took.push(performance.now() - began);
  }
  return took.sort((a, b) => a - b)[Math.floor(times / 2)];
}

async function tail({ events }) {
  const pool = dumbo({ connectionString: address });
  const began = performance.now();
  let after = 0n;
  let count = 0;
  while (count < events) {
    const found = await readMessagesBatch(pool.execute, { after, batchSize: 1000 });
    if (found.messages.length === 0) break;
    count += found.messages.length;
    after = found.currentGlobalPosition;
  }
  const perSecond = count / ((performance.now() - began) / 1000);
  await pool.close();
  if (count < events) throw new Error(`the tail had ${count} events`);
  return perSecond;
}

const answers = { append, fill, read, tail };
for await (const line of createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line);
  try {
    process.stdout.write(JSON.stringify({ value: await answers[asked.do](asked) }) + "\n");
  } catch (error) {
    process.stdout.write(JSON.stringify({ error: String(error.message ?? error) }) + "\n");
  }
}
await store.close();
