"""Parts of the app by themselves: amounts, the day as it is seen, the map, pictures, and new versions."""

from __future__ import annotations

import base64
import dataclasses
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.async_api import expect

from driver_app_api.web import site
from tests.driver_app_api.web.conftest import Phone, phone_at, served
from tests.driver_app_api.web.house import House, a_day, house_app, now
from tests.driver_app_api.web.pictures import photo_of_a_box

TYPED = {
    "12": 1_200,
    "12.5": 1_250,
    "12,50": 1_250,
    "1 234,50": 123_450,
    "1,234.50": 123_450,
    "1.234,5": 123_450,
    "1.234": 123_400,
    "1,234,567.89": 123_456_789,
    "٣٥٫٥": 3_550,
    "0": 0,
    "0.05": 5,
    "": None,
    "abc": None,
    "-5": None,
    "12.345,6.7": None,
    "1.234,567": None,
    "0.500": None,
    "12.3456": None,
    "99999999999999999999": None,
}


async def run(phone: Phone, module: str, code: str, argument: Any = None) -> Any:
    """The value of an expression over a module ``m`` and an argument ``a``, in the browser."""
    return await phone.page.evaluate(
        f"async (a) => {{ const m = await import('/driver/js/{module}.js'); return ({code}); }}", argument
    )


async def test_amounts_are_exact_in_every_currency(phone: Phone) -> None:
    await phone.switch_on()
    read = await run(phone, "amounts", "a.map((text) => m.typedAmount(text, 'MYR'))", list(TYPED))
    assert dict(zip(TYPED, read, strict=True)) == TYPED
    others = await run(
        phone,
        "amounts",
        "[m.typedAmount('1.234', 'KWD'), m.typedAmount('1234', 'JPY'), m.typedAmount('1.5', 'JPY')]",
    )
    assert others == [1_234, 1_234, None]
    shown = await run(
        phone,
        "amounts",
        "[m.money(123456, 'EUR', 'tr'), m.money(5, 'KWD', 'en-GB'),"
        " m.money(9007199254740991, 'MYR', 'en-GB'),"
        " m.plainAmount(-7, 'EUR'), m.dayAfter(1, new Date(2025, 11, 31))]",
    )
    plain = [text.replace("\u00a0", " ") for text in shown]
    assert plain == ["€1.234,56", "KWD 0.005", "MYR 90,071,992,547,409.91", "-0.07", "2026-01-01"]


async def test_the_day_is_what_the_house_says_with_what_was_done_since_on_top(phone: Phone) -> None:
    await phone.switch_on()
    day = a_day()

    def event(kind: str, stop: str | None = None, **more: Any) -> dict[str, Any]:
        given = {
            "kind": kind,
            "route_id": "route-1",
            "stop_id": stop,
            "data": {},
            "state": "waiting",
            "at": "x",
        }
        return {**given, "isSettled": False, **more}

    async def states(events: list[dict[str, Any]]) -> list[str]:
        code = "m.routesAsSeen(a.day, a.events)[0].stops.map((stop) => stop.state)"
        found: list[str] = await run(phone, "day", code, {"day": day, "events": events})
        return found

    assert await states([]) == ["planned"] * 5
    done = [event("arrived", "stop-1"), event("delivered", "stop-1"), event("arrived", "stop-2")]
    assert await states(done) == ["done", "arrived", *["planned"] * 3]
    # A refused act changes nothing; what the house has seen is the house's to say.
    refused = [event("delivered", "stop-1", state="refused")]
    assert await states(refused) == ["planned"] * 5
    assert await states([event("delivered", "stop-1", state="done", isSettled=True)]) == ["planned"] * 5
    day["routes"][0]["stops"][3]["state"] = "cancelled"
    assert len(await states([])) == 4
    paid = [
        event("delivered", "stop-1", data={"payment": {"kind": "cash", "amount_minor": 250}}),
        event("delivered", "stop-2", data={"payment": {"kind": "cheque", "amount_minor": 900}}),
        event("delivered", "stop-3", data={"payment": {"kind": "cash", "amount_minor": 50}}, state="refused"),
        event("delivered", "stop-5", data={"payment": None}, state="done", isSettled=True),
    ]
    money = await run(phone, "day", "m.moneyTaken({id: 'route-1'}, a)", paid)
    assert money == [{"currency": "USD", "cash_minor": 250, "cheques": 1, "cheques_minor": 900}]
    # Of another phone of the driver the house knows; currencies are never added up.
    stops = [{"id": "stop-2", "currency": "MYR"}, {"id": "stop-1", "currency": "SGD"}]
    known = {"currency": "MYR", "cash_minor": 1000, "cheques": 0, "cheques_minor": 0}
    route = {"id": "route-1", "stops": stops, "taken": [known]}
    seen = [*paid, event("delivered", "stop-2", data=paid[0]["data"], state="done", isSettled=True)]
    money = await run(phone, "day", "m.moneyTaken(a.route, a.seen)", {"route": route, "seen": seen})
    assert money == [
        {**known, "cheques": 1, "cheques_minor": 900},
        {"currency": "SGD", "cash_minor": 250, "cheques": 0, "cheques_minor": 0},
    ]
    missing = await run(
        phone,
        "day",
        "[m.missingOf(a, {}), m.missingOf(a, {receiver: 'A', photos: [1], lines: {'line-1a': {short: 1}}}),"
        " m.missingOf(a, {receiver: 'A', strokes: [{points: [{x: 5, y: 5}, {x: 30, y: 5}]}],"
        " payment: {kind: 'cheque', amount_minor: 0}}),"
        " m.missingOf(a, {receiver: 'A', strokes: [{points: [{x: 5, y: 5}, {x: 6, y: 5}]}]})]",
        a_day()["routes"][0]["stops"][0],
    )
    assert missing == [["receiver", "evidence"], ["reason"], ["amount", "cheque"], ["evidence"]]


