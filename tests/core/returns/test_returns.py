"""Goods go back: asked for, decided, received, and credited to the cent."""

from datetime import timedelta

import pytest

from core.approvals.types import ApprovalState
from core.billing.errors import CreditTooLarge, NotOnInvoice
from core.billing.tables import InvoiceRow
from core.billing.use_cases.check_ledgers import CheckLedgers
from core.billing.use_cases.create_credit_note import CreateCreditNote
from core.billing.use_cases.show_documents import ShowInvoice
from core.infra.door import Core
from core.infra.journal import JournalRow
from core.kernel.actor import SYSTEM
from core.kernel.clock import FixedClock
from core.kernel.errors import NotFound, NotPermitted, Outdated, Refused
from core.kernel.money import Money
from core.orders.tables import OrderRow
from core.orders.use_cases.show_orders import ShowOrder
from core.returns.errors import NothingToReturn, PhotoUnfit, ReturnElsewhere, ReturnUnfit, TooManyReturned
from core.returns.tables import ReturnLineRow, ReturnPhotoRow, ReturnRow
from core.returns.types import Outcome, ReturnReason, ReturnState
from core.returns.use_cases.decide_return import DecideReturn, ShowReturnApproval, ShowReturnPhotos
from core.returns.use_cases.receive_return import Came, ListExpectedReturns, ReceiveReturn
from core.returns.use_cases.request_return import (
    AddReturnPhoto,
    ChangeReturn,
    DropReturn,
    ListReturns,
    SendReturn,
    StartReturn,
)
from core.returns.use_cases.set_return_policy import SetReturnFee, SetReturnPolicy, ShowReturnPolicy
from tests.core.deliveries.house import level, order, states
from tests.core.returns.house import JPEG, approval_of, ask, draft, make_back
from tests.make import account, column, count, make_buyer, make_dealer


async def test_broken_goods_are_asked_for_fetched_received_and_credited(core: Core) -> None:
    back = await make_back(core)
    sent = await ask(core, back, 2)
    assert (sent.number, sent.state, sent.amount, sent.photos) == (
        "RMA-2025-1",
        ReturnState.ASKED,
        Money(2_000, "USD"),
        1,
    )
    approval_id = await approval_of(core, sent.id)
    card = await core.ask(back.maria, ShowReturnApproval(approval_id))
    assert (card.may_decide, card.asked.number) == (True, "RMA-2025-1")
    (photo,) = await core.ask(back.maria, ShowReturnPhotos(approval_id))
    assert (photo.media_type, photo.content) == ("image/jpeg", JPEG)
    owed = (await account(core, back.house.dealer_id))["invoiced"]
    assert await core.execute(back.maria, DecideReturn(approval_id, Outcome.FETCH)) is ApprovalState.APPROVED
    assert (await account(core, back.house.dealer_id))["invoiced"] == owed
    (expected,) = await core.ask(back.kim, ListExpectedReturns())
    shelf = await level(core, back.house.crate, back.house.la)
    done = await core.execute(back.kim, ReceiveReturn(expected.id, (Came(1, good=1, damaged=1),)))
    assert (done.state, done.credit_note) == (ReturnState.DONE, "CN-2025-1")
    assert (await account(core, back.house.dealer_id))["invoiced"] == owed - 2_000
    assert await level(core, back.house.crate, back.house.la) == {
        "on_hand": shelf["on_hand"] + 1,
        "damaged": 1,
    }
    seen = await core.ask(back.house.buyer, ShowOrder(back.order_id))
    assert [(step.state, step.reason) for step in seen.steps][-1] == ("part_returned", "RMA-2025-1")
    assert await states(core) == {"1": "delivered"}
    with pytest.raises(ReturnElsewhere):
        await core.execute(back.kim, ReceiveReturn(expected.id, (Came(1, good=2),)))
    assert await count(core, InvoiceRow, InvoiceRow.kind == "credit_note") == 1


async def test_goods_that_stay_with_the_dealer_are_credited_at_the_decision(core: Core) -> None:
    back = await make_back(core)
    sent = await ask(core, back, 6)
    shelf = await level(core, back.house.crate, back.house.la)
    await core.execute(back.maria, DecideReturn(await approval_of(core, sent.id), Outcome.KEEP))
    (seen,) = await core.ask(back.house.buyer, ListReturns())
    assert (seen.state, seen.credit_note) == (ReturnState.DONE, "CN-2025-1")
    assert await column(core, InvoiceRow.total_minor, InvoiceRow.kind == "credit_note") == [6_000]
    assert await level(core, back.house.crate, back.house.la) == shelf
    started = await core.execute(back.house.buyer, StartReturn(back.order_id))
    with pytest.raises(TooManyReturned) as refused:
        await core.execute(back.house.buyer, ChangeReturn(started.id, 2, 3))
    assert refused.value.fields["most"] == 2


