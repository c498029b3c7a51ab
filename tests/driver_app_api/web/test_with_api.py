"""The app on the real driver API and the real core: from the link in the chat to the proof in the books."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urljoin

from playwright.async_api import expect

from core.dispatch.tables import RouteRow, RouteStopRow
from core.driving.tables import DoorMoneyRow, DriverActRow, DriverFileRow, ProofRow
from core.driving.types import FileState, ProofState
from core.driving.use_cases.sign_in import MakeSignInLink
from core.infra.door import Core
from tests.core.driving.house import make_trip
from tests.driver_app_api.driver.phone import api
from tests.driver_app_api.web.conftest import Phone, phone_at
from tests.driver_app_api.web.pictures import photo_of_a_box
from tests.make import column, rows

HERE = {"latitude": 34.0501, "longitude": -118.2501, "accuracy": 8}
KINDS = [
    *("load_checked", "route_started", "arrived", "delivered", "departed"),
    *("arrived", "not_delivered", "departed", "shift_closed"),
]


async def test_a_day_from_the_link_to_the_books_with_the_network_gone_for_most_of_it(
    core: Core, tmp_path: Path
) -> None:
    trip = await make_trip(core, 12, 6)
    link = await core.execute(trip.dan, MakeSignInLink())
    async with api(core) as at, phone_at(urljoin(at, "/driver/"), tmp_path / "profile") as phone:
        home = phone.url
        phone.url = f"{home}#link={link.token}"
        page = await phone.switch_on(geolocation=HERE)
        await phone.sees("Hello Dan")
        await phone.is_kept()
        phone.url = home
        await phone.tap("Check the load", "link")
        await page.get_by_role("checkbox").check()
        await phone.tap("All is on the van")
        await phone.tap("Start the route")
        await expect(page.locator(".stops")).to_be_visible()
        await expect(page.get_by_role("link", name="All sent")).to_be_visible()
        await phone.context.set_offline(True)
        await deliver_all_but_two(phone)
        await expect(page.get_by_role("link", name="No network, 5 unsent")).to_be_visible()
        page = await phone.restart(is_offline=True, geolocation=HERE)
        await nobody_there(phone)
        assert await column(core, RouteStopRow.state) == ["planned", "planned"]
        await phone.context.set_offline(False)
        await expect(page.get_by_role("link", name="All sent")).to_be_visible(timeout=20_000)
        await close_the_shift(phone)

    acts = await rows(core, DriverActRow, DriverActRow.kind != "position")
    acts.sort(key=lambda act: act.seq)
    assert [(act.kind, act.state) for act in acts] == [(kind, "done") for kind in KINDS]
    assert await column(core, RouteRow.state) == ["closed"]
    assert await column(core, RouteStopRow.state) == ["done", "failed"]
    (proof,) = await rows(core, ProofRow)
    assert (proof.state, proof.receiver, proof.number) == (ProofState.WHOLE, "Ada", 1)
    assert 10 < proof.distance_m < 30
    (line,) = proof.lines
    assert (line["delivered"], line["damaged"], line["reason"]) == (10, 2, "packaging")
    assert await column(core, DriverFileRow.state) == [FileState.WHOLE] * 3
    (money,) = await rows(core, DoorMoneyRow)
    assert (money.kind, money.amount_minor, money.currency) == ("cash", 2_050, "USD")


async def deliver_all_but_two(phone: Phone) -> None:
    page = phone.page
    await phone.open_next_stop()
    await phone.tap("I am here")
    await phone.tap("Deliver", "link")
    await phone.tap("Something is different")
    await page.locator(".line-row").tap()
    for _ in range(2):
        await page.get_by_role("button", name="Damaged, one more: Crate").tap()
    await page.get_by_role("radio", name="Packaging torn").check()
    await phone.tap("Done")
    await page.get_by_label("Name of the receiver").fill("Ada")
    await phone.sign()
    photo = {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": photo_of_a_box()}
    await page.locator("input[type=file]").set_input_files([photo])
    await expect(page.get_by_role("img", name="Photo 1")).to_be_visible()
    await page.get_by_role("radio", name="Cash").check()
    await page.get_by_label("Amount in USD").fill("20.50")
    await phone.tap("Finish delivery")
    await phone.sees("Delivered")
    await phone.tap("Drive on")


async def nobody_there(phone: Phone) -> None:
    page = phone.page
    await phone.open_next_stop()
    await phone.tap("I am here")
    await phone.tap("Not delivered", "link")
    await page.get_by_role("radio", name="Nobody there").check()
    await page.get_by_role("radio", name="Tomorrow").check()
    photo = {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": photo_of_a_box(seed=9)}
    await page.locator("input[type=file]").set_input_files([photo])
    await expect(page.get_by_role("img", name="Photo 1")).to_be_visible()
    await phone.tap("Not delivered")
    await phone.tap("Drive on")


async def close_the_shift(phone: Phone) -> None:
    await phone.page.goto(phone.url)
    await phone.tap("End of the day", "link")
    await phone.page.get_by_label("Cash counted, in USD").fill("20,50")
    await phone.page.get_by_label("How many cheques").fill("0")
    await phone.tap("Close the shift")
    await phone.sees("The shift is closed. Thank you!")
    await expect(phone.page.get_by_role("link", name="All sent")).to_be_visible()