async def test_a_route_of_another_day_says_which(phone: Phone, house: House) -> None:
    (first,) = house.day["routes"]
    later = {**first, "id": "route-2", "day": "2099-10-16", "van": {"name": "Van 3", "plate": ""}}
    house.day["routes"] = [{**first, "day": "2025-10-14"}, later]
    page = await phone.switch_on()
    await phone.sign_in()
    cards = page.locator(".card")
    await expect(cards.nth(1)).to_contain_text("Fri 16 Oct")
    await expect(cards.nth(0)).not_to_contain_text("Oct")
    # Its load can be checked the evening before; dealers are not told of a van that leaves by mistake.
    await cards.nth(1).get_by_role("link", name="Check the load").tap()
    await phone.tap("The rest is all here")
    await phone.tap("All is on the van")
    await phone.sees("This route is for Fri 16 Oct.")
    await expect(page.get_by_role("button", name="Start the route")).to_have_count(0)


async def test_goods_are_fetched_with_their_own_words_and_reasons_without_network(
    phone: Phone, house: House
) -> None:
    (route,) = house.day["routes"]
    first = {**route["stops"][0], "is_fetch": True, "has_code": False, "cash_due_minor": 0}
    house.day["routes"] = [{**route, "stops": [first, *route["stops"][1:]]}]
    page = await phone.switch_on()
    await phone.sign_in()
    await phone.is_kept()
    await phone.context.set_offline(True)
    await phone.check_load_and_start()
    await phone.open_next_stop()
    await phone.sees("Goods are fetched here.")
    await phone.tap("I am here")
    await phone.tap("Fetch", "link")
    await expect(page.get_by_text("Money", exact=True)).to_have_count(0)
    await phone.tap("Something is different")
    await page.locator(".line-row").first.tap()
    await phone.tap("None of it is there")
    await page.get_by_role("radio", name="Goods are not there").check()
    await phone.tap("Done")
    await phone.tap("Finish collection")
    await phone.sees("Who handed the goods over?")
    await page.get_by_label("Name of who hands over").fill("Hana")
    await phone.sign()
    await phone.tap("Finish collection")
    await phone.sees("Fetched")
    assert house.events == []
    await phone.context.set_offline(False)
    await expect(page.get_by_role("link", name="All sent")).to_be_visible()
    (told,) = [one for one in house.events if one["kind"] == "delivered"]
    assert (told["data"]["receiver"], told["data"]["payment"]) == ("Hana", None)
    of_line = first["orders"][0]["lines"][0]
    assert told["data"]["lines"][0] == {
        "line_id": of_line["id"], "delivered": 0, "refused": 0, "damaged": 0, "short": of_line["quantity"],
        "reason": "not_there",
    }  # fmt: skip


