"""F2, L3: a carrier is booked in the chat: the best offer with its label, or nobody who takes it."""

from datetime import timedelta

from sqlalchemy import update

from core.alarms.use_cases.watch_orders import WatchOrders
from core.deliveries.tables import CarrierRow, ShipmentRow
from core.deliveries.types import TrackingKind
from core.deliveries.use_cases.take_tracking import TakeTracking
from core.jobs.carriers import carrier_worker
from core.kernel.actor import SYSTEM
from dealerline.sandbox.seen import ChatMessage
from tests.carrier import LABEL, CarrierServer, book_with, rate, serving
from tests.chat import Chat, ask, tap
from tests.make.rows import add, write
from tests.stories.trade import offering


async def packed(chat: Chat, *, weights: str = "12.5 8") -> ChatMessage:
    """A shipment of Ada's order that is ready to go, its card in Otto's chat."""
    await tap(chat.ada, "Confirm", await ask(chat.ada, "25 iphone 15 pro"), "B2B-2025-1")
    made = await tap(chat.otto, "Confirm", await ask(chat.otto, "/pick LA", "Pick list for"), "PL-2025-1")
    card = await tap(chat.otto, "SH-2025-1", made, "Being picked")
    ready = await tap(chat.otto, "All there", card, offering("Own van"))
    await tap(chat.otto, "Parcels", ready, "Weight of each parcel")
    return await ask(chat.otto, weights, "2 parcels, 20.5 kg")


async def test_the_best_offer_is_booked_with_its_label_and_the_carrier_tells_the_rest(chat: Chat) -> None:
    for code in ("DHL", "UPS", "TNT"):
        await add(chat.core, CarrierRow, code=code, name=code, link="https://track.example/{number}")
    dhl = CarrierServer([rate("express", 2900, "2025-10-15"), rate("slow", 300, "2025-10-21")])
    ups = CarrierServer([rate("ground", 1840, "2025-10-15")], numbers="1Z")
    async with serving(dhl), serving(ups):
        book_with(chat.core, DHL=dhl, UPS=ups, TNT="http://127.0.0.1:9/")
        card = await packed(chat)
        which = await tap(chat.otto, "Carrier", card, "Which carrier")
        assert which.labels == [
            "⚖️ Best offer", "⚡ DHL", "✍️ DHL", "⚡ TNT", "✍️ TNT", "⚡ UPS", "✍️ UPS", "‹ Back",
        ]  # fmt: skip
        asked = await tap(chat.otto, "Best offer", which, "Carriers are being asked")
        assert asked.labels == ["✖️ Cancel booking", "🚐 Own van", "🏬 Dealer fetches it"]
        await carrier_worker(chat.core).drain()
    booked = await chat.otto.wait_for("is booked with UPS: 1Z0001")
    assert booked.text.split("\n\n")[-1].split("\n") == [
        "📮 UPS ground · $18.40 · there Wed 15 Oct",
        "The cheapest of 3 that is there by Wed 15 Oct.",
        "• not DHL express: $29.00, Wed 15 Oct",
        "• not DHL slow: $3.00, Tue 21 Oct",
        "• TNT does not answer",
    ]
    label = await tap(chat.otto, "Label", booked, lambda message: message.file_name == "SH-2025-1.pdf")
    assert await chat.otto.download(label) == LABEL
    at = chat.core.clock.now()
    await chat.core.execute(SYSTEM, TakeTracking("UPS", "e1", "1Z0001", TrackingKind.PICKED_UP, at))
    told = await chat.ada.wait_for("With UPS 1Z0001")
    assert "🔗 https://track.example/1Z0001" in told.text


async def test_nobody_takes_it_is_said_with_the_reason_and_is_a_task_until_it_has_gone(chat: Chat) -> None:
    await add(chat.core, CarrierRow, code="DHL", name="DHL", link="")
    async with serving(CarrierServer([rate("express", 2900, "2025-10-15")], declines="No pianos.")) as dhl:
        book_with(chat.core, DHL=dhl)
        card = await packed(chat)
        which = await tap(chat.otto, "Carrier", card, "Which carrier")
        await tap(chat.otto, "⚡ DHL", which, "Carriers are being asked")
        await carrier_worker(chat.core).drain()
        failed = await chat.otto.wait_for("No carrier takes SH-2025-1")
        assert failed.text.split("\n\n")[-1].split("\n") == [
            "⚠️ No carrier takes SH-2025-1. Book one by hand, or send it another way.",
            "• DHL does not take it: No pianos.",
        ]
        chat.clock.advance(timedelta(minutes=5))
        await chat.core.execute(SYSTEM, WatchOrders())
        task = await chat.otto.wait_for("A packed shipment of it has had no carrier")
        assert "👉 Book a carrier by hand, or send it by own van: /shipments" in task.text
        which = await tap(chat.otto, "Carrier", failed, "Which carrier")
        await tap(chat.otto, "✍️ DHL", which, "tracking number")
        sent = await ask(chat.otto, "jd 77", offering("On the road"))
        assert "DHL JD77" in sent.text
        await chat.core.execute(SYSTEM, WatchOrders())
        await chat.otto.wait_for("nothing is left to do")


async def test_a_carrier_that_never_answers_may_have_it_and_is_asked_again(chat: Chat) -> None:
    await add(chat.core, CarrierRow, code="DHL", name="DHL", link="")
    async with serving(CarrierServer([rate("express", 2900, "2025-10-15")])) as dhl:
        book_with(chat.core, DHL=dhl)
        card = await packed(chat)
        which = await tap(chat.otto, "Carrier", card, "Which carrier")
        dhl.trouble = [-2, *[-1] * 20]
        await tap(chat.otto, "Best offer", which, "Carriers are being asked")
        for _ in range(7):
            await carrier_worker(chat.core).drain()
            chat.clock.advance(timedelta(minutes=2))
        doubtful = await chat.otto.wait_for("may have the booking")
        assert "⚠️ DHL has not answered and may have the booking." in doubtful.text
        assert doubtful.labels[:3] == ["🔁 Ask again", "📮 Carrier", "✖️ Cancel booking"]
        dhl.trouble = []
        await tap(chat.otto, "Ask again", doubtful, "Carriers are being asked")
        await carrier_worker(chat.core).drain()
        booked = await chat.otto.wait_for("is booked with DHL: JD0001")
        assert len(dhl.booked) == 1
        off = await tap(chat.otto, "Cancel booking", booked, offering("Parcels"))
        assert "DHL" not in off.text
        await carrier_worker(chat.core).drain()
        assert (dhl.booked, len(dhl.cancelled)) == ({}, 1)
        await write(chat.core, update(ShipmentRow).values(ship_to_id=None))
        which = await tap(chat.otto, "Carrier", off, "Which carrier")
        refused = await tap(chat.otto, "Best offer", which, "no address")
        assert refused.text.startswith("⚠️ This shipment has no address that a carrier could find.")
        assert len(dhl.asked) == len([one for one in dhl.asked if "PUT" in one]) + 2
