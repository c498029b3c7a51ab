"""The app on the real driver API and the real core: from the link in the chat to the proof in the books."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from pathlib import Path
from urllib.parse import urljoin

from playwright.async_api import expect

from core.dispatch.tables import RouteRow, RouteStopRow
from core.driving.tables import (
    DoorMoneyRow,
    DriverActRow,
    DriverFileRow,
    DriverSessionRow,
    ProofFileRow,
    ProofRow,
)
from core.driving.types import FileState, Flag, ProofState
from core.driving.use_cases.show_proof import VerifyProof
from core.driving.use_cases.sign_in import MakeSignInLink
from core.infra.door import Core
from core.infra.journal import JournalRow
from core.infra.objects import objects_at
from core.kernel.actor import SYSTEM
from tests.core.driving.house import make_trip
from tests.driver_app_api.driver.phone import api
from tests.driver_app_api.web.conftest import Phone, phone_at
from tests.driver_app_api.web.line import Cut, bad_line
from tests.driver_app_api.web.pictures import photo_of_a_box
from tests.make import column, rows

HERE = {"latitude": 34.0501, "longitude": -118.2501, "accuracy": 8}
KINDS = [
    *("load_checked", "route_started", "arrived", "delivered", "departed"),
    *("arrived", "not_delivered", "departed", "shift_closed"),
]
# In the journal, once each.
TOLD = {
    *("driver_signed_in", "route_started", "door_money_taken", "delivery_proved"),
    *("delivery_failed", "shift_closed", "driver_signed_out"),
}
REQUESTS = {
    *("POST sessions", "GET today", "POST events", "POST files", "PATCH files/…"),
    "DELETE sessions/current",
}
# Each tap of the network, until the app has signed in by itself.
COME_AND_GO = """async () => {
  const state = await import("/driver/js/state.js");
  while (!state.session.value) {
    dispatchEvent(new Event("online"));
    await new Promise((go) => setTimeout(go, 20));
  }
}"""


async def test_a_day_in_which_every_request_fails_in_every_way_is_in_the_books_once(
    core: Core, tmp_path: Path
) -> None:
    """The line is bad from the sign-in to the sign-out, and for the second stop there is none at all."""
    trip = await make_trip(core, 12, 6)
    link = await core.execute(trip.dan, MakeSignInLink())
    async with (
        api(core) as at,
        bad_line(urljoin(at, "/driver/")) as (line, home),
        phone_at(home, tmp_path / "profile") as phone,
    ):
        phone.url = f"{home}#link={link.token}"
        page = await phone.switch_on(geolocation=HERE)
        await phone.sees("No network. Try again when there is some.")
        await page.evaluate(COME_AND_GO)
        await phone.sees("Hello Dan")
        await phone.is_kept()
        phone.url = home
        await phone.send_all()
        await phone.tap("Check the load", "link")
        await page.get_by_role("checkbox").check()
        await phone.tap("All is on the van")
        await phone.tap("Start the route")
        await expect(page.locator(".stops")).to_be_visible()
        await phone.send_all()
        await deliver_all_but_two(phone)
        await phone.send_all()
        await phone.context.set_offline(True)
        page = await phone.restart(is_offline=True, geolocation=HERE)
        await nobody_there(phone)
        await expect(page.get_by_role("link", name="No network, 4 unsent")).to_be_visible()
        assert await column(core, RouteStopRow.state) == ["done", "planned"]
        await phone.context.set_offline(False)
        await phone.send_all()
        await close_the_shift(phone)
        await sign_out_at_last(phone)

    # A piece has arrived though its answer has not: it is never sent again.
    assert set(line.passed) == REQUESTS - {"PATCH files/…"}
    assert [(kind, cut) for kind in sorted(REQUESTS) for cut in Cut if not line.cuts[kind, cut]] == []
    await check_acts(core)
    await check_proof(core, trip.shipments[0].orders[0])
    arrived = [event for body in line.events for event in json.loads(body)["events"]]
    once = list({event["id"]: event for event in arrived}.values())
    assert len(arrived) > len(once)  # an answer was lost, so it was sent again
    assert [event["seq"] for event in once] == sorted(event["seq"] for event in once)
    assert [event["kind"] for event in once if event["kind"] != "position"] == KINDS
    assert [row.ended_at is not None for row in await rows(core, DriverSessionRow)] == [True]
    (money,) = await rows(core, DoorMoneyRow)
    assert (money.kind, money.amount_minor, money.currency) == ("cash", 2_050, "USD")


async def check_acts(core: Core) -> None:
    """Each act once and in its order; the day is closed."""
    acts = [act for act in await rows(core, DriverActRow) if act.kind != "position"]
    acts.sort(key=lambda act: act.seq)
    assert [(act.kind, act.state) for act in acts] == [(kind, "done") for kind in KINDS]
    told = Counter(entry.name for entry in await rows(core, JournalRow))
    assert {name: told[name] for name in TOLD} == dict.fromkeys(TOLD, 1)
    assert await column(core, RouteRow.state) == ["closed"]
    assert await column(core, RouteStopRow.state) == ["done", "failed"]


async def check_proof(core: Core, order: str) -> None:
    """It is whole, and its files are, byte for byte, what the phone has counted."""
    (proof,) = await rows(core, ProofRow)
    assert (proof.state, proof.receiver, proof.number) == (ProofState.WHOLE, "Ada", 1)
    assert proof.flags == [Flag.CLOCK_OFF]  # the house's clock stands in another year here
    assert 10 < proof.distance_m < 30
    (line,) = proof.lines
    assert (line["delivered"], line["damaged"], line["reason"]) == (10, 2, "packaging")
    files = await rows(core, DriverFileRow)
    assert [file.state for file in files] == [FileState.WHOLE] * 3
    assert sorted(file.kind for file in files) == ["photo", "photo", "signature"]
    kept = objects_at(core.settings.object_store_url)
    for file in files:
        content = await kept.get(file.sha256)
        assert (len(content), hashlib.sha256(content).hexdigest()) == (file.size, file.sha256)
    of_proof = {file.file_id for file in await rows(core, ProofFileRow)}
    assert of_proof == {file.id for file in files if file.stop_id == proof.stop_id}
    assert len(of_proof) == 2
    assert (await core.ask(SYSTEM, VerifyProof(order))).faults == ()


async def sign_out_at_last(phone: Phone) -> None:
    await phone.page.goto(phone.url + "#/menu")
    for _ in Cut:
        async with phone.page.expect_event("requestfailed"):
            await phone.tap("Sign out")
        await phone.sees("No network. Try again when there is some.")
    await phone.tap("Sign out")
    await phone.sees("Write /drive to us")


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
    await phone.send_all()
