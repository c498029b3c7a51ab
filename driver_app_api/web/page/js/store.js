// What the phone keeps: survives reload, restart and a flat battery. Everything a driver does is written here
// first; the network only ever takes from here.
//
//   kept    session, device, the day as last fetched, settings
//   events  what was done, in order (seq); state waiting | done | refused
//   files   photos and signatures; state draft | waiting | done | refused; `sent` bytes are with the server
//   bytes   the content of files, as ArrayBuffer (some phones lose Blobs), gone once the server has it
//   drafts  forms that are being filled in
import { openDB } from "idb";

const STRICT = { durability: "strict" };
let opened = null;

const database = () => (opened ??= openDB("driver", 1, { upgrade: create, terminated: () => (opened = null) }));

function create(base) {
  base.createObjectStore("kept");
  base.createObjectStore("events", { keyPath: "seq", autoIncrement: true });
  base.createObjectStore("files", { keyPath: "id" });
  base.createObjectStore("bytes");
  base.createObjectStore("drafts");
}

export const getKept = async (key) => (await database()).get("kept", key);
export const setKept = async (key, value) => (await database()).put("kept", value, key);

/** An id made at the first call, the same from then on. */
export async function keptId(key) {
  const known = await getKept(key);
  if (known) return known;
  const made = crypto.randomUUID();
  await setKept(key, made);
  return made;
}

export const getDraft = async (key) => (await database()).get("drafts", key);
export const setDraft = async (key, value) => (await database()).put("drafts", value, key);
export const allEvents = async () => (await database()).getAll("events");
export const allFiles = async () => (await database()).getAll("files");
export const getBytes = async (id) => (await database()).get("bytes", id);

/** A file that no event speaks of yet. */
export async function addFile(file, bytes) {
  const tx = (await database()).transaction(["files", "bytes"], "readwrite", STRICT);
  await Promise.all([tx.objectStore("files").put(file), tx.objectStore("bytes").put(bytes, file.id), tx.done]);
}

export async function dropFile(id) {
  const tx = (await database()).transaction(["files", "bytes"], "readwrite", STRICT);
  await Promise.all([tx.objectStore("files").delete(id), tx.objectStore("bytes").delete(id), tx.done]);
}

/**
 * Writes an event and all that belongs to it at once: the files it speaks of start to wait, the draft it came
 * from goes, and so does the refused event that it puts right. Gives the event with its place in the queue.
 */
export async function addEvent(event, { files = [], draft = null, replaces = null } = {}) {
  const tx = (await database()).transaction(["events", "files", "drafts"], "readwrite", STRICT);
  for (const id of files) {
    const file = await tx.objectStore("files").get(id);
    if (file?.state === "draft") await tx.objectStore("files").put({ ...file, state: "waiting" });
  }
  if (draft) await tx.objectStore("drafts").delete(draft);
  if (replaces) await tx.objectStore("events").delete(replaces);
  const seq = await tx.objectStore("events").add(event);
  await tx.done;
  return { ...event, seq };
}

/** Changes some fields of rows of one table; rows that are gone stay gone. changes: [[key, fields], …]. */
export async function change(table, changes) {
  const tx = (await database()).transaction(table, "readwrite", STRICT);
  for (const [key, fields] of changes) {
    const row = await tx.store.get(key);
    if (row) await tx.store.put({ ...row, ...fields });
  }
  await tx.done;
}

/** Other content for a file that is kept, and what its row says of it, at once. */
export async function replaceBytes(id, { bytes, ...fields }) {
  const tx = (await database()).transaction(["files", "bytes"], "readwrite", STRICT);
  const file = await tx.objectStore("files").get(id);
  if (file) {
    await tx.objectStore("files").put({ ...file, ...fields, sent: 0 });
    await tx.objectStore("bytes").put(bytes, id);
  }
  await tx.done;
}

/** The server has the whole file: its content needs no room on the phone any more. */
export async function fileArrived(id) {
  const tx = (await database()).transaction(["files", "bytes"], "readwrite", STRICT);
  const file = await tx.objectStore("files").get(id);
  if (file) await tx.objectStore("files").put({ ...file, state: "done", sent: file.size });
  await tx.objectStore("bytes").delete(id);
  await tx.done;
}

export async function dropEvents(seqs) {
  const tx = (await database()).transaction("events", "readwrite", STRICT);
  await Promise.all([...seqs.map((seq) => tx.store.delete(seq)), tx.done]);
}

/** Asks the phone not to clear this away; whether it agreed. */
export async function keepForGood() {
  if (!navigator.storage?.persist) return false;
  return (await navigator.storage.persisted()) || (await navigator.storage.persist());
}
