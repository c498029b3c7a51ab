"""A bad line: cut at every request in turn, files in pieces, sessions that end, what the house refuses."""

from __future__ import annotations

import asyncio

from playwright.async_api import Route, expect

from tests.driver_app_api.web.conftest import TRY, Phone
from tests.driver_app_api.web.house import House
from tests.driver_app_api.web.pictures import photo_of_a_box

# What a morning leaves behind, written as the screens write it.
FILL = """async ([photos]) => {
  const store = await import("/driver/js/store.js");
  const state = await import("/driver/js/state.js");
  const { encoded } = await import("/driver/js/pictures.js");
  const driver = state.session.value.driver.id;
  const ids = [];
  for (let at = 0; at < photos; at += 1) {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 300;
    const context = canvas.getContext("2d");
    const dots = context.createImageData(300, 300);
    let seed = 7 + at;
    for (let i = 0; i < dots.data.length; i += 1) dots.data[i] = (seed = (seed * 48271) % 2147483647) & 255;
    for (let i = 3; i < dots.data.length; i += 4) dots.data[i] = 255;
    context.putImageData(dots, 0, 0);
    const { bytes, size, sha256 } = await encoded(canvas, "image/png");
    const id = crypto.randomUUID();
    const file = { id, driver, kind: "photo", stop_id: "stop-1", label: "x", size, sha256, sent: 0 };
    await store.addFile({ ...file, state: "draft" }, bytes);
    ids.push(id);
  }
  const [route] = state.routes.value;
  const stop = route.stops[0];
  const lines = stop.orders[0].lines.map((line) => (
    { line_id: line.id, delivered: line.quantity, refused: 0, damaged: 0, short: 0, reason: null }));
  await state.record("load_checked", { route, data: { missing: [] } });
  await state.record("route_started", { route });
  await state.record("arrived", { route, stop, data: { gps: null } });
  const said = { receiver: "Aminah", code: null, payment: null, note: null };
  const data = { ...said, lines, signature: null, photos: ids };
  await state.record("delivered", { route, stop, data, files: ids });
}"""


class Cutter:
    """Cuts the n-th of the requests it is asked about, before the house has it."""

    def __init__(self, at: int) -> None:
        self.at, self.count = at, 0

    async def __call__(self, route: Route) -> None:
        self.count += 1
        await (route.abort("connectionreset") if self.count == self.at else route.continue_())


async def test_a_large_photo_goes_on_where_it_stopped(phone: Phone, house: House) -> None:
    page = await phone.switch_on(service_workers="block")
    await phone.sign_in()
    await phone.context.route("**/driver/v1/files/**", Cutter(3))
    await page.evaluate(FILL, [3])
    await phone.send_all()
    pieces = [request for request in house.requests if request.startswith("PATCH")]
    sent = sum(file["size"] for file in house.files.values())
    assert sent > 600_000
    # Nothing that had arrived was sent again: as many bytes as the photos have.
    assert house.bytes_taken == sent
    assert len(pieces) >= 5


async def test_a_session_that_ends_keeps_the_work_and_asks_to_sign_in_again(
    phone: Phone, house: House
) -> None:
    page = await phone.switch_on()
    await phone.sign_in()
    await phone.check_load_and_start()
    await expect(page.get_by_role("link", name="All sent")).to_be_visible()
    house.is_signed_in = False
    await phone.deliver("Aminah", photos=(photo_of_a_box(),))
    await expect(page.get_by_role("link", name="Sign in")).to_be_visible()
    # Work goes on meanwhile.
    await phone.tap("Drive on")
    await phone.deliver("Hock Seng")
    assert house.kinds() == ["load_checked", "route_started"]
    await phone.tap("Sign in", "link")
    await phone.sees("Your session is over")
    await phone.sees("8 things wait on this phone to be sent.")
    await page.get_by_label("Your phone number").fill("+60 12 345 6789")
    await page.get_by_label("Code from the chat").fill("000000")
    await phone.tap("Sign in")
    await phone.sees("The code does not fit this number.")
    await phone.sign_in()
    await expect(page.get_by_role("link", name="All sent")).to_be_visible()
    visit = ["arrived", "delivered"]
    assert house.kinds() == ["load_checked", "route_started", *visit, "departed", *visit]
    assert house.waits_for() == set()


