"""A price asked for, agreed to, kept until it expires and ordered from (A15)."""

from datetime import timedelta

import pytest

from core.approvals.errors import AlreadyDecided, NotAsked
from core.approvals.tables import ApprovalRow, ApprovalStepRow
from core.credit.tables import CreditEntryRow
from core.infra.door import Core
from core.infra.journal import JournalRow
from core.jobs.clock import tick
from core.kernel.actor import Actor, Role
from core.kernel.clock import FixedClock
from core.kernel.errors import NotFound
from core.kernel.ids import ApprovalId
from core.kernel.money import Money, UnitPrice
from core.orders.errors import PriceChanged, PriceNeedsHigher
from core.orders.quotation_errors import (
    AlreadyAsked,
    BadPriceRequest,
    BadQuotationDays,
    QuotationUsedUp,
    RequestClosed,
)
from core.orders.quotation_types import PriceRequest, PriceRequestState, Quotation
from core.orders.tables import DraftRow, OrderLineRow, PriceRequestRow, QuotationRow
from core.orders.types import OrderState, Quote
from core.orders.use_cases.cancel_order import CancelOrder
from core.orders.use_cases.change_line import ChangeLine
from core.orders.use_cases.decide_price_request import (
    DecidePriceRequest,
    GrantPrice,
    ListPriceApprovals,
    NamePrice,
    PriceDecision,
    RefusePrice,
    ShowPriceApproval,
)
from core.orders.use_cases.order_quotation import OrderQuotation
from core.orders.use_cases.place_order import PlaceOrder
from core.orders.use_cases.request_price import RequestPrice, ShowPriceRequest, WithdrawPriceRequest
from core.orders.use_cases.save_quotation import (
    ListQuotations,
    SaveQuotation,
    SetQuotationDays,
    ShowQuotation,
)
from core.orders.use_cases.show_orders import ExplainPrice
from core.pricing.types import RuleKind, Why
from tests.make import (
    Trade,
    column,
    confirm,
    count,
    make_dealer,
    make_draft,
    make_flash_sale,
    make_staff,
    make_trade,
    quote,
    set_cost,
)
from tests.make.people import make_buyer

WEEK = timedelta(days=7)


def usd(text: str) -> UnitPrice:
    return UnitPrice.parse(text, "USD")


async def asked(core: Core, trade: Trade, price: str = "1020", pieces: int = 10) -> PriceRequest:
    """Ada asks for another price of the phones in her draft, which cost 1,040."""
    draft_id = await make_draft(core, trade.buyer, [(trade.iphone, pieces)])
    return await core.execute(trade.buyer, RequestPrice(draft_id, 1, usd(price).micros))


def approval_of(request: PriceRequest) -> ApprovalId:
    assert request.approval_id is not None
    return request.approval_id


async def decided(
    core: Core, actor: Actor, request: PriceRequest, decision: PriceDecision
) -> PriceRequestState:
    return await core.execute(actor, DecidePriceRequest(approval_of(request), decision))


async def saved(core: Core, actor: Actor) -> Quotation:
    shown = await quote(core, actor)
    return await core.execute(actor, SaveQuotation(shown.draft_id, shown.version, shown.seen))


async def ordered_from(core: Core, trade: Trade, quotation: Quotation) -> Quote:
    await core.execute(trade.buyer, OrderQuotation(quotation.id))
    return await quote(core, trade.buyer)


async def test_a_wish_within_the_rep_s_power_becomes_a_quotation_for_a_week(
    core: Core, clock: FixedClock
) -> None:
    trade = await make_trade(core)
    request = await asked(core, trade)
    assert (request.number, request.current, request.wanted) == ("P-2025-1", usd("1040"), usd("1020"))
    assert request.off_basis_points == 192
    (card,) = await core.ask(trade.rep, ListPriceApprovals())
    assert (card.may_decide, card.cost) == (True, None)  # a rep never sees what the house pays
    assert await decided(core, trade.rep, request, GrantPrice()) is PriceRequestState.GRANTED
    (quotation,) = await core.ask(trade.buyer, ListQuotations())
    assert (quotation.number, quotation.is_special) == ("Q-2025-1", True)
    assert quotation.expires_at == clock.now() + WEEK
    (line,) = quotation.lines
    assert (line.unit_price, line.most, line.left) == (usd("1020"), 10, 10)
    # The draft that is open has the price at once.
    assert (await quote(core, trade.buyer)).total == Money.parse("10200", "USD")


