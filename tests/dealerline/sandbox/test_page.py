"""The chat page in a real browser: Debian's Chromium, driven by Playwright, with a real bot behind it."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser, Page, async_playwright, expect

from dealerline.sandbox import SandboxClient, SandboxPerson, SandboxSettings, running_sandbox

AUDIT = (Path(__file__).parent / "audit.js").read_text()
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]
PEOPLE = (
    SandboxPerson(
        name="Mei",
        role="Dealer",
        start_payload="inv_7",
        suggestions=("10 coke\n5 sprite", "same as last time"),
    ),
    SandboxPerson(name="Ahmet", role="Sales rep", language="tr"),
    SandboxPerson(name="Nora", role="Back office"),
)
OpenPage = Callable[..., Awaitable[Page]]


@pytest.fixture
async def sandbox() -> AsyncIterator[SandboxClient]:
    async with running_sandbox(SandboxSettings(users=PEOPLE)) as client:
        yield client


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("there is no chromium on this machine (apt-get install chromium)")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield browser
        await browser.close()


@pytest.fixture
async def open_page(browser: Browser, sandbox: SandboxClient) -> AsyncIterator[OpenPage]:
    """Opens the page; at the end nothing may have been asked of another host or complained about."""
    hosts: set[str] = set()
    complaints: list[str] = []

    async def open_it(**context: Any) -> Page:
        page = await (await browser.new_context(**context)).new_page()
        page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
        await page.goto(sandbox.url)
        return page

    yield open_it
    assert hosts == {urlsplit(sandbox.url).netloc}
    assert complaints == []


@pytest.mark.usefixtures("polling")
class TestPage:
    async def test_write_see_the_bubble_tap_see_the_edit(self, open_page: OpenPage) -> None:
        page = await open_page(viewport={"width": 1280, "height": 800})
        await expect(page.get_by_text("This is not Telegram: a local stand-in")).to_be_visible()
        mei = page.get_by_role("region", name="Mei")
        await mei.get_by_role("button", name="Start").click()
        await expect(mei.get_by_text("Hello inv_7")).to_be_visible()
        await expect(mei.locator("strong", has_text="inv_7")).to_be_visible()
        field = mei.get_by_role("textbox", name="Message from Mei")
        await field.fill("/count")
        await field.press("Enter")
        await expect(mei.locator(".is-own", has_text="/count")).to_be_visible()
        for count in (1, 2):
            await mei.get_by_role("button", name="+1").click()
            await expect(mei.get_by_text(f"Count: {count}")).to_be_visible()
        await expect(mei.locator(".toast").first).to_have_text("counted")
        await mei.get_by_role("button", name="+1").click()
        alert = page.get_by_role("alertdialog", name="that is enough")
        await expect(alert.get_by_role("button", name="OK")).to_be_focused()
        await page.keyboard.press("Escape")
        await expect(alert).to_have_count(0)
        await expect(page.get_by_role("region", name="Ahmet").locator(".message")).to_have_count(0)

    async def test_lists_lines_keyboard_and_editing(
        self, open_page: OpenPage, sandbox: SandboxClient
    ) -> None:
        page = await open_page(viewport={"width": 1280, "height": 800})
        mei = page.get_by_role("region", name="Mei")
        await mei.get_by_role("button", name="Start").click()
        await mei.get_by_role("button", name="10 coke · 5 sprite").click()
        field = mei.get_by_role("textbox")
        await expect(field).to_have_value("10 coke\n5 sprite")
        await field.press("Shift+Enter")
        await page.keyboard.type("2 water")
        await page.keyboard.press("Enter")
        await expect(field).to_have_value("")
        person = await sandbox.user("Mei")
        await person.wait_until(lambda u: u.messages()[-1].text == "10 coke\n5 sprite\n2 water")
        await field.press("ArrowUp")
        await field.fill("12 coke")
        await field.press("Enter")
        await person.wait_until(lambda u: u.messages()[-1].text == "12 coke")
        await expect(mei.get_by_text("edited")).to_be_visible()
        await mei.get_by_role("button", name="Share my number").click()
        await expect(mei.get_by_text("it is you")).to_be_visible()
        await expect(mei.get_by_role("button", name="Share my number")).to_have_count(0)

    async def test_marks_are_shown_and_markup_stays_text(self, open_page: OpenPage) -> None:
        page = await open_page(viewport={"width": 1280, "height": 800})
        await page.get_by_role("button", name="Start").first.click()
        mei = page.get_by_role("region", name="Mei")
        await mei.get_by_role("textbox").fill("/marks")
        await page.keyboard.press("Enter")
        message = mei.locator(".message", has_text="bold italic code")
        await expect(message.get_by_text("<img src=x onerror=alert(1)>")).to_be_visible()
        await expect(message.locator("img")).to_have_count(0)
        for tag in ("strong", "em", "code", "pre", "blockquote"):
            await expect(message.locator(tag).first).to_be_visible()
        await expect(message.get_by_role("link", name="link")).to_have_attribute(
            "href", "https://example.com/"
        )
        await message.get_by_role("button", name="Hidden text, show it").press("Enter")
        await expect(message.locator(".spoiler.is-shown")).to_have_text("secret")

    async def test_menu_blocks_the_bot_and_lets_it_in_again(
        self, open_page: OpenPage, sandbox: SandboxClient
    ) -> None:
        page = await open_page(viewport={"width": 1280, "height": 800})
        mei = page.get_by_role("region", name="Mei")
        await mei.get_by_role("button", name="Start").click()
        await mei.get_by_role("button", name="More for Mei").click()
        await mei.get_by_role("menuitem", name="Block the bot").click()
        await expect(mei.get_by_text("has blocked the bot")).to_be_visible()
        await expect(mei.get_by_role("textbox")).to_have_count(0)
        await mei.get_by_role("button", name="Unblock the bot").click()
        await expect(mei.get_by_role("textbox")).to_be_visible()
        await mei.get_by_role("button", name="More for Mei").click()
        await mei.get_by_role("menuitem", name="Pass on somebody's contact").click()
        await expect(mei.get_by_text("it is not you")).to_be_visible()

    async def test_files_go_up_and_come_down(self, open_page: OpenPage) -> None:
        page = await open_page(viewport={"width": 1280, "height": 800})
        await page.get_by_role("button", name="Start").first.click()
        mei = page.get_by_role("region", name="Mei")
        order = {"name": "order.txt", "mimeType": "text/plain", "buffer": b"abc"}
        await mei.locator("input[type=file]").set_input_files([order])
        await expect(mei.get_by_role("link", name="order.txt")).to_be_visible()
        async with page.expect_download() as download:
            await mei.get_by_role("link", name="turned.txt").click()
        assert (await (await download.value).path()).read_bytes() == b"cba"

    @pytest.mark.parametrize("colours", ["light", "dark"])
    async def test_it_can_be_read_and_used_by_everybody(self, open_page: OpenPage, colours: str) -> None:
        page = await open_page(
            viewport={"width": 1280, "height": 800}, color_scheme=colours, reduced_motion="reduce"
        )
        assert await page.evaluate(AUDIT) == []
        mei = page.get_by_role("region", name="Mei")
        await mei.get_by_role("button", name="Start").click()
        for text, answer in (("/count", "Count: 0"), ("/marks", "quoted")):
            await mei.get_by_role("textbox").fill(text)
            await page.keyboard.press("Enter")
            await expect(mei.get_by_text(answer)).to_be_visible()
        await mei.get_by_role("button", name="More for Mei").click()
        assert await page.evaluate(AUDIT) == []
        await page.keyboard.press("ArrowDown")
        await page.keyboard.press("Escape")
        await expect(mei.get_by_role("button", name="More for Mei")).to_be_focused()
        await page.get_by_role("button", name="Help").click()
        await expect(page.get_by_role("dialog", name="What is this?")).to_be_visible()
        assert await page.evaluate(AUDIT) == []

    async def test_on_a_phone_one_chat_at_a_time(self, open_page: OpenPage, sandbox: SandboxClient) -> None:
        page = await open_page(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
        await expect(page.get_by_role("tab", name="Mei")).to_have_attribute("aria-selected", "true")
        await expect(page.get_by_role("textbox", name="Message from Nora")).to_have_count(0)
        await page.get_by_role("tab", name="Nora").tap()
        nora = page.get_by_role("tabpanel", name="Nora")
        await nora.get_by_role("button", name="Start").tap()
        await expect(nora.get_by_text("Hello you")).to_be_visible()
        width = await page.evaluate("document.documentElement.scrollWidth")
        assert width == 390
        ahmet = await sandbox.user("Ahmet")
        await ahmet.start()
        await expect(page.get_by_role("tab", name="Ahmet").locator(".count")).to_have_text("1")
        await page.get_by_role("tab", name="Ahmet").tap()
        await expect(page.get_by_role("tab", name="Ahmet").locator(".count")).to_be_hidden()
        assert await page.evaluate(AUDIT) == []


async def test_it_comes_back_after_a_restart(browser: Browser) -> None:
    settings = SandboxSettings(users=PEOPLE)
    async with running_sandbox(settings) as first:
        port = urlsplit(first.url).port or 0
        page = await browser.new_page()
        await page.goto(first.url)
        mei = await first.user("Mei")
        await mei.say("before the restart")
        await expect(page.get_by_text("before the restart")).to_be_visible()
    await expect(page.get_by_text("Reconnecting…")).to_be_visible()
    async with running_sandbox(settings, port=port):
        await expect(page.get_by_text("Reconnecting…")).to_be_hidden()
        await expect(page.get_by_text("before the restart")).to_have_count(0)
        await expect(page.get_by_role("button", name="Start").first).to_be_visible()


async def test_its_headers_keep_the_page_to_itself(sandbox: SandboxClient, browser: Browser) -> None:
    page = await browser.new_page()
    answer = await page.goto(sandbox.url)
    assert answer is not None
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    foreign = await page.request.post(
        f"{sandbox.url}/sandbox/users/5001/say",
        data={"text": "x"},
        headers={"Origin": "https://evil.example"},
    )
    assert foreign.status == 403
