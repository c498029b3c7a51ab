"""Somebody else answers in the house's name, one file cannot go, the clock jumps: nothing is lost by it."""

from __future__ import annotations

import io
from collections import defaultdict
from typing import Any

from PIL import Image
from playwright.async_api import Route, expect

from tests.driver_app_api.web.conftest import TRY, Phone
from tests.driver_app_api.web.house import House
from tests.driver_app_api.web.pictures import photo_of_a_box
from tests.driver_app_api.web.test_line import FILL

PAGE = "<!doctype html><title>Welcome to Highway Wi-Fi</title>"
# What hotspots, proxies and firewalls answer to whatever is asked.
STRANGERS: tuple[dict[str, Any], ...] = (
    {"status": 200, "content_type": "text/html", "body": PAGE},
    {"status": 200, "content_type": "text/plain", "body": ""},
    {"status": 204, "body": ""},
    {"status": 401, "content_type": "text/html", "body": PAGE},
    {"status": 403, "content_type": "text/html", "body": PAGE},
    {"status": 404, "content_type": "text/html", "body": PAGE},
    {"status": 413, "content_type": "text/html", "body": PAGE},
    {"status": 451, "content_type": "application/json", "body": '{"blocked": true}'},
)


class Hotspot:
    """Answers each kind of request once in every way of a stranger before it lets it through."""

    def __init__(self) -> None:
        self.answered: defaultdict[str, int] = defaultdict(int)

    async def __call__(self, route: Route) -> None:
        kind = f"{route.request.method} {route.request.url.rpartition('/v1/')[2][:6]}"
        at = self.answered[kind]
        self.answered[kind] += 1
        await (route.fulfill(**STRANGERS[at]) if at < len(STRANGERS) else route.continue_())


async def test_who_answers_instead_of_the_house_is_not_believed(phone: Phone, house: House) -> None:
    page = await phone.switch_on(service_workers="block")
    await phone.sign_in()
    hotspot = Hotspot()
    await phone.context.route("**/driver/v1/**", hotspot)
    await page.evaluate(FILL, [1])
    await phone.send_all()
    assert {kind for kind, count in hotspot.answered.items() if count > len(STRANGERS)} == {
        "POST events", "POST files", "PATCH files/", "GET today",
    }  # fmt: skip
    await expect(page.get_by_role("link", name="All sent")).to_be_visible()
    assert house.kinds() == ["load_checked", "route_started", "arrived", "delivered"]
    assert house.waits_for() == set()
    # The day on the phone is the house's, not what a stranger left of it.
    await page.goto(phone.url + "#/stop/stop-1")
    await phone.sees("Delivered")


async def test_a_file_that_cannot_go_holds_up_no_other(phone: Phone, house: House) -> None:
    page = await phone.switch_on(service_workers="block")
    await phone.sign_in()
    bad: list[str] = []

    async def line(route: Route) -> None:
        said: dict[str, str] = route.request.post_data_json or {}
        bad[:] = bad or [said["id"]]
        broken: dict[str, Any] = {
            "status": 500,
            "content_type": "text/plain",
            "body": "Internal Server Error",
        }
        await (route.fulfill(**broken) if said["id"] == bad[0] else route.continue_())

    await phone.context.route("**/driver/v1/files", line)
    await page.evaluate(FILL, [3])
    await page.evaluate(TRY)
    await expect(page.get_by_role("link", name="1 unsent")).to_be_visible()
    assert len(house.waits_for()) == 1
    await phone.context.unroute("**/driver/v1/files", line)
    await phone.send_all()
    assert house.waits_for() == set()


CLOSE = """async () => {
  const { record, routes } = await import("/driver/js/state.js");
  const data = { cash_minor: 0, cheques: 0 };
  await record("shift_closed", { route: routes.value[0], data });
}"""


async def test_a_photo_too_large_for_the_house_goes_smaller_and_the_shift_can_be_closed(
    phone: Phone, house: House
) -> None:
    house.most_bytes = 100_000
    page = await phone.switch_on(service_workers="block")
    await phone.sign_in()
    await phone.check_load_and_start()
    await phone.deliver("Aminah", photos=(photo_of_a_box(),))
    await phone.send_all()
    (photo,) = [file for file in house.files.values() if file["kind"] == "photo"]
    # The same photo of the same proof, and still one that shows something.
    assert [photo["id"]] == house.of("delivered")["photos"]
    with Image.open(io.BytesIO(photo["bytes"])) as picture:
        assert (picture.format, picture.size) == ("JPEG", (960, 720))
    assert house.waits_for() == set()
    await page.evaluate(CLOSE)
    await phone.send_all()
    assert house.kinds()[-1] == "shift_closed"


async def test_a_file_that_stays_too_large_however_small_it_is_made_is_told(
    phone: Phone, house: House
) -> None:
    house.most_bytes = 100
    page = await phone.switch_on(service_workers="block")
    await phone.sign_in()
    await page.evaluate(FILL, [1])
    await phone.send_all()
    assert house.files == {}
    await page.get_by_role("link", name="1 problem").tap()
    await phone.sees("That is too large.")


async def test_a_proof_that_is_put_right_may_be_signed_on(phone: Phone, house: House) -> None:
    page = await phone.switch_on()
    await phone.sign_in()
    await phone.check_load_and_start()
    house.refuse["delivered"] = ("code_wrong", "The delivery code is not the one in the chat.")
    # The phone's clock is set back while the receiver signs.
    await page.evaluate(
        """() => { const now = Date.now; let told = 0;
          Date.now = () => now() - 60_000 * (told += 1); }"""
    )
    await phone.deliver("Aminah")
    await page.get_by_role("link", name="1 problem").tap()
    house.refuse.clear()
    await phone.tap("Correct and send again")
    await phone.sees("Not accepted before.")
    await phone.sign()
    await phone.tap("Finish delivery")
    await expect(page.get_by_role("link", name="All sent")).to_be_visible()
    times = [at for stroke in house.of("delivered")["signature"]["strokes"] for _, _, at in stroke]
    assert len(house.of("delivered")["signature"]["strokes"]) == 4
    assert times == sorted(times)
    assert 0 <= times[0] <= times[-1] < 86_400_000