async def test_an_order_of_which_everything_is_back_is_returned(core: Core) -> None:
    back = await make_back(core)
    await core.execute(back.fiona, SetReturnPolicy(30, Money(100_000, "USD")))
    first = await draft(core, back, 6)
    await core.execute(back.house.buyer, ChangeReturn(first.id, 2, 2))
    sent = await core.execute(back.house.buyer, SendReturn(first.id, first.version + 2))
    assert (sent.state, sent.outcome) == (ReturnState.DONE, Outcome.KEEP)
    assert await states(core) == {"1": "returned"}
    with pytest.raises(NothingToReturn) as refused:
        await core.execute(back.house.buyer, StartReturn(back.order_id))
    assert refused.value.fields["why"] == "all_returned"


async def test_a_small_claim_passes_at_once_and_many_small_ones_do_not(core: Core) -> None:
    back = await make_back(core)
    before = await core.execute(back.fiona, SetReturnPolicy(30, Money(1_500, "USD")))
    assert (before.days, before.at_once) == (30, Money(0, "USD"))
    assert (await core.ask(back.fiona, ShowReturnPolicy("USD"))).at_once == Money(1_500, "USD")
    unproven = await ask(core, back, 1, photo=False)
    assert unproven.state is ReturnState.ASKED
    await core.execute(back.maria, DecideReturn(await approval_of(core, unproven.id), None, "no photo"))
    proven = await ask(core, back, 1)
    assert (proven.state, proven.credit_note) == (ReturnState.DONE, "CN-2025-1")
    assert (await ask(core, back, 1)).state is ReturnState.ASKED


async def test_wrong_goods_that_pass_at_once_are_fetched_before_they_are_credited(core: Core) -> None:
    back = await make_back(core)
    await core.execute(back.fiona, SetReturnPolicy(30, Money(5_000, "USD")))
    seen = await draft(core, back, 2, ReturnReason.WRONG_ITEM, photo=False)
    sent = await core.execute(back.house.buyer, SendReturn(seen.id, seen.version))
    assert (sent.state, sent.outcome, sent.credit_note) == (ReturnState.EXPECTED, Outcome.FETCH, None)
    await core.execute(back.kim, ReceiveReturn(sent.id, ()))
    (none_came,) = await core.ask(back.house.buyer, ListReturns())
    assert (none_came.state, none_came.credit_note) == (ReturnState.DONE, None)
    assert await count(core, InvoiceRow, InvoiceRow.kind == "credit_note") == 0
    again = await core.execute(back.house.buyer, StartReturn(back.order_id))
    assert again.lines[0].left == 6


async def test_the_same_pieces_never_come_back_twice(core: Core) -> None:
    back = await make_back(core)
    ada = back.house.buyer
    ben = await make_buyer(core, back.house.dealer_id, "Ben")
    hers = await draft(core, back, 4)
    his = await core.execute(ben, StartReturn(back.order_id))
    his = await core.execute(ben, ChangeReturn(his.id, 1, 3, ReturnReason.DAMAGED))
    await core.execute(ada, SendReturn(hers.id, hers.version + 1))
    with pytest.raises(TooManyReturned) as refused:
        await core.execute(ben, SendReturn(his.id, his.version))
    assert refused.value.fields == {"name": "Crate", "most": 2}
    with pytest.raises(ReturnElsewhere):
        await core.execute(ada, SendReturn(hers.id, hers.version + 1))
    assert await count(core, ReturnRow, ReturnRow.state == ReturnState.ASKED) == 1


async def test_what_finance_has_credited_is_not_paid_for_again(core: Core) -> None:
    back = await make_back(core)
    await core.execute(back.fiona, CreateCreditNote("INV-2025-1", "a gift", lines=((1, 5),)))
    seen = await draft(core, back, 1)
    assert (seen.lines[0].left, seen.amount) == (1, Money(1_000, "USD"))
    sent = await core.execute(back.house.buyer, SendReturn(seen.id, seen.version + 1))
    await core.execute(back.fiona, CreateCreditNote("INV-2025-1", "all", lines=((1, 1),)))
    with pytest.raises((NotOnInvoice, CreditTooLarge)):
        await core.execute(back.maria, DecideReturn(await approval_of(core, sent.id), Outcome.KEEP))
    assert await column(core, ReturnRow.state, ReturnRow.id == sent.id) == ["asked"]


