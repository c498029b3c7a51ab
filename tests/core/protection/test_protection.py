"""A price falls: what was bought in the window is offered, claimed, decided and credited to the cent."""

import asyncio
from datetime import date, timedelta

import pytest
from sqlalchemy import update

from core.approvals.tables import ApprovalRow
from core.approvals.types import ApprovalState
from core.billing.tables import InvoiceLineRow, InvoiceRow
from core.billing.use_cases.check_ledgers import CheckLedgers
from core.billing.use_cases.create_credit_note import CreateCreditNote
from core.billing.use_cases.show_documents import ShowInvoice
from core.dealers.tables import DealerRow
from core.infra.door import Core
from core.infra.journal import JournalRow
from core.kernel.actor import SYSTEM
from core.kernel.clock import FixedClock
from core.kernel.errors import NotFound, NotPermitted, Refused
from core.kernel.money import Money, UnitPrice
from core.pricing.rulebook_types import RateNow
from core.pricing.use_cases.set_price import SetPrice
from core.pricing.use_cases.set_rate import SetRate
from core.protection.errors import ClaimUnfit, NothingProtected, TooManyClaimed
from core.protection.tables import ProtectedLineRow, ProtectionClaimLineRow, ProtectionClaimRow
from core.protection.types import Asked, ClaimState, PolicyScope, ProtectionPolicy, Standing, WhyNot
from core.protection.use_cases.claim_protection import AskProtection, ClaimProtection, ShowClaim
from core.protection.use_cases.decide_claim import CloseClaims, DecideClaim, ShowClaimApproval
from core.protection.use_cases.set_protection_policy import SetProtectionPolicy, ShowProtectionPolicy
from core.returns.types import Outcome, ReturnReason
from core.returns.use_cases.decide_return import DecideReturn
from core.returns.use_cases.request_return import ChangeReturn, SendReturn, StartReturn
from tests.core.protection.house import approval_of, bring, buy, costs, look, make_shop, offers, protect
from tests.core.returns.house import approval_of as approval_of_return
from tests.make import account, column, count, make_buyer, make_dealer, make_product, make_tier, write

NOTE = InvoiceRow.kind == "credit_note"


async def told(core: Core) -> int:
    return await count(core, JournalRow, JournalRow.name == "price_protection_offered")


async def test_a_fall_is_offered_by_itself_claimed_and_credited_to_the_cent(core: Core) -> None:
    shop = await make_shop(core)
    await buy(core, shop, 6)
    assert await look(core) == 0
    await costs(core, shop.crate, "8.50")
    assert (await look(core), await look(core), await told(core)) == (1, 0, 1)
    (offer,) = await offers(core, shop.buyer)
    assert (offer.most, offer.worth, offer.until) == (6, Money(900, "USD"), date(2025, 10, 28))
    owed = (await account(core, shop.dealer_id))["invoiced"]
    claim = await core.execute(shop.buyer, ClaimProtection(shop.crate))
    assert (claim.number, claim.state, claim.amount) == ("PP-2025-1", ClaimState.ASKED, Money(900, "USD"))
    assert await offers(core, shop.buyer) == ()
    approval_id = await approval_of(core, claim.id)
    card = await core.ask(shop.maria, ShowClaimApproval(approval_id))
    ((line,), may) = (card.claim.lines, card.may_decide)
    assert (line.line.invoice, line.line.bought_on, line.quantity, may) == (
        "INV-2025-1", date(2025, 10, 14), 6, True,
    )  # fmt: skip
    assert [price.micros for price in (line.line.paid, line.line.now, line.line.fall)] == [
        10_000_000, 8_500_000, 1_500_000,
    ]  # fmt: skip
    assert (await account(core, shop.dealer_id))["invoiced"] == owed
    assert await core.execute(shop.maria, DecideClaim(approval_id)) is ApprovalState.APPROVED
    done = await core.ask(shop.buyer, ShowClaim(claim.id))
    assert (done.state, done.granted, done.credit_notes) == (
        ClaimState.GRANTED, Money(900, "USD"), ("CN-2025-1",),
    )  # fmt: skip
    assert (await account(core, shop.dealer_id))["invoiced"] == owed - 900
    note = await core.ask(shop.fiona, ShowInvoice("CN-2025-1"))
    assert (note.total, note.references, note.reason, note.is_allowance) == (
        Money(900, "USD"), ("INV-2025-1",), "PP-2025-1", True,
    )  # fmt: skip
    (row,) = note.lines
    assert (row.quantity, row.unit_price, row.total) == (6, UnitPrice(1_500_000, "USD"), Money(900, "USD"))
    assert (await core.ask(SYSTEM, CheckLedgers())) == ()