async def test_what_the_house_refuses_is_told_and_can_be_put_right(phone: Phone, house: House) -> None:
    page = await phone.switch_on()
    await phone.sign_in()
    await phone.check_load_and_start()
    house.refuse["delivered"] = ("code_wrong", "The delivery code is not the one in the chat.")
    await phone.deliver("Aminah", code="1111")
    link = page.get_by_role("link", name="1 problem")
    await expect(link).to_be_visible()
    await page.goto(phone.url + "#/stop/stop-2")
    await phone.tap("I am here")
    await expect(page.get_by_role("link", name="Deliver", exact=True)).to_be_visible()
    await link.tap()
    await phone.sees("The delivery code is not the one in the chat.")
    # What came after was not held up.
    assert house.kinds() == ["load_checked", "route_started", "arrived", "arrived"]
    house.refuse.clear()
    await phone.tap("Correct and send again")
    await phone.sees("Not accepted before.")
    await expect(page.get_by_label("Name of the receiver")).to_have_value("Aminah")
    await page.get_by_label("Delivery code").fill("4821")
    await phone.tap("Finish delivery")
    await expect(page.get_by_role("link", name="All sent")).to_be_visible()
    delivered = house.of("delivered")
    assert (delivered["code"], len(delivered["signature"]["strokes"])) == ("4821", 2)
    assert house.waits_for() == set()


async def test_one_event_that_cannot_be_read_is_put_aside_and_the_rest_goes_on(
    phone: Phone, house: House
) -> None:
    page = await phone.switch_on()
    await phone.sign_in()
    await phone.is_kept()
    await phone.context.set_offline(True)
    await page.evaluate(
        """async () => {
          const state = await import("/driver/js/state.js");
          const [route] = state.routes.value;
          const kinds = ["load_checked", "not_understood", "route_started"];
          for (const kind of kinds) await state.record(kind, { route });
        }"""
    )
    await phone.context.set_offline(False)
    await expect(page.get_by_role("link", name="1 problem")).to_be_visible()
    await page.goto(phone.url + "#/outbox")
    await phone.sees("This cannot be read.")
    await phone.tap("Understood")
    await expect(page.get_by_role("link", name="All sent")).to_be_visible()
    assert house.kinds() == ["load_checked", "route_started"]


async def test_the_link_from_the_chat_signs_in_and_leaves_no_trace(phone: Phone, house: House) -> None:
    address = phone.url
    phone.url = address + "#link=once"
    page = await phone.switch_on()
    await phone.sees("Hello Faizal")
    assert "once" not in page.url
    assert await page.evaluate("history.length") <= 2
    house.day["driver"]["language"] = "tr"
    await page.goto(address + "#/menu")
    await phone.tap("Sign out")
    await phone.sees("Write /drive to us")
    # Another phone language does not matter: the house knows which one the driver reads.
    await phone.sign_in_with("Merhaba Faizal")
    await phone.page.goto(address + "#/route/route-1")
    await expect(page.locator("html")).to_have_attribute("lang", "tr")


async def test_a_used_link_says_so(phone: Phone) -> None:
    phone.url += "#link=twice"
    page = await phone.switch_on()
    await phone.sees("The code does not fit this number.")
    await expect(page.get_by_label("Code from the chat")).to_be_visible()


async def test_another_driver_on_the_phone_sends_nothing_of_the_first(phone: Phone, house: House) -> None:
    page = await phone.switch_on()
    await phone.sign_in()
    await phone.is_kept()
    house.is_signed_in = False  # the session ends before the work is sent
    await phone.check_load_and_start()
    await expect(page.get_by_role("link", name="Sign in")).to_be_visible()
    house.day["driver"] = {"id": "driver-2", "name": "Mei", "language": "en"}
    await phone.tap("Sign in", "link")
    await phone.sign_in_with("Hello Mei")
    await phone.sees("2 things of another driver wait on this phone until they sign in.")
    assert house.events == []
    house.day["driver"] = {"id": "driver-1", "name": "Faizal", "language": "en"}
    await page.goto(phone.url + "#/menu")
    await phone.tap("Sign out")
    await phone.sign_in()
    await expect(page.get_by_role("link", name="All sent")).to_be_visible()
    assert house.kinds() == ["load_checked", "route_started"]


async def test_what_waits_goes_by_itself_when_the_house_answers_again(phone: Phone, house: House) -> None:
    """No event of the phone tells that a server is back: the app tries again, less and less often."""
    page = await phone.switch_on(service_workers="block")
    await phone.sign_in()
    is_down = True

    async def line(route: Route) -> None:
        await (route.abort("connectionrefused") if is_down else route.continue_())

    await phone.context.route("**/driver/v1/**", line)
    await phone.check_load_and_start()
    await expect(page.get_by_role("link", name="No network, 2 unsent")).to_be_visible()
    is_down = False
    await expect(page.get_by_role("link", name="All sent")).to_be_visible(timeout=15_000)
    assert house.kinds() == ["load_checked", "route_started"]
    assert house.doubled == 0


