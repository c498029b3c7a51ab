"""The operator's own map on the phone: streets with network and without, else the drawing as ever."""

from __future__ import annotations

import random
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page, expect
from pmtiles.tile import Compression, TileType, tileid_to_zxy
from pmtiles.writer import Writer

from tests.driver_app_api.web.conftest import ARGUMENTS, LARGE_LETTERS, TRY, Phone, phone_at, served
from tests.driver_app_api.web.house import House, house_app
from tests.driver_app_api.web.test_access import AXE, faults
from tests.driver_app_api.web.test_app import run
from tests.driver_app_api.web.town import OPENMAPTILES, PROTOMAPS, Names, town_map

# Which of the colours are among the dots of what is drawn: "#rrggbb" of each canvas.
COLOURS = """(wanted) => {
  const found = new Set();
  for (const canvas of document.querySelectorAll("dialog canvas, .streets-small canvas")) {
    if (!canvas.width) continue;
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    for (let at = 0; at < data.length; at += 4) {
      found.add((data[at] << 16) | (data[at + 1] << 8) | data[at + 2]);
    }
  }
  return wanted.filter((colour) => found.has(Number.parseInt(colour.slice(1), 16)));
}"""
# Ground, water, green, streets, main roads and motorways.
PAINTS: dict[Any, list[str]] = {
    "light": ["#eceff0", "#9ccbf0", "#cfe6c6", "#ffffff", "#ffe08a", "#ffb257"],
    "dark": ["#10171a", "#0f3a5c", "#173223", "#5d6e73", "#8f7a2e", "#a8642a"],
}
_, WATER, _, STREET, MAIN, HIGHWAY = PAINTS["light"]
# All that the day needs has been fetched ahead: the lock is free again, and there are pieces.
AHEAD = """async (least) => {
  for (;;) {
    const { held, pending } = await navigator.locks.query();
    const isBusy = [...held, ...pending].some((lock) => lock.name === "driver-streets");
    const names = (await caches.keys()).filter((name) => name.startsWith("streets-"));
    const pieces = names.length === 1 ? await (await caches.open(names[0])).keys() : [];
    if (!isBusy && pieces.length >= least) return pieces.length;
    await new Promise((go) => setTimeout(go, 20));
  }
}"""


@pytest.fixture
async def mapped(house: House, tmp_path: Path, town: Path) -> AsyncIterator[Phone]:
    """A phone whose house has a map."""
    house.map_at = town
    async with served(house_app(house)) as url, phone_at(url, tmp_path / "profile") as phone:
        yield phone


async def open_route(phone: Phone) -> Page:
    await phone.page.goto(phone.url + "#/route/route-1")
    return phone.page


async def is_painted(page: Page, colours: list[str]) -> None:
    await page.wait_for_function(f"(wanted) => ({COLOURS})(wanted).length === wanted.length", arg=colours)


def asked(house: House) -> list[str]:
    return [request for request in house.requests if " map/" in request]


async def test_streets_are_fetched_ahead_and_there_without_network_after_a_restart(
    mapped: Phone, house: House
) -> None:
    page = await mapped.switch_on()
    await mapped.sign_in()
    await mapped.is_kept()
    # The head, then all tiles of the day in one part: nothing was looked at yet.
    assert await page.evaluate(AHEAD, 20) > 20
    assert len(asked(house)) == 2
    await mapped.context.set_offline(True)
    page = await mapped.restart(is_offline=True)
    await mapped.sees("Hello Faizal")
    await open_route(mapped)
    await is_painted(page, [WATER, MAIN, HIGHWAY])
    await mapped.sees("© OpenStreetMap & us")
    await mapped.tap("Open the map", "link")
    await is_painted(page, PAINTS["light"])
    # Closer than the file is: what it has is drawn larger.
    for _ in range(5):
        await mapped.tap("Closer")
    await is_painted(page, [STREET, MAIN])
    await page.go_back()
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await page.goto(mapped.url + "#/stop/stop-5")
    await is_painted(page, [STREET])
    assert len(asked(house)) == 2