# The next photo takes a while to be made small, as on an old phone: until goOn.
SLOW_PHOTO = """() => {
  const real = globalThis.createImageBitmap;
  globalThis.createImageBitmap = async (...given) => {
    globalThis.createImageBitmap = real;
    await new Promise((go) => (globalThis.goOn = go));
    return real(...given);
  };
}"""


async def test_a_driver_who_goes_back_while_a_photo_is_made_keeps_it_and_all_that_was_typed(
    phone: Phone, house: House
) -> None:
    page = await phone.switch_on()
    await phone.sign_in()
    await phone.check_load_and_start()
    await page.evaluate("location.hash = '#/stop/stop-2'")
    await phone.tap("I am here")
    await phone.tap("Deliver", "link")
    await page.evaluate(SLOW_PHOTO)
    photo = {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": photo_of_a_box()}
    await page.locator("input[type=file]").set_input_files([photo])
    await phone.sees("One moment")
    await phone.tap("Back", "link")
    await phone.tap("Deliver", "link")
    await page.get_by_label("Name of the receiver").fill("Ah Seng")
    await page.evaluate("goOn()")
    await expect(page.get_by_role("img", name="Photo 1")).to_be_visible()
    await expect(page.get_by_label("Name of the receiver")).to_have_value("Ah Seng")
    # No more photos than the house takes, however fast they are taken.
    await page.locator("input[type=file]").set_input_files([photo] * 5)
    await page.locator("input[type=file]").set_input_files([photo] * 5)
    await expect(page.locator("input[type=file]")).to_have_count(0)
    await phone.tap("Finish delivery")
    await expect(page.locator(".notice.is-good")).to_be_visible()
    await expect(page.get_by_role("link", name="All sent")).to_be_visible()
    delivered = house.of("delivered")
    assert (delivered["receiver"], len(delivered["photos"])) == ("Ah Seng", 8)


async def test_tomorrow_is_the_houses_whatever_the_phones_clock_says(phone: Phone, house: House) -> None:
    page = await phone.switch_on()
    await phone.sign_in()
    await phone.check_load_and_start()
    here = ZoneInfo("Asia/Kuala_Lumpur")
    await page.clock.set_system_time(datetime.fromisoformat(now()) - timedelta(days=1))
    # Nothing is new but the time.
    await page.goto(phone.url + "#/today")
    await page.reload()
    await phone.sees("clock of this phone")
    await page.evaluate("location.hash = '#/failed/stop-4'")
    await page.get_by_role("radio", name="Closed", exact=True).check()
    await page.get_by_role("radio", name="Tomorrow").check()
    await phone.tap("Not delivered")
    await expect(page.locator(".notice.is-bad")).to_be_visible()
    await expect(page.get_by_role("link", name="All sent")).to_be_visible()
    tomorrow = datetime.fromisoformat(now()).astimezone(here).date() + timedelta(days=1)
    assert house.of("not_delivered")["new_day"] == tomorrow.isoformat()


async def test_pins_of_the_map_never_hide_each_other_and_stay_inside(phone: Phone) -> None:
    await phone.switch_on()
    places = [{"lat": 3.14 + 0.0001 * (at % 3), "lon": 101.7 + 0.0001 * (at // 3)} for at in range(9)]
    places += [{"lat": 3.14, "lon": 101.7}, {"lat": 3.4, "lon": 101.2}, {"lat": -1.0, "lon": 101.9}]
    code = "(() => { const at = m.projection(a); const pins = a.map(at); m.spread(pins); return pins; })()"
    pins = await run(phone, "map", code, places)
    assert all(10 < pin["x"] < 350 and 10 < pin["y"] < 240 for pin in pins)
    gaps = [
        ((one["x"] - two["x"]) ** 2 + (one["y"] - two["y"]) ** 2) ** 0.5
        for at, one in enumerate(pins)
        for two in pins[:at]
    ]
    assert min(gaps) > 20
    single = await run(phone, "map", "m.projection(a)(a[0])", [{"lat": 3.1, "lon": 101.7}])
    assert single == {"x": 180, "y": 125}


# How the photo is taken; whether it counts as blurred, and as dark.
TAKEN: list[tuple[dict[str, float], list[bool]]] = [
    ({}, [False, False]),
    ({"blur": 4}, [False, False]),
    ({"blur": 12}, [True, False]),
    ({"light": 0.5}, [False, False]),
    ({"light": 0.1}, [False, True]),
    ({"light": 0.1, "blur": 12}, [False, True]),
]


async def test_a_shaken_or_dark_photo_is_noticed(phone: Phone) -> None:
    await phone.switch_on()
    code = (
        "await m.shrink(new Blob([Uint8Array.from(atob(a), (one) => one.charCodeAt(0))]))"
        ".then((one) => [one.isBlurred, one.isDark, one.size])"
    )
    for settings, verdict in TAKEN:
        photo = photo_of_a_box(blur=settings.get("blur", 0), light=settings.get("light", 1))
        *found, size = await run(phone, "pictures", code, base64.b64encode(photo).decode())
        assert found == verdict, settings
        assert 10_000 < size < 700_000


async def test_the_pause_between_tries_grows_and_is_never_the_same_for_all(phone: Phone) -> None:
    await phone.switch_on()
    code = "[0, 1, 2, 3, 20].map((n) => [m.pauseAfter(n, 0), m.pauseAfter(n, 1)])"
    assert await run(phone, "queue", code) == [
        [pytest.approx(1_050), pytest.approx(1_950)],
        [pytest.approx(2_100), pytest.approx(3_900)],
        [pytest.approx(4_200), pytest.approx(7_800)],
        [pytest.approx(8_400), pytest.approx(15_600)],
        [pytest.approx(84_000), pytest.approx(156_000)],
    ]


async def test_the_phones_own_navigation_is_asked(phone: Phone) -> None:
    await phone.switch_on()
    stop = {"lat": 3.1, "lon": 101.7, "dealer": "A & B", "address": "1 Jalan X"}
    asked = await run(
        phone,
        "screens/stop",
        "[m.wayTo(a, 'Android'), m.wayTo(a, 'iPhone'), m.wayTo({...a, lat: null}, 'Android')]",
        stop,
    )
    assert asked == [
        "geo:3.1,101.7?q=3.1,101.7(A%20%26%20B)",
        "maps:?daddr=3.1,101.7",
        "geo:0,0?q=1%20Jalan%20X",
    ]


async def test_a_new_version_waits_until_the_driver_takes_it(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = site.phone_site()
    assets = dict(real.assets)
    monkeypatch.setattr(site, "phone_site", lambda **_: dataclasses.replace(real, assets=assets))
    async with served(house_app(house)) as url, phone_at(url, tmp_path / "profile") as phone:
        page = await phone.switch_on()
        await phone.sign_in()
        await phone.is_kept()
        await phone.check_load_and_start()
        for path, added in (("sw.js", b"// newer"), ("css/ground.css", b"h1 { letter-spacing: 3px; }")):
            body = assets[path].body + added
            assets[path] = dataclasses.replace(assets[path], body=body, packed=None, tag=f'"{len(body)}"')
        worker = assets["sw.js"].body.replace(real.version.encode(), b"newer")
        assets["sw.js"] = dataclasses.replace(assets["sw.js"], body=worker)
        await page.reload()
        await phone.sees("A new version of the app is here.")
        await expect(page.locator("h1")).to_have_css("letter-spacing", "normal")
        await phone.tap("Restart now")
        await expect(page.locator("h1")).to_have_css("letter-spacing", "3px")
        await expect(page.get_by_text("A new version")).to_have_count(0)
        await expect(page.get_by_role("heading", level=1)).to_have_text("Van 2")
        # The old files are gone from the phone, the work is not.
        assert await page.evaluate("caches.keys()") == ["driver-newer"]
        assert house.kinds() == ["load_checked", "route_started"]


async def test_a_phone_finds_nothing_that_keeps_it_from_being_installed(phone: Phone) -> None:
    page = await phone.switch_on()
    await phone.sign_in()
    await phone.is_kept()
    line = await phone.context.new_cdp_session(page)
    found = await line.send("Page.getInstallabilityErrors")
    # A browser without a window of its own counts as incognito; nothing else may be wrong.
    errors = {one["errorId"] for one in found["installabilityErrors"]}
    assert errors <= {"in-incognito"}
    manifest = await line.send("Page.getAppManifest")
    assert manifest["errors"] == []
    assert manifest["url"] == phone.url + "manifest.json"


async def test_a_browser_that_keeps_nothing_is_told_so(phone: Phone) -> None:
    page = await phone.switch_on()
    await page.add_init_script("IDBFactory.prototype.open = () => { throw new Error('private window'); };")
    await page.reload()
    await phone.sees("This browser window keeps nothing")
    assert [line for line in phone.complaints if "private window" not in line] == []
    phone.complaints.clear()
