"""Files that went through the chats, in memory; the oldest are forgotten when they grow too many."""

from __future__ import annotations

import hashlib
import mimetypes
import re
import secrets
import struct
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

from dealerline.sandbox.errors import BadRequest
from dealerline.sandbox.forms import Upload

DOWNLOAD_BYTES = 20 << 20
UPLOAD_BYTES = 50 << 20
PHOTO_BYTES = 10 << 20

_FOLDERS = {
    "photo": "photos",
    "document": "documents",
    "voice": "voice",
    "audio": "music",
    "sticker": "stickers",
}


@dataclass(frozen=True, slots=True)
class StoredFile:
    file_id: str
    kind: str
    name: str
    content_type: str
    data: bytes
    path: str

    def as_json(self) -> dict[str, Any]:
        unique = hashlib.sha256(self.data).hexdigest()[:15]
        return {"file_id": self.file_id, "file_unique_id": unique, "file_size": len(self.data)}


class FileStore:
    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._bytes = 0
        self._files: OrderedDict[str, StoredFile] = OrderedDict()
        self._by_path: dict[str, StoredFile] = {}

    def add(self, upload: Upload, kind: str) -> StoredFile:
        content_type = upload.content_type.split(";", 1)[0].strip() or "application/octet-stream"
        name = re.split(r"[\\/]", upload.filename)[-1].strip() or "file"
        if content_type == "application/octet-stream":
            content_type = mimetypes.guess_type(name)[0] or content_type
        file_id = f"{kind[:3].upper()}{secrets.token_urlsafe(24)}"
        ending = re.search(r"\.[A-Za-z0-9]{1,8}$", name)
        folder = _FOLDERS.get(kind, "files")
        path = f"{folder}/file_{len(self._files) + 1}_{file_id[3:9]}{ending.group() if ending else ''}"
        stored = StoredFile(file_id, kind, name, content_type, upload.data, path)
        self._files[file_id] = self._by_path[path] = stored
        self._bytes += len(stored.data)
        while self._bytes > self._most_bytes and len(self._files) > 1:
            _, old = self._files.popitem(last=False)
            del self._by_path[old.path]
            self._bytes -= len(old.data)
        return stored

    def get(self, file_id: str) -> StoredFile | None:
        return self._files.get(file_id)

    def at_path(self, path: str) -> StoredFile | None:
        return self._by_path.get(path)


def photo_sizes(stored: StoredFile) -> list[dict[str, Any]]:
    """The PhotoSize list of a message; refuses what is no picture."""
    if len(stored.data) > PHOTO_BYTES:
        raise BadRequest("file is too big for a photo")
    size = image_size(stored.data)
    if size is None:
        raise BadRequest("IMAGE_PROCESS_FAILED")
    width, height = size
    if not width or not height or width + height > 10_000 or max(size) > 20 * min(size):
        raise BadRequest("PHOTO_INVALID_DIMENSIONS")
    return [{**stored.as_json(), "width": width, "height": height}]


def image_size(data: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG, GIF, JPEG or WebP; None for anything else."""
    if data.startswith(b"\x89PNG\r\n\x1a\n") and len(data) >= 24:
        width, height = struct.unpack(">II", data[16:24])
        return width, height
    if data[:6] in (b"GIF87a", b"GIF89a") and len(data) >= 10:
        width, height = struct.unpack("<HH", data[6:10])
        return width, height
    if data.startswith(b"\xff\xd8"):
        return _jpeg_size(data)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP" and len(data) >= 30:
        return _webp_size(data)
    return None


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        at += 2 + struct.unpack(">H", data[at + 2 : at + 4])[0]
    return None


def _webp_size(data: bytes) -> tuple[int, int] | None:
    kind = data[12:16]
    if kind == b"VP8X":
        return 1 + int.from_bytes(data[24:27], "little"), 1 + int.from_bytes(data[27:30], "little")
    if kind == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if kind == b"VP8 ":
        width, height = struct.unpack("<HH", data[26:30])
        return width & 0x3FFF, height & 0x3FFF
    return None
