// Takes what is kept to the server: events in their order, then files in pieces. Only what the server has said
// it has counts as sent; everything carries an id made here, so that sending twice does no harm.
import * as store from "./store.js";
import { smaller } from "./pictures.js";
import { call, NoNetwork, SignedOut, Stranger, Trouble } from "./server.js";

const BATCH = 100;
const PIECE = { least: 16_384, first: 131_072, most: 1_048_576 };
const RESTARTS = 2;
const QUICK = 2_000;
const PIECE_PATIENCE = 90_000;
const BUSY = new Set([429, 503]);
const PAUSE = { first: 1_500, most: 120_000 };

/**
 * Sends until nothing waits. Gives whether anything went.
 * changed: called after each step that the screen should show. Throws NoNetwork, SignedOut or Trouble.
 */
export async function sendAll(driver, changed) {
  let hasSent = false;
  for (;;) {
    const events = await sendEvents(driver, changed);
    const files = await sendFiles(driver, changed);
    if (!events && !files) return hasSent;
    hasSent = true;
  }
}

const waiting = (rows, driver) => rows.filter((row) => row.state === "waiting" && row.driver === driver);

async function sendEvents(driver, changed) {
  let hasSent = false;
  let most = BATCH;
  for (;;) {
    const events = waiting(await store.allEvents(), driver).slice(0, most);
    if (!events.length) return hasSent;
    try {
      await store.change("events", await answersFor(events));
    } catch (trouble) {
      const isStrange = trouble instanceof Stranger;
      if (!isStrange && !(trouble instanceof Trouble && trouble.isFinal)) throw trouble;
      // One of them cannot be understood: alone it is put aside, and those behind it go on. A proxy may also
      // find a hundred of them too much.
      if (events.length > 1) {
        most = 1;
        continue;
      }
      if (isStrange) throw trouble;
      const fields = { state: "refused", code: trouble.code || "not_understood", text: trouble.detail };
      await store.change("events", [[events[0].seq, fields]]);
    }
    hasSent = true;
    await changed();
  }
}

async function answersFor(events) {
  const device = await store.keptId("device");
  const json = {
    device,
    events: events.map(({ id, seq, at, kind, route_id, stop_id, data }) => ({ id, seq, at, kind, route_id, stop_id, data })),
  };
  const headers = { "X-Phone-Time": new Date().toISOString() };
  const { body } = await call("POST", "events", { json, headers });
  const results = new Map((body?.results ?? []).map((one) => [one.id, one]));
  const changes = [];
  for (const event of events) {
    const result = results.get(event.id);
    if (!result) continue;
    const isRefused = result.status === "refused";
    changes.push([
      event.seq,
      isRefused ? { state: "refused", code: result.code, text: result.text } : { state: "done", doneAt: Date.now() },
    ]);
  }
  // An answer cut short, or somebody else's: nothing of it is known to have arrived.
  if (!changes.length) throw new NoNetwork("an answer without results");
  return changes;
}

async function sendFiles(driver, changed) {
  let hasSent = false;
  const stuck = new Map();
  for (;;) {
    const file = waiting(await store.allFiles(), driver).find((one) => !stuck.has(one.id));
    if (!file) break;
    try {
      await sendFile(file, changed);
      await store.fileArrived(file.id);
    } catch (trouble) {
      // The server has nothing of it yet, so it may still become another file under the same id.
      if (trouble instanceof Trouble && trouble.code === "file_too_large" && (await makeSmaller(file))) continue;
      if (!(trouble instanceof Trouble) || BUSY.has(trouble.status)) throw trouble;
      if (!isFinal(trouble)) {
        // It is tried again later; those behind it need not wait for that.
        stuck.set(file.id, trouble);
        continue;
      }
      const fields = { state: "refused", code: trouble.code || "not_understood", text: trouble.detail };
      await store.change("files", [[file.id, fields]]);
    }
    hasSent = true;
    await changed();
  }
  for (const trouble of stuck.values()) throw trouble;
  return hasSent;
}

/** Whether a picture that the server finds too large could be made smaller; it is sent anew then. */
async function makeSmaller({ id, kind }) {
  const bytes = await store.getBytes(id);
  const made = await smaller(bytes, kind === "photo" ? "image/jpeg" : "image/png").catch(() => null);
  if (made) await store.replaceBytes(id, made);
  return Boolean(made);
}

/** A file of a stop that the house does not know as this driver's will not be taken later either. */
const isFinal = (trouble) => trouble.isFinal || trouble.code === "not_found";

/** Goes on where the server says it stopped, whatever was lost on the way. */
async function sendFile(file, changed) {
  const bytes = await store.getBytes(file.id);
  if (!bytes) throw new Trouble(422, "file_lost", "");
  const { id, kind, size, sha256, stop_id } = file;
  const { body } = await call("POST", "files", { json: { id, kind, size, sha256, stop_id } });
  if (!Number.isInteger(body?.received)) throw new Stranger("an answer without a count");
  let at = body.received;
  let piece = file.piece ?? PIECE.first;
  let restarts = 0;
  while (at < size) {
    const started = performance.now();
    try {
      const next = await sendPiece(id, at, bytes.slice(at, at + piece));
      // It arrived spoilt and begins anew; not for ever at once.
      if (next === 0 && ++restarts > RESTARTS) throw new NoNetwork("a file arrives spoilt again and again");
      at = next;
    } catch (trouble) {
      if (trouble instanceof NoNetwork) await store.change("files", [[id, { piece: Math.max(PIECE.least, piece / 2) }]]);
      throw trouble;
    }
    if (performance.now() - started < QUICK) piece = Math.min(PIECE.most, piece * 2);
    await store.change("files", [[id, { sent: at, piece }]]);
    await changed();
  }
}

async function sendPiece(id, at, bytes) {
  try {
    const headers = { "Upload-Offset": String(at) };
    const answer = await call("PATCH", `files/${id}`, { bytes, headers, patience: PIECE_PATIENCE });
    const offset = answer.headers.get("Upload-Offset");
    if (offset === null) throw new Stranger("a piece that nobody has counted");
    return Number(offset);
  } catch (trouble) {
    // The piece before had arrived after all, or the server lost some: it knows best.
    const offset = trouble instanceof Trouble && trouble.status === 409 ? trouble.headers.get("Upload-Offset") : null;
    if (offset === null || Number(offset) === at) throw trouble;
    return Number(offset);
  }
}

/** How long to wait after so many failures in a row: longer and longer, never all phones at once. */
export const pauseAfter = (failures, chance = Math.random()) =>
  Math.min(PAUSE.most, PAUSE.first * 2 ** Math.min(failures, 10)) * (0.7 + 0.6 * chance);

/** What happened, for the screen: "offline", "signed_out" or "trouble". */
export const linkAfter = (trouble) =>
  trouble instanceof NoNetwork ? "offline" : trouble instanceof SignedOut ? "signed_out" : "trouble";