async def test_what_cannot_come_back_is_said_and_nothing_is_kept(core: Core) -> None:
    back = await make_back(core, is_invoiced=False)
    young = await order(core, back.house, (back.house.crate, 1))
    for order_id, why in ((back.order_id, "not_invoiced"), (young.order_id, "not_delivered")):
        with pytest.raises(NothingToReturn) as refused:
            await core.execute(back.house.buyer, StartReturn(order_id))
        assert refused.value.fields["why"] == why
    stranger = await make_buyer(core, await make_dealer(core, "Other"), "Zoe")
    with pytest.raises(NotFound):
        await core.execute(stranger, StartReturn(back.order_id))
    assert await count(core, ReturnRow) == 0


async def test_goods_are_too_late_when_the_policys_days_are_over(core: Core, clock: FixedClock) -> None:
    back = await make_back(core)
    await core.execute(back.fiona, SetReturnPolicy(0, Money(0, "USD")))
    seen = await draft(core, back, 1)
    clock.advance(timedelta(days=1))
    with pytest.raises(NothingToReturn) as refused:
        await core.execute(back.house.buyer, SendReturn(seen.id, seen.version + 1))
    assert (refused.value.fields["why"], refused.value.fields["days"]) == ("too_late", 0)


async def test_a_draft_is_one_a_person_and_goes_with_all_that_is_its(core: Core) -> None:
    back = await make_back(core)
    ada = back.house.buyer
    first = await draft(core, back, 2)
    second = await draft(core, back, 1)
    assert await column(core, ReturnRow.id) == [second.id]
    with pytest.raises(NotFound):
        await core.execute(ada, DropReturn(first.id))
    with pytest.raises(Outdated):
        await core.execute(ada, SendReturn(second.id, second.version))
    await core.execute(ada, DropReturn(second.id))
    assert [await count(core, one) for one in (ReturnRow, ReturnLineRow, ReturnPhotoRow)] == [0, 0, 0]


async def test_a_request_says_what_and_why_before_it_is_sent(core: Core) -> None:
    back = await make_back(core)
    ada = back.house.buyer
    started = await core.execute(ada, StartReturn(back.order_id))
    with pytest.raises(ReturnUnfit) as refused:
        await core.execute(ada, SendReturn(started.id, started.version))
    assert refused.value.fields["why"] == "nothing"
    chosen = await core.execute(ada, ChangeReturn(started.id, 1, 1))
    with pytest.raises(ReturnUnfit) as refused:
        await core.execute(ada, SendReturn(chosen.id, chosen.version))
    assert refused.value.fields["why"] == "reason"


async def test_only_pictures_of_a_fair_size_and_number_are_kept_and_none_in_the_journal(core: Core) -> None:
    back = await make_back(core)
    ada = back.house.buyer
    seen = await draft(core, back, 1, photo=False)
    for content, why in ((b"%PDF-1.7", "type"), (JPEG + bytes(5 * 1024 * 1024), "size")):
        with pytest.raises(PhotoUnfit) as refused:
            await core.execute(ada, AddReturnPhoto(seen.id, content))
        assert refused.value.fields["why"] == why
    for kept in range(1, 6):
        assert await core.execute(ada, AddReturnPhoto(seen.id, JPEG)) == kept
    with pytest.raises(PhotoUnfit):
        await core.execute(ada, AddReturnPhoto(seen.id, JPEG))
    assert await count(core, ReturnPhotoRow) == 5
    await core.execute(ada, SendReturn(seen.id, seen.version + 5))
    assert not [one for one in await column(core, JournalRow.payload) if "broken" in str(one)]


async def test_who_may_not_decide_or_receive_changes_nothing(core: Core) -> None:
    back = await make_back(core)
    sent = await ask(core, back, 2)
    approval_id = await approval_of(core, sent.id)
    before = await column(core, OrderRow.version)
    refused: list[Refused] = []
    for who, act in (
        (back.house.buyer, DecideReturn(approval_id, Outcome.KEEP)),
        (back.kim, DecideReturn(approval_id, Outcome.KEEP)),
        (back.maria, ReceiveReturn(sent.id, (Came(1, good=2),))),
    ):
        with pytest.raises(NotPermitted) as one:
            await core.execute(who, act)
        refused.append(one.value)
    with pytest.raises(ReturnElsewhere):
        await core.execute(back.kim, ReceiveReturn(sent.id, (Came(1, good=2),)))
    await core.execute(back.maria, DecideReturn(approval_id, Outcome.FETCH))
    with pytest.raises(TooManyReturned):
        await core.execute(back.kim, ReceiveReturn(sent.id, (Came(1, good=2, damaged=1),)))
    assert (len(refused), await column(core, OrderRow.version)) == (3, before)
    assert await count(core, InvoiceRow, InvoiceRow.kind == "credit_note") == 0