async def test_two_windows_are_one_phone(phone: Phone, house: House) -> None:
    first = await phone.switch_on()
    await phone.sign_in()
    second = await phone.context.new_page()
    await second.goto(phone.url)
    await phone.check_load_and_start()
    # The other window sees it without being asked, and both send it once.
    await expect(second.get_by_role("link", name="Next stop Kampung Baru Mart")).to_be_visible()
    both = """async () => {
      const state = await import("/driver/js/state.js");
      const [route] = state.routes.value;
      for (let at = 0; at < 10; at += 1) {
        await state.record("position", { route, data: { gps: null, at } });
      }
      await state.record("departed", { route, stop: route.stops[0] });
    }"""
    await asyncio.gather(first.evaluate(both), second.evaluate(both))
    for page in (first, second):
        await expect(page.get_by_role("link", name="All sent")).to_be_visible()
    assert house.kinds() == ["load_checked", "route_started", "departed", "departed"]
    numbers = [event["seq"] for event in house.events]
    assert numbers == sorted(set(numbers))
    assert house.doubled == 0


async def test_a_stop_taken_away_at_the_door_can_still_be_finished(phone: Phone, house: House) -> None:
    page = await phone.switch_on()
    await phone.sign_in()
    await phone.check_load_and_start()
    await phone.open_next_stop()
    await phone.tap("I am here")
    await phone.tap("Deliver", "link")
    await page.get_by_label("Name of the receiver").fill("Aminah")
    gone = house.day["routes"][0]["stops"].pop(0)
    house.day["routes"][0]["version"] = 2
    house.day["changes"] = [{"kind": "removed", "stop_id": gone["id"], "text": "Kampung Baru Mart is off."}]
    await page.evaluate(TRY)
    await phone.sees("The office has taken this off your route.")
    await expect(page.get_by_label("Name of the receiver")).to_have_value("Aminah")
    await phone.sign()
    await phone.tap("Finish delivery")
    await phone.sees("Kampung Baru Mart is off.")
    await phone.tap("Understood")
    await expect(page.get_by_text("Kampung Baru Mart is off.")).to_have_count(0)
    await expect(page.get_by_role("link", name="All sent")).to_be_visible()
    assert house.of("delivered")["receiver"] == "Aminah"
    # Whoever opens it later is told, and what was sent is not lost.
    await page.goto(phone.url + "#/stop/stop-1")
    await phone.sees("No longer on your route")


async def test_whose_route_was_given_on_closes_it_and_who_took_over_sees_what_is_left(
    phone: Phone, house: House
) -> None:
    (route,) = house.day["routes"]
    first, second, third, *_ = route["stops"]
    mine = {**first, "state": "done", "by": None, "paid": None}
    made = {**second, "state": "done", "by": "Dan", "paid": None}
    given = {**route, "state": "given", "given_to": "Eve", "stops": [mine]}
    taken = {**route, "id": "route-2", "van": {"name": "Van 3", "plate": ""}, "taken_from": "Dan"}
    house.day["routes"] = [given, {**taken, "stops": [made, third]}]
    page = await phone.switch_on()
    await phone.sign_in()
    cards = page.locator(".card")
    await expect(cards.nth(0)).to_contain_text("Eve drives on from here.")
    await expect(cards.nth(0).get_by_role("link", name="End of the day")).to_be_visible()
    await expect(cards.nth(1)).to_contain_text("You take over from Dan.")
    await expect(cards.nth(1).get_by_role("link", name="Check the load")).to_be_visible()
    await page.goto(phone.url + "#/route/route-2")
    await expect(page.locator(".stop-row.is-done")).to_contain_text("Delivered · By Dan")
    # What another made is to be seen, and nothing of it can be done again.
    await page.goto(phone.url + f"#/stop/{made['id']}")
    await phone.sees("By Dan")
    for name in ("Drive on", "Correct the amount"):
        await expect(page.get_by_text(name)).to_have_count(0)


async def test_a_photo_taken_in_the_last_moment_is_in_the_proof(phone: Phone, house: House) -> None:
    page = await phone.switch_on()
    await phone.sign_in()
    await phone.check_load_and_start()
    await page.goto(phone.url + "#/stop/stop-2")
    await phone.tap("I am here")
    await phone.tap("Deliver", "link")
    await page.get_by_label("Name of the receiver").fill("Ah Seng")
    await phone.sign()
    large = photo_of_a_box(size=(4000, 3000))
    taken = [{"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": large}] * 3
    await page.locator("input[type=file]").set_input_files(taken)
    await phone.tap("Finish delivery")
    await phone.sees("Delivered")
    await expect(page.get_by_role("link", name="All sent")).to_be_visible(timeout=15_000)
    assert len(house.of("delivered")["photos"]) == 3
    assert house.waits_for() == set()
    # On the road positions are told; they keep nobody waiting, and stop with the shift.
    assert "position" in [event["kind"] for event in house.events]