async def test_a_tap_on_a_stop_of_the_large_map_leads_to_it(mapped: Phone) -> None:
    page = await mapped.switch_on(bypass_csp=True)
    await mapped.sign_in()
    await open_route(mapped)
    await expect(page.locator(".streets-small .map-pin")).to_have_count(5)
    await mapped.tap("Open the map", "link")
    dialog = page.get_by_role("dialog")
    await expect(dialog.get_by_role("link", name="Kampung Baru Mart")).to_be_visible()
    await dialog.get_by_role("button", name="5, Bangsar Deli").tap()
    await expect(dialog.get_by_role("button", name="5, Bangsar Deli")).to_have_class(
        "leaflet-marker-icon map-pin is-next leaflet-zoom-hide leaflet-interactive"
    )
    await mapped.tap("Where am I?")
    await expect(dialog.locator(".map-here")).to_be_visible()
    await dialog.get_by_role("link", name="Bangsar Deli").tap()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Bangsar Deli")
    await expect(page.locator(".streets-small .map-pin.is-next")).to_have_text("5")
    # Back to the map, and from the map to the list.
    await page.go_back()
    await expect(dialog).to_be_visible()
    await mapped.tap("Back")
    await expect(dialog).to_have_count(0)
    await expect(page.get_by_role("heading", level=1)).to_have_text("Van 2")


@pytest.mark.parametrize(
    ("maker", "colours", "direction"), [(PROTOMAPS, "light", "ltr"), (OPENMAPTILES, "dark", "rtl")]
)
async def test_the_map_is_for_everybody(
    house: House, tmp_path: Path, maker: Names, colours: Any, direction: str
) -> None:
    """A small phone, large writing, by day and night, tiles of either great maker: nothing runs out of
    the screen, targets are large and named."""
    house.map_at = town_map(tmp_path / "town.pmtiles", maker)
    small: dict[str, Any] = {"viewport": {"width": 360, "height": 640}, "bypass_csp": True}
    async with served(house_app(house)) as url, phone_at(url, tmp_path / "profile") as phone:
        page = await phone.switch_on(color_scheme=colours, args=[*ARGUMENTS, LARGE_LETTERS], **small)
        await phone.sign_in()
        await page.add_script_tag(content=AXE)
        await page.evaluate("(dir) => Object.assign(document.documentElement, { dir })", direction)
        await open_route(phone)
        await expect(page.locator(".streets-small .map-pin")).to_have_count(5)
        assert await faults(page) == []
        await phone.tap("Open the map", "link")
        await expect(page.get_by_role("dialog")).to_be_visible()
        assert await faults(page) == []
        await is_painted(page, PAINTS[colours])
        # The sun goes down, or up.
        (other,) = set(PAINTS) - {colours}
        await page.emulate_media(color_scheme=other)
        await is_painted(page, PAINTS[other])
        await page.keyboard.press("Escape")
        await expect(page.get_by_role("dialog")).to_have_count(0)


@pytest.fixture
def half(town: Path, tmp_path: Path) -> Path:
    """A map that was not copied whole."""
    path = tmp_path / "half.pmtiles"
    path.write_bytes(town.read_bytes()[:9_000])
    return path


async def test_a_map_that_is_bad_or_goes_away_leaves_the_drawing_and_no_complaint(
    house: House, tmp_path: Path, town: Path, half: Path
) -> None:
    house.map_at = half
    async with served(house_app(house)) as url, phone_at(url, tmp_path / "profile") as phone:
        page = await phone.switch_on()
        await phone.sign_in()
        await open_route(phone)
        await expect(page.locator("svg.map .map-pin")).to_have_count(5)
        assert await page.evaluate("typeof L + typeof protomapsL") == "undefinedundefined"
        # It is put right, and the phone hears of it with the day.
        shutil.copyfile(town, half)
        assert await page.evaluate(TRY)
        await is_painted(page, [MAIN])
        # It goes while the phone still has none of the next stop: what was kept is shown, the rest is blank.
        shutil.move(half, tmp_path / "gone")
        await page.evaluate(
            "caches.keys().then((names) => Promise.all(names.map((name) => caches.delete(name))))"
        )
        await page.reload()
        await open_route(phone)
        await expect(page.locator("svg.map .map-pin")).to_have_count(5)
        await page.goto(phone.url + "#/stop/stop-1")
        await expect(page.get_by_role("heading", level=1)).to_have_text("Kampung Baru Mart")
        await expect(page.locator("main svg.map")).to_have_count(0)