async def test_who_regrets_pays_the_way_back_as_it_was_shown_and_who_got_it_broken_does_not(
    core: Core,
) -> None:
    back = await make_back(core)
    buyer = back.house.buyer
    for reason, fee in ((ReturnReason.REGRET, 1_500), (ReturnReason.OTHER, 99_900)):
        await core.execute(back.fiona, SetReturnFee(reason, Money(fee, "USD")))
    assert (await core.ask(back.fiona, ShowReturnPolicy("USD"))).fees == {
        ReturnReason.REGRET: Money(1_500, "USD"),
        ReturnReason.OTHER: Money(99_900, "USD"),
    }
    assert (await draft(core, back, 2)).fee is None
    regretted = await draft(core, back, 4, ReturnReason.REGRET, photo=False)
    assert (regretted.amount, regretted.fee) == (Money(4_000, "USD"), Money(1_500, "USD"))
    # What he has seen is what he pays, whatever is set meanwhile.
    before = await core.execute(back.fiona, SetReturnFee(ReturnReason.REGRET, Money(9_900, "USD")))
    assert before == Money(1_500, "USD")
    sent = await core.execute(buyer, SendReturn(regretted.id, regretted.version))
    await core.execute(back.maria, DecideReturn(await approval_of(core, sent.id), Outcome.FETCH))
    owed = (await account(core, back.house.dealer_id))["invoiced"]
    done = await core.execute(back.kim, ReceiveReturn(sent.id, (Came(1, good=4),)))
    assert done.credit_note == "CN-2025-1"
    assert (await account(core, back.house.dealer_id))["invoiced"] == owed - 2_500
    note = await core.ask(back.fiona, ShowInvoice(number="CN-2025-1"))
    assert [(line.sku, line.quantity, line.total.minor) for line in note.lines] == [
        ("CRATE", 4, 4_000),
        ("", -1, -1_500),
    ]
    assert note.total == Money(2_500, "USD")
    # The pieces are credited: they cannot come back once more.
    again = await core.execute(buyer, StartReturn(back.order_id))
    assert {line.sku: line.left for line in again.lines} == {"CRATE": 2, "LAMP": 2}
    assert await core.ask(SYSTEM, CheckLedgers()) == ()


async def test_a_way_back_that_costs_more_than_the_goods_leaves_nothing_and_what_is_kept_costs_none(
    core: Core,
) -> None:
    back = await make_back(core)
    await core.execute(back.fiona, SetReturnFee(ReturnReason.REGRET, Money(1_000, "USD")))
    owed = (await account(core, back.house.dealer_id))["invoiced"]
    for outcome in (Outcome.FETCH, Outcome.KEEP):
        seen = await draft(core, back, 1, ReturnReason.REGRET, photo=False)
        sent = await core.execute(back.house.buyer, SendReturn(seen.id, seen.version))
        await core.execute(back.maria, DecideReturn(await approval_of(core, sent.id), outcome))
        if outcome is Outcome.FETCH:
            done = await core.execute(back.kim, ReceiveReturn(sent.id, (Came(1, good=1),)))
            assert (done.state, done.credit_note) == (ReturnState.DONE, None)
            assert (await account(core, back.house.dealer_id))["invoiced"] == owed
    assert (await account(core, back.house.dealer_id))["invoiced"] == owed - 1_000
    ended = {one.outcome: one for one in await core.ask(back.house.buyer, ListReturns())}
    kept = ended[Outcome.KEEP]
    assert (kept.fee, kept.credit_note) == (None, "CN-2025-1")
    assert ended[Outcome.FETCH].fee == Money(1_000, "USD")
    with pytest.raises(ReturnUnfit):
        await core.execute(back.fiona, SetReturnFee(ReturnReason.REGRET, Money(-1, "USD")))
    with pytest.raises(NotPermitted):
        await core.execute(back.house.buyer, SetReturnFee(ReturnReason.REGRET, Money(0, "USD")))
    await core.execute(back.fiona, SetReturnFee(ReturnReason.REGRET, Money(0, "USD")))
    assert (await draft(core, back, 1, ReturnReason.REGRET, photo=False)).fee is None
