// Reads a map, a PMTiles file of version 3: where in it a tile lies, and what it is when unpacked.

const FIRST = 16_384;
const HEAD = 127;
const GZIP = 2;
/** Directories within directories; more than three mean a circle. */
const DEEPEST = 4;

/** piece(offset, length, signal) brings bytes of the file: a promise of an ArrayBuffer. */
export class StreetFile {
  constructor(piece) {
    this.piece = piece;
    this.opened = null;
    this.directories = new Map();
  }

  /** {least, most, west, south, east, north, …}: zooms that it has tiles of, and the degrees that it covers. */
  open() {
    this.opened ??= this.piece(0, FIRST).then((bytes) => {
      this.head = headOf(bytes);
      const { offset, length } = this.head.root;
      this.readDirectory(offset, Promise.resolve(bytes.slice(offset, offset + length)));
      return this.head;
    });
    this.opened.catch(() => (this.opened = null));
    return this.opened;
  }

  /** {offset, length} of a tile in the file, or null where it has none. */
  async entryOf(z, x, y) {
    const head = await this.open();
    if (z < head.least || z > head.most) return null;
    const id = tileId(z, x, y);
    let at = head.root;
    for (let depth = 0; depth < DEEPEST; depth += 1) {
      const entry = entryFor(await this.directory(at), id);
      if (!entry) return null;
      if (entry.run) return { offset: head.tiles + entry.offset, length: entry.length };
      at = { offset: head.leaves + entry.offset, length: entry.length };
    }
    return null;
  }

  directory({ offset, length }) {
    return this.directories.get(offset) ?? this.readDirectory(offset, this.piece(offset, length));
  }

  readDirectory(offset, coming) {
    const read = coming.then((bytes) => unpacked(bytes, this.head.packing)).then(directoryOf);
    // What could not be read now may be there later.
    read.catch(() => this.directories.delete(offset));
    this.directories.set(offset, read);
    return read;
  }

  /** What the drawing library asks for: {data} of a tile, or undefined. */
  async getZxy(z, x, y, signal) {
    const entry = await this.entryOf(z, x, y);
    if (!entry) return undefined;
    return { data: await unpacked(await this.piece(entry.offset, entry.length, signal), this.head.tilePacking) };
  }
}

function headOf(bytes) {
  const view = new DataView(bytes, 0, HEAD);
  const number = (at) => Number(view.getBigUint64(at, true));
  const degrees = (at) => view.getInt32(at, true) / 1e7;
  return {
    root: { offset: number(8), length: number(16) },
    leaves: number(40),
    tiles: number(56),
    packing: view.getUint8(97),
    tilePacking: view.getUint8(98),
    least: view.getUint8(100),
    most: view.getUint8(101),
    west: degrees(102),
    south: degrees(106),
    east: degrees(110),
    north: degrees(114),
  };
}

const unpacked = (bytes, packing) =>
  packing === GZIP
    ? new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer()
    : bytes;

/** Four lists of the same length; run 0 is a further directory, else so many tiles have the same content. */
export function directoryOf(bytes) {
  const from = new Uint8Array(bytes);
  let at = 0;
  const next = () => {
    let value = 0;
    for (let power = 1; ; power *= 128) {
      const one = from[at];
      at += 1;
      if (one === undefined) throw new Error("a directory that ends too soon");
      value += (one & 127) * power;
      if (one < 128) return value;
    }
  };
  const count = next();
  if (count > from.length) throw new Error("a directory that cannot be");
  const list = () => Array.from({ length: count }, next);
  const [steps, runs, lengths, places] = [list(), list(), list(), list()];
  let id = 0;
  const ids = steps.map((step) => (id += step));
  const offsets = [];
  // 0: right behind the one before.
  places.forEach((place, one) => offsets.push(place ? place - 1 : offsets[one - 1] + lengths[one - 1]));
  return { ids, runs, lengths, offsets };
}

function entryFor({ ids, runs, lengths, offsets }, id) {
  let [low, high] = [0, ids.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (ids[middle] <= id) low = middle + 1;
    else high = middle - 1;
  }
  if (high < 0 || (runs[high] && id >= ids[high] + runs[high])) return null;
  return { run: runs[high], offset: offsets[high], length: lengths[high] };
}

/** The number of a tile: zoom after zoom, within one along Hilbert's curve. */
export function tileId(z, x, y) {
  let id = (4 ** z - 1) / 3;
  for (let side = 2 ** (z - 1); side >= 1; side /= 2) {
    const [right, lower] = [x >= side ? 1 : 0, y >= side ? 1 : 0];
    id += side * side * ((3 * right) ^ lower);
    [x, y] = [x % side, y % side];
    if (!lower) [x, y] = right ? [side - 1 - y, side - 1 - x] : [y, x];
  }
  return id;
}
