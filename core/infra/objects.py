"""Photos and signatures: kept by the SHA-256 of their bytes in a folder, in S3, or in memory, by setting.

Content-addressed: the same bytes have one place, nothing is ever overwritten, and what is read can be checked
against its own name.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import obstore
import structlog
from obstore.exceptions import AlreadyExistsError, BaseError
from obstore.store import LocalStore, ObjectStore, from_url

from core.kernel.errors import Busy

if TYPE_CHECKING:
    from obstore.store import RetryConfig

_FILE = "file://"
# Somebody waits for the answer: a phone on the road for 20 s, and it comes again by itself.
_RETRY: RetryConfig = {"max_retries": 2, "retry_timeout": timedelta(seconds=10)}

_log = structlog.get_logger()


class StoreAway(Busy):
    """The store of photos does not answer or refuses us; what was sent waits, the same may be asked again."""

    code = "store_away"


class Objects:
    """A store of bytes. url: ``file://data/objects`` (relative to where it is started), ``s3://bucket/prefix``
    (keys, region and AWS_ENDPOINT_URL from AWS_* in the environment; AWS_ALLOW_HTTP=true where that address
    has no TLS) or ``memory:///``."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._store: ObjectStore
        if url.startswith(_FILE):
            folder = Path(url.removeprefix(_FILE))
            self._store = LocalStore(folder.resolve(), mkdir=True)
        else:
            self._store = from_url(url, retry_config=_RETRY)

    async def put(self, content: bytes) -> str:
        """Keep the bytes; their SHA-256 in hex, by which they are found again. Raises StoreAway."""
        digest = hashlib.sha256(content).hexdigest()
        try:
            with suppress(AlreadyExistsError):  # the same bytes: there is nothing to do
                await obstore.put_async(self._store, _path(digest), content, mode="create")
        except (BaseError, FileNotFoundError) as error:  # the latter: there is no such bucket
            raise self._away(error) from None
        return digest

    async def get(self, digest: str) -> bytes:
        """The bytes of that SHA-256. Raises FileNotFoundError where there are none, StoreAway."""
        try:
            found = await obstore.get_async(self._store, _path(digest))
            return bytes(await found.bytes_async())
        except BaseError as error:
            raise self._away(error) from None

    def _away(self, error: Exception) -> StoreAway:
        # The store's own answer may repeat what we signed: only what stands before it is told.
        why = str(error).partition("<")[0].partition("\n")[0]
        _log.error("object_store_failed", store=self._url, kind=type(error).__name__, why=why)
        return StoreAway()


def _path(digest: str) -> str:
    # Two levels of folders, so that no folder of a file system holds all of them.
    return f"{digest[:2]}/{digest[2:4]}/{digest}"


@lru_cache(maxsize=8)
def objects_at(url: str) -> Objects:
    """The store at an address, one a process."""
    return Objects(url)
