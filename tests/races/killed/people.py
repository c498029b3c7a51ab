"""Those who work with the service while it is killed: they write, tap and wait, and know of nothing.

Nobody tries anything twice: whoever waits for an answer gets it from the process that comes next.
"""

from __future__ import annotations

import asyncio
import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from core.billing.tables import InvoiceRow
from core.infra.door import Core
from core.orders.tables import OrderRow
from dealerline.sandbox.seen import ChatMessage, Refused, WaitedInVain, Wanted
from dealerline.sandbox.user import SandboxUser
from tests.make import rows

PATIENCE = 300.0
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00\x90wS\xde"
    b"\x00\x00\x00\x0cIDATx\x9cc\xf8\xcf\xc0\x00\x00\x03\x01\x01\x00\xc9\xfe\x92\xef\x00\x00\x00\x00IEND\xaeB`\x82"
)


def showing(text: str, button: str = "") -> Wanted:
    """A message with both."""
    return lambda message: text in message.text and (not button or message.button(button) is not None)


async def ask(user: SandboxUser, text: str, wanted: Wanted) -> ChatMessage:
    await user.say(text)
    return await user.wait_for(wanted, PATIENCE)


async def tap(user: SandboxUser, button: str, card: ChatMessage, wanted: Wanted) -> ChatMessage:
    """Tap a card's button. An answer that came twice has its buttons below the newer one alone."""
    try:
        await user.tap(button, message=card)
    except (WaitedInVain, Refused):
        await user.tap(button)
    return await user.wait_for(wanted, PATIENCE)


async def see(user: SandboxUser, wanted: Wanted) -> ChatMessage:
    """What nobody asked for, whenever it came."""
    return await user.wait_for(wanted, PATIENCE, since=0)


@dataclass(slots=True)
class Warehouse:
    """Otto: whatever waits is picked, packed, sent and handed over; what is expected back is received."""

    user: SandboxUser
    something: asyncio.Event = field(default_factory=asyncio.Event)

    async def work(self) -> None:
        """For ever; ``something`` says that there is something to do."""
        while True:
            await self.something.wait()
            self.something.clear()
            await self._deliver()
            await self._receive()

    async def _deliver(self) -> None:
        seen = await ask(
            self.user, "/pick LA", lambda one: "Pick list for" in one.text or "Nothing waits" in one.text
        )
        if "Nothing waits" in seen.text:
            return
        made = await tap(self.user, "Confirm", seen, _list_or_question)
        while "Pick list PL-" not in made.text:  # more was ordered since it was shown
            made = await tap(self.user, "Confirm", made, _list_or_question)
        for button in made.buttons:
            if "SH-" in button.text and button.data is not None:
                await self.user.tap_data(made, button.data)
                await self._hand_over(await self.user.wait_for(showing("Being picked"), PATIENCE))

    async def _hand_over(self, card: ChatMessage) -> None:
        packed = await tap(self.user, "All there", card, showing("", "Own van"))
        sent = await tap(self.user, "Own van", packed, showing("", "Delivered"))
        await tap(self.user, "Delivered", sent, "Who took the goods")
        await ask(self.user, "Ada Lovelace", "Taken by Ada Lovelace")

    async def _receive(self) -> None:
        expected = await ask(
            self.user, "/returned", lambda one: "come back" in one.text and "What came" not in one.text
        )
        for button in expected.buttons:
            if "RMA-" in button.text and button.data is not None:
                await self.user.tap_data(expected, button.data)
                await self.user.wait_for("What came?", PATIENCE)
                await ask(self.user, "1 1 1", "Came back")


@dataclass(slots=True)
class House:
    """Those who are asked: Rita decides, Olga writes invoices and takes money, one thing at a time."""

    core: Core
    rita: SandboxUser
    olga: SandboxUser
    warehouse: Warehouse
    at_ritas: asyncio.Lock = field(default_factory=asyncio.Lock)
    at_olgas: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def decide(self, subject: str, button: str) -> None:
        """Rita finds the card of an order or a return, and taps."""
        async with self.at_ritas:
            card = await see(self.rita, showing(f"{subject} ", button))
            await tap(self.rita, button, card, showing(subject))

    async def invoice(self, number: str) -> None:
        async with self.at_olgas:
            preview = await ask(self.olga, f"/invoice {number}", "is invoiced")
            await tap(self.olga, "Confirm", preview, "invoice made")

    async def settle(self, dealer: str, number: str) -> None:
        """What is open on the order's invoice comes by wire."""
        (order,) = await rows(self.core, OrderRow, OrderRow.number == number)
        documents = await rows(self.core, InvoiceRow, InvoiceRow.order_id == order.id)
        owed = sum(-one.total_minor if one.kind == "credit_note" else one.total_minor for one in documents)
        async with self.at_olgas:
            typed = f"/pay {dealer} {owed / 100:.2f} 2025-10-13 WIRE {number[4:]}"
            preview = await ask(self.olga, typed, "Owed in all")
            await tap(self.olga, "Confirm", preview, "recorded")


@dataclass(slots=True)
class Buyer:
    """Orders, waits for the goods, sends some back, pays, and begins again.

    words: what is ordered, by the number of the order; goods: how the button of its line begins.
    """

    user: SandboxUser
    dealer: str
    words: Callable[[int], str]
    goods: str
    house: House
    chance: random.Random
    done: list[str] = field(default_factory=list)

    async def buy(self, is_over: Callable[[], bool]) -> None:
        """One order after the other; the one that is begun when it is over is lived to its end."""
        at = 0
        while not is_over():
            at += 1
            number = await self._order(self.words(at))
            if self.chance.random() < 0.6:
                await self._send_back(number, with_photo=at % 2 == 0)
            await self.house.settle(self.dealer, number)
            self.done.append(number)

    async def _order(self, words: str) -> str:
        card = await ask(self.user, words, "Your order")
        if "You usually take" in card.text:
            card = await tap(self.user, words.partition(" ")[0], card, showing("Your order", "Confirm"))
        placed = await tap(self.user, "Confirm", card, lambda one: _number(one) is not None)
        number = _number(placed)
        assert number is not None
        if "waits for approval" in placed.text:
            await self.house.decide(number, "Approve")
            await see(self.user, f"{number} is approved")
        self.house.warehouse.something.set()
        await see(self.user, lambda one: one.text.startswith(f"🚚 Order {number} · Delivered"))
        await self.house.invoice(number)
        return number

    async def _send_back(self, number: str, *, with_photo: bool) -> None:
        draft = await ask(self.user, f"/return {number}", "Tap what comes back")
        await tap(self.user, self.goods, draft, "How many of")
        said = await ask(self.user, "3", "Worth with tax")
        why = await tap(self.user, "Reason", said, "Why do the goods")
        card = await tap(self.user, "damaged", why, "Reason: damaged")
        if with_photo:
            await self.user.send_photo(PNG)
            card = await self.user.wait_for(showing("Photos: 1", "Send"), PATIENCE)
        sent = await tap(self.user, "Send", card, "RMA-")
        found = re.search(r"RMA-\d+-\d+", sent.text)
        assert found is not None
        await self.house.decide(found[0], "Agree, fetch")
        self.house.warehouse.something.set()
        await see(self.user, lambda one: found[0] in one.text and "Credited: CN-" in one.text)


def _list_or_question(message: ChatMessage) -> bool:
    return "Pick list PL-" in message.text or "Please check again" in message.text


def _number(message: ChatMessage) -> str | None:
    found = re.search(r"Order (B2B-\d+-\d+) is placed", message.text)
    return None if found is None else found[1]
