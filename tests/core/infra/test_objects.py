"""The store of objects: by their own hash, never overwritten, in a folder, in memory or in S3."""

import hashlib
import traceback
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from core.infra.objects import Objects, StoreAway
from tests.core.infra.s3 import KEY, SECRET, bucket_at


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


async def test_in_s3_bytes_are_kept_once_below_the_prefix_and_found_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with bucket_at(monkeypatch) as bucket:
        store = Objects("s3://photos/proofs")
        large = bytes(range(256)) * 4_000
        for content in (b"proof", large):
            digest = await store.put(content)
            assert await store.put(content) == digest
            assert await store.get(digest) == content
        with pytest.raises(FileNotFoundError):
            await store.get("0" * 64)
        kept = {path.rpartition("/")[2]: content for path, content in bucket.objects.items()}
        assert kept == {hashlib.sha256(one).hexdigest(): one for one in (b"proof", large)}
        first = hashlib.sha256(b"proof").hexdigest()
        assert f"/photos/proofs/{first[:2]}/{first[2:4]}/{first}" in bucket.objects


@pytest.mark.parametrize("fault", ["wrong key", "no bucket", "down", "gone"])
async def test_a_store_that_cannot_be_used_says_why_and_tells_no_secret(
    fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with bucket_at(monkeypatch) as bucket:
        secret = SECRET[::-1] if fault == "wrong key" else SECRET
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", secret)
        bucket.is_down = fault == "down"
        if fault == "gone":
            monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
        store = Objects("s3://elsewhere" if fault == "no bucket" else "s3://photos")
        with capture_logs() as logs, pytest.raises(StoreAway) as refused:
            await store.put(b"proof")
        assert bucket.objects == {}
        (line,) = logs
        assert (line["event"], line["log_level"]) == ("object_store_failed", "error")
        says = {"wrong key": "403", "no bucket": "404", "down": "500", "gone": "error sending request"}
        assert says[fault] in line["why"]
        told = f"{line} {''.join(traceback.format_exception(refused.value))}"
        assert [hidden for hidden in (secret, KEY, "Signature") if hidden in told] == []
        if fault == "down":
            assert bucket.requests == 3  # it tried again by itself
            bucket.is_down = False
            assert await store.get(await store.put(b"proof")) == b"proof"