async def test_the_receipt_names_the_quotation_and_what_it_beats(core: Core) -> None:
    trade = await make_trade(core)
    request = await asked(core, trade)
    await decided(core, trade.rep, request, GrantPrice())
    shown = await quote(core, trade.buyer)
    receipt = (await core.ask(trade.buyer, ExplainPrice(1, draft_id=shown.draft_id))).receipt
    (step,) = receipt.steps
    assert (step.kind, step.name, step.before, step.after) == (
        RuleKind.QUOTATION,
        "Q-2025-1",
        usd("1040"),
        usd("1020"),
    )
    assert any(lost.kind is RuleKind.NEGOTIATED and lost.why.code == Why.QUOTED for lost in receipt.losers)


async def test_whoever_orders_more_than_is_quoted_pays_the_normal_price_and_reads_why(core: Core) -> None:
    trade = await make_trade(core)
    request = await asked(core, trade, pieces=5)
    await decided(core, trade.rep, request, GrantPrice())
    await core.execute(trade.buyer, OrderQuotation((await core.ask(trade.buyer, ListQuotations()))[0].id))
    await confirm(core, trade.buyer)
    await make_draft(core, trade.buyer, [(trade.iphone, 1)])
    shown = await quote(core, trade.buyer)
    assert shown.total == Money.parse("1040", "USD")
    receipt = (await core.ask(trade.buyer, ExplainPrice(1, draft_id=shown.draft_id))).receipt
    (why,) = [lost.why for lost in receipt.losers if lost.kind is RuleKind.QUOTATION]
    assert (why.code, why.params) == (Why.QUOTED_LESS, {"left": 0})


async def test_the_manager_sees_the_cost_and_below_it_the_rep_alone_cannot_grant(core: Core) -> None:
    trade = await make_trade(core)
    manager = await make_staff(core, Role.MANAGER, "Max")
    await set_cost(core, trade.iphone, "900")
    draft_id = await make_draft(core, trade.buyer, [(trade.iphone, 10)])  # 936 each
    request = await core.execute(trade.buyer, RequestPrice(draft_id, 1, off_basis_points=300))
    assert request.wanted == usd("907.92")
    assert await column(core, ApprovalStepRow.level) == ["rep"]
    await core.execute(trade.buyer, WithdrawPriceRequest(request.id))
    wide = await core.execute(trade.buyer, RequestPrice(draft_id, 1, usd("880").micros))
    card = await core.ask(manager, ShowPriceApproval(approval_of(wide)))
    assert [trigger.value for trigger in card.approval.triggers] == ["special_price", "price_below_floor"]
    assert card.cost == usd("900")  # the manager sees what the goods cost
    assert await decided(core, trade.rep, wide, GrantPrice()) is PriceRequestState.OPEN
    assert await count(core, QuotationRow) == 0


async def test_a_price_below_cost_waits_for_the_director(core: Core) -> None:
    trade = await make_trade(core)
    director = await make_staff(core, Role.DIRECTOR, "Dora")
    request = await asked(core, trade, "990")
    assert await decided(core, trade.rep, request, GrantPrice()) is PriceRequestState.OPEN
    with pytest.raises(NotAsked):
        await decided(core, trade.rep, request, RefusePrice())
    assert await decided(core, director, request, GrantPrice()) is PriceRequestState.GRANTED
    assert (await quote(core, trade.buyer)).total == Money.parse("9900", "USD")


async def test_the_rep_may_name_another_price_within_the_own_power(core: Core) -> None:
    trade = await make_trade(core)
    await make_staff(core, Role.DIRECTOR, "Dora")
    request = await asked(core, trade, "950")
    with pytest.raises(PriceNeedsHigher) as refused:
        await decided(core, trade.rep, request, NamePrice(usd("980").micros))
    assert refused.value.fields == {"level": "director"}
    for price, why in (("940", "lower"), ("1040", "higher")):
        with pytest.raises(BadPriceRequest) as bad:
            await decided(core, trade.rep, request, NamePrice(usd(price).micros))
        assert bad.value.fields == {"why": why}
    assert await count(core, QuotationRow) == 0
    named = await decided(core, trade.rep, request, NamePrice(usd("1025").micros, any_quantity=True))
    assert named is PriceRequestState.COUNTERED
    found = await core.ask(trade.buyer, ShowPriceRequest(request.id))
    assert (found.state, found.agreed) == (PriceRequestState.COUNTERED, usd("1025"))
    (quotation,) = await core.ask(trade.buyer, ListQuotations())
    assert quotation.lines[0].left is None


async def test_one_decision_wins_and_the_second_hears_who_was_first(core: Core) -> None:
    trade = await make_trade(core)
    director = await make_staff(core, Role.DIRECTOR, "Dora")
    request = await asked(core, trade)
    await decided(core, trade.rep, request, RefusePrice("price"))
    before = await count(core, JournalRow)
    with pytest.raises(AlreadyDecided) as refused:
        await decided(core, director, request, GrantPrice())
    assert refused.value.fields["by"] == "Rita"
    assert (await count(core, JournalRow), await count(core, QuotationRow)) == (before, 0)
    assert (await quote(core, trade.buyer)).total == Money.parse("10400", "USD")