async def test_a_piece_is_claimed_once_ever_whatever_becomes_of_its_claim(core: Core) -> None:
    shop = await make_shop(core)
    await buy(core, shop, 6)
    await costs(core, shop.crate, "8")
    await look(core)
    first = await core.execute(shop.buyer, ClaimProtection(shop.crate, 2))
    approval_id = await approval_of(core, first.id)
    await core.execute(shop.maria, DecideClaim(approval_id, 0, "sold before"))
    (offer,) = await offers(core, shop.buyer)
    assert offer.most == 4
    with pytest.raises(TooManyClaimed) as refused:
        await core.execute(shop.buyer, ClaimProtection(shop.crate, 5))
    assert refused.value.fields == {"name": "Crate", "most": 4}
    await core.execute(shop.buyer, ClaimProtection(shop.crate, 4))
    # A deeper fall finds no piece that was not claimed.
    await costs(core, shop.crate, "5")
    assert await look(core) == 0
    standing = await core.execute(shop.buyer, AskProtection("price protection on crate"))
    assert (standing.offers, standing.why) == ((), WhyNot.CLAIMED)
    with pytest.raises(NothingProtected):
        await core.execute(shop.buyer, ClaimProtection(shop.crate))
    assert await count(core, ProtectionClaimRow) == 2
    assert await count(core, InvoiceRow, NOTE) == 0


async def test_two_at_once_claim_no_piece_twice(core: Core) -> None:
    shop = await make_shop(core)
    ben = await make_buyer(core, shop.dealer_id, "Ben")
    await buy(core, shop, 6)
    await costs(core, shop.crate, "8")
    await look(core)
    asked = (core.execute(who, ClaimProtection(shop.crate, 4)) for who in (shop.buyer, ben))
    ends = await asyncio.gather(*asked, return_exceptions=True)
    assert sorted(type(end).__name__ for end in ends) == ["Claim", "TooManyClaimed"]
    assert await column(core, ProtectionClaimLineRow.quantity) == [4]
    assert await count(core, ApprovalRow) == 1


async def test_a_part_is_granted_of_the_newest_purchase_first_with_a_note_for_each_invoice(
    core: Core, clock: FixedClock
) -> None:
    shop = await make_shop(core)
    await buy(core, shop, 6)
    clock.advance(timedelta(days=1))
    await buy(core, shop, 3)
    await costs(core, shop.crate, "9.335")
    await look(core)
    claim = await core.execute(shop.buyer, ClaimProtection(shop.crate, 8))
    assert [(one.line.invoice, one.quantity) for one in claim.lines] == [("INV-2025-2", 3), ("INV-2025-1", 5)]
    # 3 x 0.665 = 1.995, half up; 5 x 0.665 = 3.325, half up.
    assert claim.amount == Money(200 + 333, "USD")
    approval_id = await approval_of(core, claim.id)
    with pytest.raises(ClaimUnfit) as refused:
        await core.execute(shop.maria, DecideClaim(approval_id, 4))
    assert refused.value.fields["why"] == "reason"
    with pytest.raises(TooManyClaimed):
        await core.execute(shop.maria, DecideClaim(approval_id, 9, "more"))
    state = await core.execute(shop.maria, DecideClaim(approval_id, 4, "four were sold"))
    assert state is ApprovalState.PARTLY
    done = await core.ask(shop.buyer, ShowClaim(claim.id))
    assert [(one.granted, one.credit_note) for one in done.lines] == [(3, "CN-2025-1"), (1, "CN-2025-2")]
    assert (done.granted, done.decided_why) == (Money(200 + 67, "USD"), "four were sold")
    assert sorted(await column(core, InvoiceRow.total_minor, NOTE)) == [67, 200]
    with pytest.raises(Refused):
        await core.execute(shop.maria, DecideClaim(approval_id))
    assert await count(core, InvoiceRow, NOTE) == 2


async def test_what_came_back_or_was_credited_does_not_count(core: Core) -> None:
    shop = await make_shop(core)
    order_id = await buy(core, shop, 10)
    await bring(core, shop)
    await core.execute(shop.fiona, CreateCreditNote("INV-2025-1", "short", lines=((1, 1),)))
    started = await core.execute(shop.buyer, StartReturn(order_id))
    draft = await core.execute(shop.buyer, ChangeReturn(started.id, 1, 3, ReturnReason.REGRET))
    back = await core.execute(shop.buyer, SendReturn(draft.id, draft.version))
    await costs(core, shop.crate, "8")
    await look(core)
    (offer,) = await offers(core, shop.buyer)
    assert offer.most == 6
    claim = await core.execute(shop.buyer, ClaimProtection(shop.crate))
    # Two of those claimed are credited by hand before anybody decides.
    await core.execute(shop.fiona, CreateCreditNote("INV-2025-1", "broken", lines=((1, 2),)))
    approval_id = await approval_of(core, claim.id)
    card = await core.ask(shop.maria, ShowClaimApproval(approval_id))
    assert (card.claim.quantity, card.claim.left) == (6, 4)
    with pytest.raises(TooManyClaimed) as refused:
        await core.execute(shop.maria, DecideClaim(approval_id, 5, "five"))
    assert refused.value.fields["most"] == 4
    assert await core.execute(shop.maria, DecideClaim(approval_id)) is ApprovalState.PARTLY
    done = await core.ask(shop.buyer, ShowClaim(claim.id))
    assert (done.granted_pieces, done.granted) == (4, Money(800, "USD"))
    # The three that come back were not among them: they are credited in full.
    await core.execute(shop.maria, DecideReturn(await approval_of_return(core, back.id), Outcome.KEEP))
    assert sorted(await column(core, InvoiceRow.total_minor, NOTE)) == [800, 1_000, 2_000, 3_000]


