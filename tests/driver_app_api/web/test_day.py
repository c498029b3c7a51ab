"""A driver's day without network: nothing lost, nothing doubled, all of it in its order."""

from __future__ import annotations

import hashlib
import io

import pytest
from PIL import Image
from playwright.async_api import expect

from tests.driver_app_api.web.conftest import Phone
from tests.driver_app_api.web.house import House
from tests.driver_app_api.web.pictures import photo_of_a_box

STOP = ["arrived", "delivered", "departed"]


async def test_a_whole_day_offline_killed_in_the_middle_arrives_once_and_in_order(
    phone: Phone, house: House
) -> None:
    page = await phone.switch_on()
    await phone.sign_in()
    await phone.is_kept()
    await phone.context.set_offline(True)
    await phone.check_load_and_start()
    await phone.deliver("Aminah", photos=(photo_of_a_box(), photo_of_a_box(seed=8)), code="4821")
    await phone.tap("Drive on")
    await phone.deliver("Hock Seng")
    await phone.tap("Drive on")
    # Half a proof is filled in when the battery is flat.
    await phone.open_next_stop()
    await phone.tap("I am here")
    await phone.tap("Deliver", "link")
    await phone.tap("Something is different")
    await page.locator(".line-row").first.tap()
    for _ in range(2):
        await page.get_by_role("button", name="Damaged, one more: Jasmine rice 5 kg").tap()
    await page.get_by_role("radio", name="Wet").check()
    await phone.tap("Done")
    await page.get_by_label("Name of the receiver").fill("Pak Din")
    await phone.sign()
    await expect(page.get_by_role("button", name="Sign again")).to_be_visible()

    page = await phone.restart(is_offline=True)
    await phone.sees("2 of 5 stops done")
    await expect(page.get_by_role("link", name="No network, 13 unsent")).to_be_visible()
    await phone.open_next_stop()
    await phone.tap("Deliver", "link")
    await phone.sees("2 damaged")
    await expect(page.get_by_label("Name of the receiver")).to_have_value("Pak Din")
    await expect(page.get_by_role("img", name="Signed")).to_be_visible()
    await page.get_by_role("radio", name="Cash").check()
    await page.get_by_label("Amount in MYR").fill("555,50")
    await phone.tap("Finish delivery")
    await phone.sees("MYR 555.50")
    await phone.tap("Correct the amount", "link")
    await phone.tap("Correct the amount")
    await phone.sees("Type another amount than before.")
    await page.get_by_label("Right amount in MYR").fill("55,50")
    await page.get_by_label("Why").fill("a five too many")
    await phone.tap("Correct the amount")
    await phone.sees("MYR 55.50")
    await phone.tap("Drive on")
    await phone.open_next_stop()
    await phone.tap("Not delivered", "link")
    await page.get_by_role("radio", name="Closed", exact=True).check()
    await page.get_by_role("radio", name="Tomorrow").check()
    await phone.tap("Not delivered")
    await phone.sees("Not delivered")
    await phone.tap("Drive on")
    await phone.deliver("Deli")
    await page.goto(phone.url + "#/end/route-1")
    await phone.sees("The shift can be closed after they are.")
    await expect(page.get_by_role("button", name="Close the shift")).to_have_attribute(
        "aria-disabled", "true"
    )
    assert house.events == []

    await phone.context.set_offline(False)
    await expect(page.get_by_role("link", name="All sent")).to_be_visible()
    await page.get_by_label("Cash counted, in MYR").fill("50")
    await phone.sees("less than was written down")
    await page.get_by_label("How many cheques").fill("0")
    await phone.tap("Close the shift")
    await phone.sees("The shift is closed. Thank you!")
    await expect(page.get_by_role("link", name="All sent")).to_be_visible()

    corrected = ["arrived", "delivered", "money_corrected", "departed"]
    failed = ["not_delivered", "departed"]
    last = ["arrived", "delivered", "shift_closed"]
    assert house.kinds() == ["load_checked", "route_started", *STOP, *STOP, *corrected, *failed, *last]
    numbers = [event["seq"] for event in house.events]
    assert numbers == sorted(set(numbers))
    assert house.waits_for() == set()
    check_proofs(house)
    assert house.of("shift_closed") == {"cash_minor": 5_000, "cheques": 0}
    right = {"amount_minor": 5_550, "kind": "cash", "reason": "a five too many"}
    assert house.of("money_corrected") == right
    missed = house.of("not_delivered")
    assert (missed["reason"], missed["photos"], len(missed["new_day"])) == ("closed", [], 10)


def check_proofs(house: House) -> None:
    first, _, third, _ = [event["data"] for event in house.events if event["kind"] == "delivered"]
    assert (first["receiver"], first["code"], first["payment"]) == ("Aminah", "4821", None)
    assert len(first["photos"]) == 2
    assert first["gps"]["accuracy_m"] == 12
    assert first["lines"][0] == {
        "line_id": "line-1a",
        "delivered": 48,
        "refused": 0,
        "damaged": 0,
        "short": 0,
        "reason": None,
    }
    assert (third["lines"][0]["delivered"], third["lines"][0]["damaged"], third["lines"][0]["reason"]) == (
        4,
        2,
        "wet",
    )
    assert third["payment"] == {"kind": "cash", "amount_minor": 55_550, "reference": ""}
    strokes = third["signature"]["strokes"]
    assert len(strokes) == 2
    assert strokes[0][0][2] == 0
    times = [point[2] for stroke in strokes for point in stroke]
    assert times == sorted(times)
    for file_id in first["photos"]:
        file = house.files[file_id]
        assert (file["kind"], file["stop_id"]) == ("photo", "stop-1")
        picture = Image.open(io.BytesIO(file["bytes"]))
        assert (picture.format, max(picture.size), dict(picture.getexif())) == ("JPEG", 1600, {})
    signature = house.files[third["signature"]["file_id"]]
    assert hashlib.sha256(signature["bytes"]).hexdigest() == signature["sha256"]
    picture = Image.open(io.BytesIO(signature["bytes"]))
    assert picture.format == "PNG"
    assert picture.convert("L").getextrema() == (pytest.approx(33, abs=8), 255)