async def test_a_map_of_somewhere_else_is_not_shown(mapped: Phone, house: House) -> None:
    for stop in house.day["routes"][0]["stops"]:
        stop["lat"] += 20
    page = await mapped.switch_on()
    await mapped.sign_in()
    await open_route(mapped)
    await expect(page.locator("svg.map .map-pin")).to_have_count(5)
    await page.wait_for_function("() => globalThis.protomapsL !== undefined")
    await expect(page.locator("svg.map .map-pin")).to_have_count(5)


async def test_any_tile_is_found_in_a_file_with_directories_below_directories(
    house: House, tmp_path: Path
) -> None:
    chance = random.Random(5)
    tiles = {tile_id: chance.randbytes(chance.randrange(1, 9)) for tile_id in range(20_000) if tile_id % 7}
    house.map_at = tmp_path / "many.pmtiles"
    with house.map_at.open("wb") as file:
        writer = Writer(file)
        for tile_id, content in tiles.items():
            writer.write_tile(tile_id, content)
        corners = dict.fromkeys(("min_lon_e7", "min_lat_e7", "max_lon_e7", "max_lat_e7"), 0)
        centre = {"center_zoom": 0, "center_lon_e7": 0, "center_lat_e7": 0}
        kinds = {"tile_type": TileType.MVT, "tile_compression": Compression.NONE}
        writer.finalize({**kinds, **corners, **centre}, {})
    looked_for = [0, 1, 2, 6, 7, 49, 19_999, *chance.sample(range(20_000), 60)]
    found_by = """(async () => {
      const { body } = await (await import("/driver/js/server.js")).call("GET", "today");
      const { piecesOf } = await import("/driver/streets/kept.js");
      const file = new m.StreetFile((await piecesOf(body.map.version)).piece);
      const all = await Promise.all(a.map(([z, x, y]) => file.getZxy(z, x, y)));
      const told = all.map((tile) => tile && [...new Uint8Array(tile.data)]);
      return [told, a.map(([z, x, y]) => m.tileId(z, x, y))];
    })()"""
    async with served(house_app(house)) as url, phone_at(url, tmp_path / "profile") as phone:
        await phone.switch_on()
        await phone.sign_in()
        places = [tileid_to_zxy(tile_id) for tile_id in looked_for]
        found, ids = await phone.page.evaluate(
            f"async (a) => {{ const m = await import('/driver/streets/file.js'); return {found_by}; }}",
            places,
        )
    assert found == [list(tiles[one]) if one in tiles else None for one in looked_for]
    assert ids == looked_for


async def test_what_is_fetched_ahead_is_bounded_and_comes_in_few_parts(mapped: Phone) -> None:
    await mapped.switch_on()
    code = "m.tilesOf(a, {least: 0, most: 15}).map(({z, x, y}) => [z, x, y])"
    around = [{"lat": 3.14, "lon": 101.7}, {"lat": 3.20, "lon": 101.9}]
    tiles = [tuple(one) for one in await run(mapped, "../streets/ahead", code, [around])]
    assert len(tiles) == len(set(tiles))
    assert [one[0] for one in tiles] == sorted(one[0] for one in tiles)
    closest = {one for one in tiles if one[0] == 15}
    # Nine around each stop, and none of the way between them.
    assert len(closest) == 18
    assert (15, 25_640, 16_097) in closest
    assert {one for one in tiles if one[0] == 0} == {(0, 0, 0)}
    far = [{"lat": 60 - at, "lon": -170 + 9 * at} for at in range(38)]
    many = await run(mapped, "../streets/ahead", code, [far])
    assert len(many) == 800
    runs = (
        "m.runsOf(a.map(([offset, length]) => ({offset, length})))"
        ".map((run) => [run.offset, run.length, run.entries.length])"
    )
    entries = [[100, 50], [0, 100], [9_000, 10], [20_000, 600_000], [620_000, 9]]
    assert await run(mapped, "../streets/ahead", runs, entries) == [
        [0, 150, 2],
        [9_000, 10, 1],
        [20_000, 600_000, 1],
        [620_000, 9, 1],
    ]