async def test_goods_that_come_back_after_their_protection_are_credited_less_what_it_was(core: Core) -> None:
    shop = await make_shop(core)
    order_id = await buy(core, shop, 6)
    await bring(core, shop)
    await costs(core, shop.crate, "7")
    await look(core)
    claim = await core.execute(shop.buyer, ClaimProtection(shop.crate, 4))
    await core.execute(shop.maria, DecideClaim(await approval_of(core, claim.id)))
    started = await core.execute(shop.buyer, StartReturn(order_id))
    draft = await core.execute(shop.buyer, ChangeReturn(started.id, 1, 3, ReturnReason.REGRET))
    assert draft.amount == Money(2 * 1_000 + 700, "USD")
    back = await core.execute(shop.buyer, SendReturn(draft.id, draft.version))
    await core.execute(shop.maria, DecideReturn(await approval_of_return(core, back.id), Outcome.KEEP))
    await core.execute(shop.fiona, CreateCreditNote("INV-2025-1", "the rest", lines=((1, 3),)))
    assert sorted(await column(core, InvoiceRow.total_minor, NOTE)) == [1_200, 2_100, 2_700]
    assert (await account(core, shop.dealer_id))["invoiced"] == 0
    assert (await core.ask(SYSTEM, CheckLedgers())) == ()


async def test_only_what_was_invoiced_in_the_window_is_protected_and_only_for_a_time(
    core: Core, clock: FixedClock
) -> None:
    shop = await make_shop(core, days=10, open_days=3)
    await buy(core, shop, 5)
    clock.advance(timedelta(days=1))
    await buy(core, shop, 2)
    clock.advance(timedelta(days=10))
    await costs(core, shop.crate, "8")
    assert await look(core) == 1
    (offer,) = await offers(core, shop.buyer)
    assert (offer.most, offer.until) == (2, date(2025, 10, 28))
    clock.advance(timedelta(days=4))
    assert await look(core) == 0
    standing = await core.execute(shop.buyer, AskProtection("price protection for crate"))
    assert (standing.offers, standing.why, standing.most_days) == ((), WhyNot.NOT_BOUGHT, 10)
    with pytest.raises(NothingProtected):
        await core.execute(shop.buyer, ClaimProtection(shop.crate))
    assert await count(core, ProtectionClaimRow) == 0


async def test_why_there_is_nothing_is_said(core: Core, clock: FixedClock) -> None:
    shop = await make_shop(core, days=0)
    lamp = shop.house.lamp

    async def ask(text: str) -> Standing:
        return await core.execute(shop.buyer, AskProtection(text))

    await buy(core, shop, 50, lamp)
    assert (await ask("price protection")).why is WhyNot.NOT_PROTECTED
    await protect(core, shop, 30, 2)
    assert (await ask("price protection on lamp")).why is WhyNot.NOT_FALLEN
    await costs(core, lamp, "3.20")
    seen = await ask("fiyat koruması lamp")
    assert (seen.asked, seen.why) == (Asked(lamp, "Lamp", None), WhyNot.NOT_FALLEN)
    await costs(core, lamp, "2.50")
    seen = await ask("perlindungan harga untuk 20 lamp")
    assert (seen.asked, seen.why) == (Asked(lamp, "Lamp", 20), None)
    assert [(one.name, one.most, one.worth) for one in seen.offers] == [("Lamp", 50, Money(2_500, "USD"))]
    other = await make_product(core, "DESK", "Desk", cost="50")
    seen = await ask("价保 desk")
    assert (seen.asked, seen.offers, seen.why) == (Asked(other, "Desk", None), (), WhyNot.NOT_BOUGHT)
    clock.advance(timedelta(days=3))
    assert (await ask("price protection on lamp")).why is WhyNot.TOO_LATE
    assert (await ask("price protection on qwrtzp")).asked is None


