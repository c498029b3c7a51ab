"""What an order was read from is kept beside it, and shown to those who may see the order (A9, A10)."""

from collections.abc import Sequence
from uuid import UUID

import pytest

from core.infra.door import Core
from core.intake.picture_types import HowRead, PageRow
from core.intake.types import AskWhy, Intent
from core.kernel.actor import Actor, Role
from core.kernel.errors import NotFound, NotPermitted
from core.orders.original_types import OriginalKind, ReadFrom, SeenRow
from core.orders.tables import DraftRow, OriginalRow
from core.orders.types import LineState
from core.orders.use_cases.show_original import KeepOriginal, ListOriginals, ShowOriginal
from core.orders.use_cases.take_message import MessageTaken, TakeMessage
from tests.core.orders.test_take_message import content, make_drinks
from tests.make import confirm, count, make_dealer, quote, rows
from tests.make.people import make_buyer, make_staff

ROWS = (SeenRow("Corner Shop", HowRead.LEFT_OUT), SeenRow("5 cases rio cola 330 ml"))


async def keep(core: Core, actor: Actor, content: bytes = b"picture") -> UUID:
    kept = KeepOriginal(OriginalKind.PHOTO, content, "image/jpeg", "5 cases rio cola 330 ml", ROWS)
    return await core.execute(actor, kept)


async def take(core: Core, actor: Actor, text: str, read_from: ReadFrom) -> MessageTaken:
    return await core.execute(actor, TakeMessage(text, read_from))


def listed(original: UUID, text: str, doubts: Sequence[str] = ()) -> ReadFrom:
    doubted = dict.fromkeys(doubts, HowRead.DOUBTFUL)
    return ReadFrom(
        (original,), (), tuple(PageRow(row, doubted.get(row, HowRead.SURE)) for row in text.split("\n"))
    )


async def test_it_goes_with_the_draft_into_the_order(core: Core) -> None:
    trade, _, _ = await make_drinks(core)
    original = await keep(core, trade.buyer)
    taken = await take(core, trade.buyer, "", listed(original, "5 cases rio cola 330 ml"))
    (beside,) = await core.ask(trade.buyer, ListOriginals(draft_id=taken.draft_id))
    assert (beside.id, beside.kind, beside.rows, beside.order_id) == (
        original,
        OriginalKind.PHOTO,
        ROWS,
        None,
    )
    placed = await confirm(core, trade.buyer)
    (beside,) = await core.ask(trade.buyer, ListOriginals(order_id=placed.order_id))
    assert (beside.id, beside.order_id) == (original, placed.order_id)
    shown = await core.ask(trade.buyer, ShowOriginal(original))
    assert (shown.content, shown.original.media_type) == (b"picture", "image/jpeg")


async def test_the_house_and_the_own_rep_may_see_it_and_another_dealer_never(core: Core) -> None:
    trade, _, _ = await make_drinks(core)
    original = await keep(core, trade.buyer)
    await take(core, trade.buyer, "", listed(original, "5 cases rio cola 330 ml"))
    order = ListOriginals(order_id=(await confirm(core, trade.buyer)).order_id)
    for role in (Role.OFFICE, Role.FINANCE):
        staff = await make_staff(core, role, role.value)
        assert [one.id for one in await core.ask(staff, order)] == [original]
    other_rep = await make_staff(core, Role.REP, "Somebody else's rep")
    stranger = await make_buyer(core, await make_dealer(core, "Another Shop"), "Ann")
    for actor in (other_rep, stranger):
        assert await core.ask(actor, order) == ()
        with pytest.raises(NotFound):
            await core.ask(actor, ShowOriginal(original))
    storekeeper = await make_staff(core, Role.STOREKEEPER, "Stu")
    with pytest.raises(NotPermitted):
        await core.ask(storekeeper, ShowOriginal(original))


async def test_nobody_ties_what_somebody_else_sent_to_an_own_draft(core: Core) -> None:
    trade, _, _ = await make_drinks(core)
    original = await keep(core, trade.buyer)
    thief = await make_buyer(core, await make_dealer(core, "Another Shop"), "Ann")
    await take(core, thief, "", listed(original, "5 cases rio cola 330 ml"))
    (row,) = await rows(core, OriginalRow)
    assert row.draft_id is None


async def test_a_list_can_only_name_goods(core: Core) -> None:
    trade, _, _ = await make_drinks(core)
    original = await keep(core, trade.buyer)
    await take(core, trade.buyer, "", listed(original, "5 cases rio cola 330 ml"))
    taken = await take(core, trade.buyer, "", listed(original, "cancel the order"))
    assert taken.intent is not Intent.CANCEL
    await take(core, trade.buyer, "forget it", listed(original, "25 iphone 15 pro"))
    assert content(await quote(core, trade.buyer)) == [("COLA330", "case", 120), ("IP15P", "each", 25)]
    assert await count(core, DraftRow) == 1


async def test_a_caption_says_when_and_its_talk_is_no_line(core: Core) -> None:
    trade, _, _ = await make_drinks(core)
    original = await keep(core, trade.buyer)
    await take(core, trade.buyer, "my list for tomorrow", listed(original, "5 cases rio cola 330 ml"))
    shown = await quote(core, trade.buyer)
    assert content(shown) == [("COLA330", "case", 120)]
    assert shown.wished_on == core.clock.now().date().replace(day=core.clock.now().day + 1)


async def test_a_doubted_amount_is_asked_and_the_amount_read_is_one_of_the_answers(core: Core) -> None:
    trade, _, _ = await make_drinks(core)
    original = await keep(core, trade.buyer)
    text = "5 cases rio cola 330 ml\n25 iphone 15 pro"
    await take(core, trade.buyer, "", listed(original, text, ["5 cases rio cola 330 ml"]))
    shown = await quote(core, trade.buyer)
    cola, iphone = shown.lines
    assert (cola.state, cola.questions, cola.quantity) == (LineState.ASK, (AskWhy.QUANTITY_UNSURE,), None)
    assert (cola.typed_quantity, iphone.state, iphone.quantity) == (5, LineState.READY, 25)
    await core.execute(trade.buyer, TakeMessage("6"))
    assert content(await quote(core, trade.buyer)) == [("COLA330", "case", 144), ("IP15P", "each", 25)]


async def test_a_doubt_lasts_until_it_is_answered_also_where_the_product_is_asked_first(core: Core) -> None:
    trade, _, _ = await make_drinks(core)
    original = await keep(core, trade.buyer)
    await take(core, trade.buyer, "", listed(original, "5 cases rio cola", ["5 cases rio cola"]))
    await core.execute(trade.buyer, TakeMessage("the 330 ml one"))
    (line,) = (await quote(core, trade.buyer)).lines
    assert (line.sku, line.state, line.questions) == ("COLA330", LineState.ASK, (AskWhy.QUANTITY_UNSURE,))
