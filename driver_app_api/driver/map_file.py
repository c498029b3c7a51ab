"""The operator's own map: whether its file can be used as it is now, and what phones are told of it.

The format is PMTiles, version 3 (https://github.com/protomaps/PMTiles/blob/main/spec/v3/spec.md): a header of
127 bytes and a root directory within the first 16,384 bytes, metadata as JSON, further directories, tiles.
"""

from __future__ import annotations

import hashlib
import html
import json
import os
import re
import struct
import zlib
from dataclasses import dataclass
from pathlib import Path

import structlog

log = structlog.get_logger()

_FIRST = 16_384
_HEADER = struct.Struct("<7sB11Q6B4iB2i")
_PLAIN, _GZIP = 1, 2
_VECTOR = 1
_MOST_METADATA = 8 << 20
_MOST_CREDIT = 300
_TAG = re.compile(r"<[^>]*>")


class Unusable(Exception):
    """Why a file is no map for phones, for the operator's log."""


@dataclass(frozen=True, slots=True)
class OwnMap:
    """``version``: the same on every machine. ``credit``: who made its data, as plain text."""

    version: str
    credit: str
    size: int


def read_map(path: Path) -> OwnMap:
    """Read the head and the metadata. Raises Unusable, OSError."""
    with path.open("rb") as file:
        first = file.read(_FIRST)
        size = os.fstat(file.fileno()).st_size
        metadata, packing = _sections(first, size)
        file.seek(metadata[0])
        credit = _credit(file.read(metadata[1]), packing)
    version = hashlib.sha256(first + size.to_bytes(8, "big")).hexdigest()[:16]
    return OwnMap(version, credit, size)


def _sections(first: bytes, size: int) -> tuple[tuple[int, int], int]:
    """Offset and length of the metadata, and how it is packed. Raises Unusable."""
    if len(first) < _HEADER.size or not first.startswith(b"PMTiles"):
        raise Unusable("It is no PMTiles file.")
    _, version, *numbers = _HEADER.unpack_from(first)
    if version != 3:
        raise Unusable(f"It is PMTiles of version {version}, not 3.")
    root, metadata, leaves, tiles = (numbers[at : at + 2] for at in (0, 2, 4, 6))
    if any(offset + length > size for offset, length in (root, metadata, leaves, tiles)):
        raise Unusable("It ends too soon: it was not copied whole.")
    _, packing, tile_packing, kind = numbers[11:15]
    if kind != _VECTOR:
        raise Unusable("Its tiles are pictures, not vectors.")
    if not {packing, tile_packing} <= {_PLAIN, _GZIP}:
        raise Unusable("It is packed with something else than gzip.")
    _unpacked(first[root[0] : root[0] + root[1]], packing)
    return (metadata[0], min(metadata[1], _MOST_METADATA)), packing


def _credit(metadata: bytes, packing: int) -> str:
    try:
        told = json.loads(_unpacked(metadata, packing) or b"{}")
    except (ValueError, RecursionError) as error:
        raise Unusable("Its metadata cannot be read.") from error
    said = told.get("attribution") if isinstance(told, dict) else None
    # It comes as markup with links, which nobody shall follow away from the app.
    words = html.unescape(_TAG.sub(" ", said)) if isinstance(said, str) else ""
    return " ".join(words.split())[:_MOST_CREDIT]


def _unpacked(content: bytes, packing: int) -> bytes:
    if packing == _PLAIN:
        return content
    try:
        return zlib.decompressobj(wbits=31).decompress(content, _MOST_METADATA)
    except zlib.error as error:
        raise Unusable("Its directory cannot be unpacked.") from error


class MapFile:
    """The file that the setting names; looked at anew when it has changed, for it may come and go."""

    def __init__(self, path: str) -> None:
        self.path = Path(path)
        self._seen: tuple[int, int] | None = (-1, -1)
        self._map: OwnMap | None = None
        self._why = ""

    def now(self) -> OwnMap | None:
        """What phones can have now; None: they draw no streets. Each trouble is logged once."""
        try:
            found = self.path.stat()
            seen = (found.st_mtime_ns, found.st_size)
        except OSError:
            seen = None
        if seen != self._seen:
            self._seen = seen
            self._map = self._judged()
        return self._map

    def _judged(self) -> OwnMap | None:
        try:
            own = read_map(self.path)
        except (Unusable, OSError) as error:
            why = str(error) if isinstance(error, Unusable) else error.strerror or str(error)
            # A file that is being copied changes at every look, and is wrong in the same way.
            if why != self._why:
                log.warning("map_unusable", file=str(self.path), why=why)
            self._why = why
            return None
        self._why = ""
        log.info("map_read", file=str(self.path), version=own.version, credit=own.credit, bytes=own.size)
        return own
