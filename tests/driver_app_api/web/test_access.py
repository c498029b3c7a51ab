"""Everybody can use it: one hand, a gloved finger, sunlight, a keyboard, a screen reader, any script."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.driver_app_api.web.conftest import ARGUMENTS, LARGE_LETTERS, Phone
from tests.driver_app_api.web.house import House
from tests.driver_app_api.web.pictures import photo_of_a_box

AXE = gzip.decompress((Path(__file__).parent / "vendor/axe.min.js.gz").read_bytes()).decode()
RUN = """async () => {
  const found = await axe.run(document, { resultTypes: ["violations"] });
  const places = (one) => one.nodes.map((node) => node.html.slice(0, 120)).join(" | ");
  return found.violations.map((one) => `${one.id}: ${places(one)}`);
}"""
# Everything that can be tapped has 48 px each way, on the page or through the label around it. The map's pins
# stand in the list below it as well.
SMALL = """() => {
  const found = [];
  for (const node of document.querySelectorAll("a[href], button, input, [role=button]")) {
    const target = node.closest("label") ?? node;
    const box = target.getBoundingClientRect();
    const isShown = box.width > 0 && getComputedStyle(node).visibility === "visible";
    if (!isShown || Math.min(box.width, box.height) >= 47.5) continue;
    found.push(`${box.width}x${box.height} ${node.outerHTML.slice(0, 90)}`);
  }
  return found;
}"""
# One act that the house does not take.
REFUSED = """async () => {
  const { record, routes } = await import("/driver/js/state.js");
  const [route] = routes.value;
  const data = { reason: "closed", note: null, photos: [], new_day: null, gps: null };
  await record("not_delivered", { route, stop: route.stops[3], data });
}"""
# Read in the sun: 6.5 to 1 for what is written, where axe asks for 4.5.
FAINT = """() => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 });
  const context = canvas.getContext("2d", { willReadFrequently: true });
  const rgb = (color) => {
    context.fillStyle = "#fff";
    context.fillRect(0, 0, 1, 1);
    context.fillStyle = color;
    context.fillRect(0, 0, 1, 1);
    return [...context.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const light = (color) => {
    const linear = (v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    const [r, g, b] = rgb(color).map((v) => linear(v / 255));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const found = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement;
    const text = walker.currentNode.data.trim();
    if (!text || node.closest("noscript, svg, :disabled") || !node.getClientRects().length) continue;
    let under = node;
    const isClear = (one) => /, 0\\)$|transparent/.test(getComputedStyle(one).backgroundColor);
    while (under.parentElement && isClear(under)) under = under.parentElement;
    const ink = light(getComputedStyle(node).color);
    const ground = light(getComputedStyle(under).backgroundColor);
    const ratio = (Math.max(ink, ground) + 0.05) / (Math.min(ink, ground) + 0.05);
    if (ratio < 6.5) found.add(`${ratio.toFixed(1)} ${node.className} ${text.slice(0, 40)}`);
  }
  return [...found];
}"""


async def faults(page: Page) -> list[str]:
    """What is wrong with the screen that is shown."""
    found: list[str] = list(await page.evaluate(RUN))
    found += await page.evaluate(SMALL)
    found += await page.evaluate(FAINT)
    wide = await page.evaluate("document.documentElement.scrollWidth")
    if wide > 360:
        found.append(f"{wide} px wide")
    return found


@pytest.mark.parametrize(
    ("colours", "language", "direction", "letters"),
    [("light", "en-GB", "ltr", []), ("dark", "tr-TR", "rtl", [LARGE_LETTERS])],
)
async def test_every_screen_is_clean(
    phone: Phone, house: House, colours: Any, language: str, direction: str, letters: list[str]
) -> None:
    """Turkish has long words; large, and turned right to left, too, nothing runs out of the screen."""
    args = [*ARGUMENTS, *letters]
    page = await phone.switch_on(color_scheme=colours, locale=language, bypass_csp=True, args=args)
    await page.add_script_tag(content=AXE)
    wrong: dict[str, list[str]] = {}
    base = phone.url

    async def look(name: str) -> None:
        await page.evaluate(f"document.documentElement.dir = '{direction}'")
        if found := await faults(page):
            wrong[name] = found

    async def visit(screen: str) -> None:
        await page.evaluate(f"location.hash = '#/{screen}'")
        await expect(page.locator("main")).to_be_visible()
        await page.wait_for_timeout(150)
        await look(screen)

    await expect(page.locator("main")).to_be_visible()
    await look("sign-in")
    house.day["driver"]["language"] = {"en-GB": "en", "tr-TR": "tr"}[language]
    house.day["changes"] = [{"kind": "moved", "stop_id": "stop-2", "text": "Öz Market first."}]
    await page.goto(base + "#link=once")
    await expect(page.locator(".card")).to_be_visible()
    for screen in ("today", "load/route-1", "route/route-1", "stop/stop-1", "menu", "stop/none"):
        await visit(screen)
    await visit("load/route-1")
    await page.locator(".lack").first.tap()
    await look("load, something missing")
    await page.locator("main > .button").tap()
    await page.locator(".foot .button").tap()
    await page.locator(".foot .button .icon-way").tap()
    await expect(page.locator(".stops")).to_be_visible()
    house.refuse["not_delivered"] = ("x", "No.")
    await visit("stop/stop-2")
    await page.evaluate(REFUSED)
    await expect(page.locator(".link-state.is-bad")).to_be_visible()
    await visit("outbox")
    await phone.context.set_offline(True)
    await visit("proof/stop-1")
    await page.locator(".foot .button").tap()
    await look("proof, asked")
    await page.locator(".part .button").first.tap()
    await page.locator(".line-row").first.tap()
    await page.locator(".sheet .stepper button").last.tap()
    await look("line sheet")
    await page.keyboard.press("Escape")
    for number, photo in enumerate((photo_of_a_box(blur=12), photo_of_a_box(light=0.1)), 1):
        taken = {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": photo}
        await page.locator("input[type=file]").set_input_files([taken])
        await expect(page.locator(".photo.is-poor")).to_have_count(number)
    await page.locator("input[type=file]").set_input_files(
        [{"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": b"PK\x03\x04 a zip, not a picture"}]
    )
    await expect(page.locator(".notice.is-bad")).to_be_visible()
    await page.get_by_role("radio").nth(2).check()
    await look("proof, filled in")
    for screen in ("failed/stop-3", "end/route-1", "outbox", "signin"):
        await visit(screen)
    await page.evaluate("import('/driver/js/state.js').then((state) => (state.link.value = 'signed_out'))")
    await visit("today")
    assert wrong == {}


# Words that stand on two lines.
BROKEN = """() => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    for (const word of walker.currentNode.data.matchAll(/[\\p{L}]+/gu)) {
      const range = document.createRange();
      range.setStart(walker.currentNode, word.index);
      range.setEnd(walker.currentNode, word.index + word[0].length);
      if (new Set([...range.getClientRects()].map((box) => box.top)).size > 1) found.push(word[0]);
    }
  }
  return found;
}"""


async def test_on_the_smallest_phone_no_word_is_cut_and_every_dealer_is_named_whole(
    phone: Phone, house: House
) -> None:
    page = await phone.switch_on(locale="tr-TR", viewport={"width": 320, "height": 568})
    house.day["driver"]["language"] = "tr"
    # The link comes while the app is open: nothing is loaded anew for it.
    await page.evaluate("location.hash = '#link=once'")
    await expect(page.locator(".card")).to_be_visible()
    assert "once" not in page.url
    await page.evaluate("location.hash = '#/load/route-1'")
    await page.locator(".lack").first.tap()
    assert await page.evaluate(BROKEN) == []
    await page.locator("main > .button").tap()
    await page.locator(".foot .button").tap()
    await page.locator(".foot .button .icon-way").tap()
    await page.evaluate("location.hash = '#/stop/stop-1'")
    await expect(page.locator("main").get_by_text("Kampung Baru Mart")).to_be_visible()
    await page.locator(".foot button").tap()
    await page.locator(".foot a.is-main").tap()
    await expect(page.locator("main").get_by_text("Kampung Baru Mart")).to_be_visible()
    await page.locator(".part .button").first.tap()
    await page.locator(".line-row").first.tap()
    assert await page.evaluate(BROKEN) == []


async def test_a_delivery_by_keyboard_alone(phone: Phone, house: House) -> None:
    """Enter, Tab and Space do all but the signature, which a photo stands in for."""
    page = await phone.switch_on()
    await phone.sign_in()
    await phone.check_load_and_start()
    keyboard = page.keyboard

    async def reach(name: str) -> None:
        for _ in range(40):
            if await page.evaluate("document.activeElement.accessibleName ?? nameOf()") == name:
                return
            await keyboard.press("Tab")
        raise AssertionError(f"Tab does not lead to {name}")

    await page.evaluate(
        "globalThis.nameOf = () => { const at = document.activeElement;"
        " return (at.getAttribute('aria-label') ?? at.labels?.[0]?.textContent ?? at.textContent).trim(); }"
    )
    # A new screen begins at its title.
    await expect(page.get_by_role("heading", level=1)).to_be_focused()
    await page.evaluate("location.hash = '#/stop/stop-2'")
    await expect(page.get_by_role("heading", name="Hock Seng Provision")).to_be_focused()
    await reach("I am here")
    await keyboard.press("Enter")
    await expect(page.get_by_role("link", name="Deliver", exact=True)).to_be_visible()
    await reach("Deliver")
    await keyboard.press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_be_focused()
    await reach("Something is different")
    await keyboard.press("Space")
    await page.locator(".line-row").first.focus()
    await keyboard.press("Enter")
    await expect(page.get_by_role("dialog")).to_be_visible()
    await reach("Refused, one more: Still water 1.5 l")
    await keyboard.press("Space")
    await expect(page.get_by_text("23 of 24 bottle accepted")).to_be_visible()
    await page.get_by_role("radio", name="Not ordered").focus()
    await keyboard.press("Space")
    await reach("Done")
    await keyboard.press("Enter")
    # The focus goes back to the line once the sheet is closed: what is typed before goes astray.
    await expect(page.get_by_role("button", name="Done")).to_have_count(0)
    await reach("Name of the receiver")
    await keyboard.type("Ah Seng")
    photo = {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": photo_of_a_box()}
    await page.locator("input[type=file]").set_input_files([photo])
    await expect(page.get_by_role("img", name="Photo 1")).to_be_visible()
    await reach("Finish delivery")
    await keyboard.press("Enter")
    await phone.sees("Delivered")
    await expect(page.get_by_role("link", name="All sent")).to_be_visible()
    delivered = house.of("delivered")
    assert (delivered["signature"], len(delivered["photos"]), delivered["receiver"]) == (None, 1, "Ah Seng")
    refused = {"delivered": 23, "refused": 1, "damaged": 0, "short": 0, "reason": "not_ordered"}
    assert delivered["lines"][0] == {"line_id": "line-2a", **refused}