async def test_a_deeper_fall_takes_the_place_of_a_smaller_one_and_a_rise_takes_nothing_away(
    core: Core, clock: FixedClock
) -> None:
    shop = await make_shop(core)
    await buy(core, shop, 4)
    await costs(core, shop.crate, "9")
    assert await look(core) == 1
    await costs(core, shop.crate, "11")
    assert await look(core) == 0
    (offer,) = await offers(core, shop.buyer)
    assert offer.worth == Money(400, "USD")
    clock.advance(timedelta(days=2))
    await costs(core, shop.crate, "8.75")
    assert await look(core) == 1
    (offer,) = await offers(core, shop.buyer)
    assert (offer.worth, offer.until) == (Money(500, "USD"), date(2025, 10, 30))
    assert await count(core, ProtectedLineRow) == 1


async def test_dated_prices_and_agreements_count_once_they_begin(core: Core, clock: FixedClock) -> None:
    shop = await make_shop(core)
    await buy(core, shop, 4)
    starts = clock.now() + timedelta(days=2)
    net = RateNow("net", price=UnitPrice.parse("9.20", "USD"))
    await core.execute(SYSTEM, SetRate(shop.dealer_id, "product", str(shop.crate), net, starts))
    assert await look(core) == 0
    clock.advance(timedelta(days=2, minutes=1))
    assert await look(core) == 1
    (offer,) = await offers(core, shop.buyer)
    assert offer.worth == Money(320, "USD")
    low = clock.now() + timedelta(hours=1)
    price = UnitPrice.parse("6", "USD")
    await core.execute(SYSTEM, SetPrice(shop.house.lamp, price, "west", low))
    assert await look(core) == 0
    with pytest.raises(NotPermitted):
        await core.execute(shop.maria, AskProtection())


async def test_who_moved_to_a_better_tier_is_compensated_for_the_fall_alone(core: Core) -> None:
    shop = await make_shop(core)
    await make_tier(core, "dear", margin=20, net_days=30)

    async def in_tier(code: str) -> None:
        await write(core, update(DealerRow).where(DealerRow.id == shop.dealer_id).values(tier=code))

    await in_tier("dear")
    await buy(core, shop, 10)  # at 12.00
    await in_tier("plain")  # 10.00 from now on, and nothing has become cheaper
    assert await offers(core, shop.buyer) == ()
    await costs(core, shop.crate, "9.50")  # 11.40 in the tier that it was bought at
    (offer,) = await offers(core, shop.buyer)
    assert offer.worth == Money(600, "USD")
    assert await column(core, ProtectedLineRow.now_micros) == [11_400_000]


async def test_a_brand_or_a_vendor_has_its_own_window(core: Core) -> None:
    shop = await make_shop(core)
    with pytest.raises(ClaimUnfit) as refused:
        await protect(core, shop, 60, scope=PolicyScope.BRAND, value="Nobody")
    assert refused.value.fields["why"] == "brand"
    with pytest.raises(ClaimUnfit) as refused:
        await protect(core, shop, 366)
    assert refused.value.fields == {"why": "days", "most": 365}
    with pytest.raises(ClaimUnfit) as refused:
        await protect(core, shop, 60, scope=PolicyScope.VENDOR, value="ACME")
    assert refused.value.fields["why"] == "vendor"
    kept = await core.ask(shop.fiona, ShowProtectionPolicy())
    assert kept == (ProtectionPolicy(PolicyScope.ALL, "", 30, 14),)
    await protect(core, shop, 0)
    assert await core.ask(shop.fiona, ShowProtectionPolicy()) == ()
    with pytest.raises(NotPermitted):
        await core.execute(shop.buyer, SetProtectionPolicy(ProtectionPolicy(PolicyScope.ALL, "", 9, 9)))


async def test_what_nobody_decides_goes_its_way_and_nobody_sees_anothers_claim(
    core: Core, clock: FixedClock
) -> None:
    shop = await make_shop(core)
    other = await make_buyer(core, await make_dealer(core, "Other"), "Zoe")
    await buy(core, shop, 4)
    await costs(core, shop.crate, "9")
    await look(core)
    assert await offers(core, other) == ()
    with pytest.raises(NothingProtected):
        await core.execute(other, ClaimProtection(shop.crate))
    claim = await core.execute(shop.buyer, ClaimProtection(shop.crate))
    with pytest.raises(NotFound):
        await core.ask(other, ShowClaim(claim.id))
    clock.advance(timedelta(days=2))
    assert await core.execute(SYSTEM, CloseClaims()) == 1
    assert await column(core, ApprovalRow.state) == ["open"]
    assert await count(core, JournalRow, JournalRow.name == "approval_escalated") == 1
    assert await count(core, InvoiceLineRow, InvoiceLineRow.invoice_id.is_(None)) == 0
