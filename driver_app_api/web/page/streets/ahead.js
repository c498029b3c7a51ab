// Fetches the streets of the day ahead, while there is network: those around the stops, and those between them.
import { StreetFile } from "./file.js";
import { dropOthers, MOST, piecesOf } from "./kept.js";

/** Of one day, in bytes: a tile in a town has about 30 kB. */
const MOST_OF_A_DAY = 16 << 20;
const MOST_TILES = 800;
/** So much must be free besides: photos and signatures come first. */
const ROOM = 200 << 20;
/** Tiles that lie close in the file come in one answer, what is between them with it. */
const GAP = 8_192;
const LARGEST = 512 << 10;

let done = "";

/** All that is not there yet of a day {map, routes}. What fails is tried again at the next call. */
export async function fetchAhead({ map, routes }) {
  const places = routes.map((route) => [route.depot, ...route.stops].filter(isPlaced));
  const what = JSON.stringify([map.version, places.map((of) => of.map(({ lat, lon }) => [lat, lon]))]);
  if (what === done || navigator.connection?.saveData) return;
  await navigator.locks.request("driver-streets", { ifAvailable: true }, async (lock) => {
    if (lock && (await hasRoom()) && (await fetchAll(map.version, places))) done = what;
  });
}

const isPlaced = (place) => Number.isFinite(place?.lat) && Number.isFinite(place?.lon);

async function hasRoom() {
  const { quota = Infinity, usage = 0 } = (await navigator.storage?.estimate?.()) ?? {};
  return quota - usage > ROOM;
}

async function fetchAll(version, places) {
  try {
    await dropOthers(version);
    const pieces = await piecesOf(version);
    const file = new StreetFile(pieces.piece);
    const head = await file.open();
    const wanted = await entriesOf(file, tilesOf(places, head));
    const isWanted = new Set(wanted.map(({ offset, length }) => `${offset}-${length}`));
    const sum = wanted.reduce((all, { length }) => all + length, 0);
    // What other days have left goes only when it is in the way; what stands before the tiles leads to them.
    const isKept = (offset, length) => offset < head.tiles || isWanted.has(`${offset}-${length}`);
    if (pieces.bytes() + sum > MOST) await pieces.drop(isKept);
    for (const run of runsOf(wanted.filter(({ offset, length }) => !pieces.has(offset, length)))) {
      const content = await pieces.asked(run.offset, run.length);
      for (const { offset, length } of run.entries) {
        const start = offset - run.offset;
        await pieces.keep(offset, length, content.slice(start, start + length));
      }
    }
    return true;
  } catch {
    return false; // no network, or no room after all: streets are nice to have
  }
}

async function entriesOf(file, tiles) {
  const entries = new Map();
  let sum = 0;
  for (const { z, x, y } of tiles) {
    const entry = await file.entryOf(z, x, y);
    if (!entry || entries.has(entry.offset)) continue;
    sum += entry.length;
    if (sum > MOST_OF_A_DAY) break;
    entries.set(entry.offset, entry);
  }
  return [...entries.values()];
}

/** Tiles worth having, the widest first. places: a list of {lat, lon} in their order for each route. */
export function tilesOf(places, { least, most }) {
  const tiles = new Map();
  const add = (z, anyX, y) => {
    const side = 2 ** z;
    const x = (anyX + side) % side; // the world goes round
    if (y >= 0 && y < side) tiles.set(`${z}/${x}/${y}`, { z, x, y });
  };
  for (let z = least; z <= most; z += 1) {
    for (const stops of places) {
      const at = stops.map((place) => tileAt(place, z));
      // Between stops the van only passes: not in the last detail.
      if (z < most) at.forEach((one, index) => index && between(at[index - 1], one).forEach(([x, y]) => add(z, x, y)));
      for (const [x, y] of at.map((one) => one.map(Math.floor))) {
        for (const [right, down] of NEIGHBOURS) add(z, x + right, y + down);
      }
    }
    if (tiles.size > MOST_TILES) break;
  }
  return [...tiles.values()].slice(0, MOST_TILES);
}

const NEIGHBOURS = [-1, 0, 1].flatMap((right) => [-1, 0, 1].map((down) => [right, down]));

function tileAt({ lat, lon }, z) {
  const angle = (lat * Math.PI) / 180;
  const side = 2 ** z;
  return [((lon + 180) / 360) * side, ((1 - Math.asinh(Math.tan(angle)) / Math.PI) / 2) * side];
}

function between([x, y], [toX, toY]) {
  const steps = Math.min(MOST_TILES, Math.ceil(2 * Math.hypot(toX - x, toY - y)));
  const at = (from, to, step) => Math.floor(from + ((to - from) * step) / steps);
  return Array.from({ length: steps }, (_, step) => [at(x, toX, step), at(y, toY, step)]);
}

/** Entries that lie close together as one: [{offset, length, entries}]. */
export function runsOf(entries) {
  const runs = [];
  for (const entry of [...entries].sort((a, b) => a.offset - b.offset)) {
    const last = runs.at(-1);
    const end = entry.offset + entry.length;
    if (last && entry.offset - (last.offset + last.length) <= GAP && end - last.offset <= LARGEST) {
      last.length = Math.max(last.length, end - last.offset);
      last.entries.push(entry);
    } else runs.push({ offset: entry.offset, length: entry.length, entries: [entry] });
  }
  return runs;
}
