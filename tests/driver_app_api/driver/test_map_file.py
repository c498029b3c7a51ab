"""The operator's own map: which files are good for phones, what is told of them, how parts are served."""

from __future__ import annotations

import gzip
import shutil
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import httpx2
import pytest
from fastapi import FastAPI
from structlog.testing import capture_logs

from core.driving.use_cases.sign_in import MakeSignInLink
from core.infra.door import Core
from driver_app_api.driver.map_file import MapFile, OwnMap, Unusable, read_map
from driver_app_api.driver.sessions import Callers
from driver_app_api.driver.streets import streets_router
from tests.core.driving.house import make_trip
from tests.driver_app_api.driver.phone import api
from tests.driver_app_api.web.house import Anybody
from tests.driver_app_api.web.town import town_map

Bent = Callable[[bytes], bytes]


@pytest.fixture(scope="module")
def whole(good: Path) -> bytes:
    return good.read_bytes()


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return town_map(tmp_path_factory.mktemp("map") / "town.pmtiles")


def with_byte(at: int, value: int) -> Bent:
    return lambda content: content[:at] + bytes([value]) + content[at + 1 :]


def with_number(at: int, value: int) -> Bent:
    return lambda content: content[:at] + struct.pack("<Q", value) + content[at + 8 :]


BAD: dict[str, tuple[Bent, str]] = {
    "nothing": (lambda _: b"", "no PMTiles file"),
    "a zip": (lambda content: b"PK\x03\x04" + content[4:], "no PMTiles file"),
    "a short head": (lambda content: content[:100], "no PMTiles file"),
    "an older version": (with_byte(7, 2), "version 2"),
    "half of it": (lambda content: content[: len(content) // 2], "not copied whole"),
    "one byte too short": (lambda content: content[:-1], "not copied whole"),
    "a root beyond all": (with_number(8, 2**63), "not copied whole"),
    "pictures": (with_byte(99, 2), "pictures"),
    "another packing": (with_byte(98, 3), "else than gzip"),
    "a spoilt directory": (with_byte(127, 0), "cannot be unpacked"),
    "spoilt metadata": (with_number(24, 500), "cannot be unpacked"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_is_no_map_for_phones_says_why(case: str, good: Path, tmp_path: Path) -> None:
    bend, why = BAD[case]
    path = tmp_path / "bad.pmtiles"
    path.write_bytes(bend(good.read_bytes()))
    with pytest.raises(Unusable, match=why):
        read_map(path)


def test_a_map_tells_who_made_its_data_in_plain_words(good: Path) -> None:
    own = read_map(good)
    assert own == OwnMap(own.version, "© OpenStreetMap & us", good.stat().st_size)
    assert len(own.version) == 16


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("", ""),
        ("<script>alert(1)</script> Us", "alert(1) Us"),
        ("x" * 1_000, "x" * 300),
    ],
)
def test_markup_in_the_credit_stays_out(said: str, told: str, tmp_path: Path) -> None:
    assert read_map(town_map(tmp_path / "town.pmtiles", credit=said)).credit == told


@pytest.mark.parametrize("inside", [b" " * (64 << 20), b"[" * 100_000, b'{"attribution": '])
def test_metadata_that_cannot_be_read_makes_no_map(inside: bytes, good: Path, tmp_path: Path) -> None:
    """Not even when it unpacks without end, or into lists within lists."""
    content = good.read_bytes()
    bomb = gzip.compress(inside)
    bent = with_number(24, len(content))(with_number(32, len(bomb))(content)) + bomb
    path = tmp_path / "bomb.pmtiles"
    path.write_bytes(bent)
    with pytest.raises(Unusable, match="metadata cannot be read"):
        read_map(path)


def test_a_file_that_comes_goes_and_is_replaced_is_seen_and_each_trouble_is_logged_once(
    good: Path, tmp_path: Path
) -> None:
    path = tmp_path / "town.pmtiles"
    own = MapFile(str(path))
    with capture_logs() as lines:
        assert [own.now(), own.now()] == [None, None]
        for length in (3_000, 9_000):  # while it is being copied
            path.write_bytes(good.read_bytes()[:length])
            assert own.now() is None
        shutil.copyfile(good, path)
        first = own.now()
        assert first is not None
        assert own.now() is first
        town_map(path, credit="Somebody else")
        second = own.now()
        path.unlink()
        assert own.now() is None
        assert own.now() is None
    assert second is not None
    assert (second.credit, second.version != first.version) == ("Somebody else", True)
    told = [(line["event"], line.get("why")) for line in lines]
    gone = ("map_unusable", "No such file or directory")
    short = ("map_unusable", "It ends too soon: it was not copied whole.")
    assert told == [gone, short, ("map_read", None), ("map_read", None), gone]
    assert all(line["file"] == str(path) for line in lines)


RANGES: list[tuple[str | None, int, slice | None]] = [
    (None, 200, slice(None)),
    ("bytes=0-6", 206, slice(0, 7)),
    ("bytes=127-299", 206, slice(127, 300)),
    ("bytes=-16", 206, slice(-16, None)),
    ("bytes=20000-99999999", 206, slice(20_000, None)),
    ("bytes=99999999-", 416, None),
    ("bytes=9-3", 400, None),
    ("lines=0-3", 400, None),
    ("bytes=", 400, None),
]


async def test_any_part_is_served_and_nothing_of_another_version(good: Path, whole: bytes) -> None:
    app = FastAPI()
    own = MapFile(str(good))
    app.include_router(streets_router(own, cast(Callers, Anybody())))
    now = own.now()
    assert now is not None
    transport = httpx2.ASGITransport(app=app)
    async with httpx2.AsyncClient(transport=transport, base_url="http://house") as client:

        async def asked(headers: dict[str, str], version: str = now.version, method: str = "GET") -> Any:
            return await client.request(method, f"/map/{version}", headers=headers)

        for wanted, status, part in RANGES:
            answer = await asked({} if wanted is None else {"Range": wanted})
            assert answer.status_code == status, wanted
            if part is not None:
                assert answer.content == whole[part], wanted
                assert answer.headers["etag"] == f'"{now.version}"'
                assert answer.headers["accept-ranges"] == "bytes"
        part = await asked({"Range": "bytes=127-299"})
        assert part.headers["content-range"] == f"bytes 127-299/{len(whole)}"
        beyond = await asked({"Range": "bytes=99999999-"})
        assert beyond.headers["content-range"] == f"bytes */{len(whole)}"
        head = await asked({}, method="HEAD")
        assert (head.status_code, head.headers["content-length"]) == (200, str(len(whole)))
        known = await asked({"If-None-Match": f'"{now.version}"'})
        assert (known.status_code, known.content) == (304, b"")
        # Another one has been put in its place: the whole, so that its parts are not mixed.
        other = await asked({"Range": "bytes=0-6", "If-Range": '"older"'})
        assert (other.status_code, len(other.content)) == (200, len(whole))
        for version in ("0" * 16, "..%2F..%2Fetc%2Fpasswd", "town.pmtiles"):
            assert (await asked({}, version)).status_code == 404


async def test_only_phones_that_are_signed_in_have_the_map_and_the_day_names_it(
    core: Core, good: Path
) -> None:
    core.settings = core.settings.model_copy(update={"map_file": str(good)})
    trip = await make_trip(core, 1)
    link = await core.execute(trip.dan, MakeSignInLink())
    own = read_map(good)
    async with api(core) as at, httpx2.AsyncClient() as client:
        address = f"{at}/map/{own.version}"
        assert (await client.get(address)).status_code == 401
        signed = await client.post(f"{at}/sessions", json={"link": link.token})
        token = {"Authorization": f"Bearer {signed.json()['token']}"}
        told = await client.get(f"{at}/today", headers=token)
        assert told.json()["map"] == {"version": own.version, "credit": "© OpenStreetMap & us"}
        part = await client.get(address, headers={**token, "Range": "bytes=0-6"})
        assert (part.status_code, part.content) == (206, b"PMTiles")
        page = await client.get(at.removesuffix("v1"))
        assert b"streets/start.js" in page.content
        missing = await client.get(f"{at}/map/other", headers=token)
        assert (missing.status_code, missing.json()["code"]) == (404, "http_404")
