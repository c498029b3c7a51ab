"""Photos and signatures: kept by the SHA-256 of their bytes in a folder, in S3, or in memory, by setting.

Content-addressed: the same bytes have one place, nothing is ever overwritten, and what is read can be checked
against its own name.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

import obstore
from obstore.exceptions import AlreadyExistsError
from obstore.store import LocalStore, ObjectStore, from_url

_FILE = "file://"


class Objects:
    """A store of bytes. url: ``file://data/objects`` (relative to where it is started), ``s3://bucket/prefix``
    (keys and region from AWS_* in the environment) or ``memory:///``."""

    def __init__(self, url: str) -> None:
        self._store: ObjectStore
        if url.startswith(_FILE):
            folder = Path(url.removeprefix(_FILE))
            self._store = LocalStore(folder.resolve(), mkdir=True)
        else:
            self._store = from_url(url)

    async def put(self, content: bytes) -> str:
        """Keep the bytes; their SHA-256 in hex, by which they are found again."""
        digest = hashlib.sha256(content).hexdigest()
        with suppress(AlreadyExistsError):  # the same bytes: there is nothing to do
            await obstore.put_async(self._store, _path(digest), content, mode="create")
        return digest

    async def get(self, digest: str) -> bytes:
        """The bytes of that SHA-256. Raises FileNotFoundError where there are none."""
        found = await obstore.get_async(self._store, _path(digest))
        return bytes(await found.bytes_async())


def _path(digest: str) -> str:
    # Two levels of folders, so that no folder of a file system holds all of them.
    return f"{digest[:2]}/{digest[2:4]}/{digest}"


@lru_cache(maxsize=8)
def objects_at(url: str) -> Objects:
    """The store at an address, one a process."""
    return Objects(url)
