"""The store of objects: by their own hash, never overwritten, in a folder or in memory."""

import hashlib
from pathlib import Path

import pytest

from core.infra.objects import Objects


@pytest.mark.parametrize("kind", ["file", "memory"])
async def test_bytes_are_found_by_their_hash_and_put_twice_are_there_once(kind: str, tmp_path: Path) -> None:
    store = Objects(f"file://{tmp_path}/objects" if kind == "file" else "memory:///")
    digest = await store.put(b"proof")
    assert digest == hashlib.sha256(b"proof").hexdigest()
    assert await store.put(b"proof") == digest
    assert await store.get(digest) == b"proof"
    with pytest.raises(FileNotFoundError):
        await store.get("0" * 64)
    if kind == "file":
        assert (tmp_path / "objects" / digest[:2] / digest[2:4] / digest).read_bytes() == b"proof"