@pytest.mark.parametrize(
    ("price", "off", "why"),
    [
        ("1040", None, "higher"),
        ("2000", None, "higher"),
        ("0", None, "nothing"),
        (None, 0, "higher"),
        (None, 10_000, "nothing"),
    ],
)
async def test_a_senseless_wish_is_refused_and_asks_nobody(
    core: Core, price: str | None, off: int | None, why: str
) -> None:
    trade = await make_trade(core)
    draft_id = await make_draft(core, trade.buyer, [(trade.iphone, 10)])
    micros = None if price is None else usd(price).micros
    with pytest.raises(BadPriceRequest) as refused:
        await core.execute(trade.buyer, RequestPrice(draft_id, 1, micros, off))
    assert refused.value.fields == {"why": why}
    assert (await count(core, ApprovalRow), await count(core, JournalRow)) == (0, 0)


async def test_the_same_wish_twice_is_told_where_the_first_one_is(core: Core) -> None:
    trade = await make_trade(core)
    await asked(core, trade)
    draft_id = (await quote(core, trade.buyer)).draft_id
    with pytest.raises(AlreadyAsked) as refused:
        await core.execute(trade.buyer, RequestPrice(draft_id, 1, usd("1000").micros))
    assert refused.value.fields == {"number": "P-2025-1"}
    assert await count(core, PriceRequestRow) == 1


async def test_a_wish_taken_back_is_nobody_s_to_decide(core: Core) -> None:
    trade = await make_trade(core)
    request = await asked(core, trade)
    assert await core.execute(trade.buyer, WithdrawPriceRequest(request.id)) == "P-2025-1"
    with pytest.raises(AlreadyDecided) as refused:
        await decided(core, trade.rep, request, GrantPrice())
    assert refused.value.fields["why"] == "withdrawn"
    with pytest.raises(RequestClosed):
        await core.execute(trade.buyer, WithdrawPriceRequest(request.id))


async def test_a_quotation_holds_when_the_price_rises_and_helps_no_longer_when_it_falls(core: Core) -> None:
    trade = await make_trade(core)
    await make_draft(core, trade.buyer, [(trade.iphone, 10)])
    quotation = await saved(core, trade.buyer)
    assert quotation.lines[0].unit_price == usd("1040")
    await set_cost(core, trade.iphone, "1100")
    assert (await quote(core, trade.buyer)).total == Money.parse("10400", "USD")
    await set_cost(core, trade.iphone, "900")
    assert (await quote(core, trade.buyer)).total == Money.parse("9360", "USD")


async def test_an_expired_quotation_gives_the_normal_price(core: Core, clock: FixedClock) -> None:
    trade = await make_trade(core)
    await make_draft(core, trade.buyer, [(trade.iphone, 10)])
    quotation = await saved(core, trade.buyer)
    await set_cost(core, trade.iphone, "1100")
    seen = await quote(core, trade.buyer)
    clock.advance(WEEK)
    with pytest.raises(PriceChanged):
        await core.execute(trade.buyer, PlaceOrder(seen.draft_id, seen.version, seen.seen))
    ordered = await core.execute(trade.buyer, OrderQuotation(quotation.id))
    assert (ordered.is_over, ordered.short) == (True, ())
    assert (await quote(core, trade.buyer)).total == Money.parse("11440", "USD")
    assert await core.ask(trade.buyer, ListQuotations()) == ()


async def test_two_orders_from_one_quotation_share_its_quantity(core: Core) -> None:
    trade = await make_trade(core)
    draft_id = await make_draft(core, trade.buyer, [(trade.iphone, 10)])
    quotation = await saved(core, trade.buyer)
    await set_cost(core, trade.iphone, "1100")
    first = await ordered_from(core, trade, quotation)
    assert (first.draft_id, len(first.lines), first.total) == (draft_id, 1, Money.parse("10400", "USD"))
    placed = await confirm(core, trade.buyer)
    assert placed.state is OrderState.APPROVED
    assert await column(core, OrderLineRow.quotation_line_id) == [quotation.lines[0].id]
    with pytest.raises(QuotationUsedUp):
        await core.execute(trade.buyer, OrderQuotation(quotation.id))
    # What was cancelled may be ordered again.
    await core.execute(trade.buyer, CancelOrder(placed.order_id))
    assert (await core.ask(trade.buyer, ShowQuotation(quotation.id))).lines[0].left == 10


