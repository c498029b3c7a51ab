// Pieces of the map: from the phone where it has them, else from the house, and kept.

const HOUSE = new URL("../v1/map/", import.meta.url);
const NAME = "streets-";
const PATIENCE = 60_000;
/** What the map may take of the phone; proofs need room, too. */
export const MOST = 32 << 20;

/** The drawing library is silent about this one: a tile that is not there is left blank, no error. */
export class NotHere extends Error {
  name = "AbortError";
}

const opened = new Map();

/** All pieces of one version of the map that are on the phone; one book of them for whoever asks. */
export function piecesOf(version) {
  if (!opened.has(version)) opened.set(version, open(version));
  return opened.get(version);
}

async function open(version) {
  // Without https a browser keeps nothing; the streets are there with network then.
  const cache = await globalThis.caches?.open(NAME + version).catch(() => undefined);
  const address = new URL(version, HOUSE);
  const keyOf = (offset, length) => `${address}/${offset}-${length}`;
  const kept = new Map();
  for (const { url } of (await cache?.keys()) ?? []) kept.set(url, Number(url.split("-").at(-1)));
  const bytes = () => [...kept.values()].reduce((sum, one) => sum + one, 0);

  async function keep(offset, length, content) {
    if (!cache || bytes() + length > MOST) return;
    await cache.put(keyOf(offset, length), new Response(content));
    kept.set(keyOf(offset, length), length);
  }

  async function asked(offset, length, signal = AbortSignal.timeout(PATIENCE)) {
    try {
      const headers = { Range: `bytes=${offset}-${offset + length - 1}` };
      const answer = await fetch(address, { headers, signal, cache: "no-store", credentials: "same-origin" });
      const content = answer.status === 206 ? await answer.arrayBuffer() : null;
      // Only a small file ends before its first piece does.
      if (content && (content.byteLength === length || offset === 0)) return content;
    } catch {
      // No network, or the map was moved away meanwhile.
    }
    throw new NotHere();
  }

  return {
    has: (offset, length) => kept.has(keyOf(offset, length)),
    bytes,
    keep,
    asked,
    /** Bytes of the map. Throws NotHere. */
    async piece(offset, length, signal) {
      const found = await (await cache?.match(keyOf(offset, length)))?.arrayBuffer();
      if (found) return found;
      const content = await asked(offset, length, signal);
      // A full phone keeps no more of it, and draws all the same.
      await keep(offset, length, content).catch(() => {});
      return content;
    },
    /** Forgets all pieces but those of which isWanted(offset, length). */
    async drop(isWanted) {
      for (const key of [...kept.keys()]) {
        const [offset, length] = key.split("/").at(-1).split("-").map(Number);
        if (isWanted(offset, length)) continue;
        await cache.delete(key);
        kept.delete(key);
      }
    },
  };
}

/** Maps that the house has replaced need no room any more. */
export async function dropOthers(version) {
  for (const name of (await globalThis.caches?.keys()) ?? []) {
    if (name.startsWith(NAME) && name !== NAME + version) await caches.delete(name);
  }
}