async def test_what_is_left_is_what_the_draft_takes(core: Core) -> None:
    trade = await make_trade(core)
    await make_draft(core, trade.buyer, [(trade.iphone, 10)])
    quotation = await saved(core, trade.buyer)
    await core.execute(trade.buyer, OrderQuotation(quotation.id))
    await set_cost(core, trade.iphone, "1100")
    shown = await quote(core, trade.buyer)
    await core.execute(trade.buyer, ChangeLine(shown.draft_id, shown.version, 1, by=-6))
    await confirm(core, trade.buyer)
    ordered = await core.execute(trade.buyer, OrderQuotation(quotation.id))
    assert len(ordered.short) == 1
    shown = await quote(core, trade.buyer)
    assert (shown.lines[0].quantity, shown.total) == (6, Money.parse("6240", "USD"))


async def test_saving_a_kept_price_keeps_it_no_longer(core: Core) -> None:
    """Else a special price of a week would last for ever."""
    trade = await make_trade(core)
    request = await asked(core, trade)
    await decided(core, trade.rep, request, GrantPrice())
    again = await saved(core, trade.buyer)
    assert again.lines[0].unit_price == usd("1040")


async def test_a_flash_price_below_a_kept_one_still_helps(core: Core) -> None:
    trade = await make_trade(core)
    await make_draft(core, trade.buyer, [(trade.iphone, 10)])
    await saved(core, trade.buyer)
    await set_cost(core, trade.iphone, "1100")
    await make_flash_sale(core, "IP15P", "1000", cap=100)
    shown = await quote(core, trade.buyer)
    assert shown.total <= Money.parse("10400", "USD")


async def test_an_order_from_a_quotation_is_judged_for_credit_like_any_other(core: Core) -> None:
    """A hold is not evaded by way of an old quotation."""
    trade = await make_trade(core, limit="10000")
    await make_draft(core, trade.buyer, [(trade.iphone, 10)])
    quotation = await saved(core, trade.buyer)
    await ordered_from(core, trade, quotation)
    placed = await confirm(core, trade.buyer)
    assert placed.state is OrderState.HELD
    assert await column(core, CreditEntryRow.state) == ["pending"]


async def test_nobody_sees_or_orders_from_another_dealer_s_quotation(core: Core) -> None:
    trade = await make_trade(core)
    stranger = await make_buyer(core, await make_dealer(core, "Corner Store", rep=trade.rep), "Cora")
    request = await asked(core, trade)
    await decided(core, trade.rep, request, GrantPrice())
    (quotation,) = await core.ask(trade.buyer, ListQuotations())
    drafts = await count(core, DraftRow)
    assert await core.ask(stranger, ListQuotations()) == ()
    with pytest.raises(NotFound):
        await core.ask(stranger, ShowQuotation(quotation.id))
    with pytest.raises(NotFound):
        await core.ask(stranger, ShowPriceRequest(request.id))
    with pytest.raises(NotFound):
        await core.execute(stranger, OrderQuotation(quotation.id))
    with pytest.raises(NotFound):
        await core.execute(stranger, WithdrawPriceRequest(request.id))
    assert await count(core, DraftRow) == drafts


async def test_the_day_before_it_expires_the_dealer_is_told_once(core: Core, clock: FixedClock) -> None:
    trade = await make_trade(core)
    await make_draft(core, trade.buyer, [(trade.iphone, 10)])
    await saved(core, trade.buyer)

    async def told() -> int:
        await tick(core)
        return (await column(core, JournalRow.name)).count("quotation_expiring")

    assert await told() == 0
    clock.advance(timedelta(days=6))
    assert await told() == 1
    clock.advance(timedelta(hours=2))
    assert await told() == 1


async def test_a_wish_that_nobody_decides_goes_to_the_next_level(core: Core, clock: FixedClock) -> None:
    trade = await make_trade(core)
    manager = await make_staff(core, Role.MANAGER, "Max")
    request = await asked(core, trade)
    clock.advance(timedelta(hours=24))
    await tick(core)
    assert "approval_escalated" in await column(core, JournalRow.name)
    assert await decided(core, manager, request, GrantPrice()) is PriceRequestState.GRANTED


async def test_how_long_quotations_hold_is_a_rule_of_the_house(core: Core, clock: FixedClock) -> None:
    trade = await make_trade(core)
    finance = await make_staff(core, Role.FINANCE, "Fay")
    for days in (0, 366):
        with pytest.raises(BadQuotationDays):
            await core.execute(finance, SetQuotationDays(days))
    assert await core.execute(finance, SetQuotationDays(30)) == 7
    await make_draft(core, trade.buyer, [(trade.iphone, 10)])
    assert (await saved(core, trade.buyer)).expires_at == clock.now() + timedelta(days=30)
