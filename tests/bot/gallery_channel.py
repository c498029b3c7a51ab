"""Screens of the channel, drawn from sample values: tiers, bands, levels of dealers, broadcasts, notices."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time
from functools import partial
from typing import Any

from bot.dealer.network.screens import network_screen, own_price_screen, own_prices_screen
from bot.dealer.notices.screens import notices_screen
from bot.dealer.rebates.screens import rebates_screen
from bot.notices.channel import (
    announced_screen,
    declined_screen,
    moved_screen,
    rebate_settled_screen,
    rebate_stated_screen,
    stays_screen,
)
from bot.notices.screens import digest_screen
from bot.notices.sends import send_job
from bot.office.broadcasts.screens import (
    broadcast_preview,
    broadcast_screen,
    broadcasts_screen,
    message_screen,
)
from bot.office.rebates.screens import (
    book_screen,
    change_preview,
    settled_screen,
    settlement_preview,
)
from bot.office.screens import preview_screen
from bot.office.tiers.screens import (
    band_preview,
    bands_screen,
    move_screen,
    moves_screen,
    review_screen,
    tiers_screen,
)
from bot.screen import Button, Screen
from bot.staff.approvals.tier_screens import tier_reasons_screen, tier_screen
from core.approvals.types import ApprovalState, SubjectKind
from core.channel.rebate_types import (
    NextStep,
    RebateBasis,
    RebatePeriod,
    RebateProgramme,
    RebateStanding,
    RebateStatement,
    RebateStep,
    RebateTerms,
    RebateView,
    Settlement,
    Span,
)
from core.channel.types import (
    Audience,
    Broadcast,
    BroadcastPreview,
    BroadcastState,
    Delivery,
    MoveKind,
    MoveState,
    NoticeChoice,
    NoticeKind,
    NoticeWay,
    Outcome,
    QuietHours,
    SubDealer,
    TierMove,
    TierPreview,
    TierStep,
    TierVerdict,
)
from core.channel.use_cases.decide_tier_move import TierMoveCard
from core.channel.use_cases.set_rebate import RebateBook, RebateChange
from core.channel.use_cases.set_tier_rules import TierRules
from core.dealers.types import Recipient
from core.i18n.phrases import Say
from core.kernel.actor import STAFF_ROLES
from core.kernel.ids import DealerId, PersonId, ProductId
from core.kernel.money import Money, UnitPrice
from core.pricing.resale_types import BandChange, BandView, OwnPrice
from tests.bot import samples as s
from tests.bot.office.gallery import proposal

Draw = Callable[[Say], Screen]
AT = datetime(2025, 10, 14, 9, 0, tzinfo=UTC)
LONG = s.NASTY[0] * 20
NAMES = {"gold": s.NASTY[0], "silver": "Silver"}


def channel_samples() -> Iterator[tuple[str, Draw]]:
    """Name of the sample and the screen it makes in a voice."""
    yield from _tiers()
    yield from _network()
    yield from _broadcasts()
    yield from _notices()
    yield from _rebates()


def _draw(screen: Callable[..., Screen], *values: Any, **more: Any) -> Draw:
    return lambda say: screen(*values, say, **more)


def _previewed(text: Callable[..., str], *values: Any) -> Draw:
    return lambda say: preview_screen(proposal(), text(*values, say), say)


def _tiers() -> Iterator[tuple[str, Draw]]:
    steps = tuple(
        TierStep(f"t{at}", LONG[:60], "USD", 800, None if at % 3 == 2 else s.usd("200000.00"))
        for at in range(8)
    )
    yield "rules of tiers", _draw(tiers_screen, TierRules(steps, 60))
    for count in (0, 1, 200):
        moves = tuple(
            TierVerdict(
                DealerId(s.uid(at)), LONG, Outcome.UP if at % 2 else Outcome.DOWN, "gold", "silver",
                s.usd("50000.00"), s.usd("1.00"), s.usd("-20.00"),
            )
            for at in range(count)
        )  # fmt: skip
        others = dict.fromkeys(set(Outcome) - {Outcome.UP, Outcome.DOWN}, 3)
        effects = (s.usd("-2000.00"), Money(1, "EUR"))
        yield f"review with {count}", _draw(review_screen, TierPreview(moves, others, effects), NAMES)
    for state in MoveState:
        move = _move(state)
        yield f"move {state}", _draw(move_screen, replace(move, asked=(LONG,) * 9, until=AT), NAMES)
        yield f"move {state} told", _draw(move_screen, replace(move, ended_by=None, asked=("A",)), NAMES)
    yield from _tier_requests()
    yield "no moves", _draw(moves_screen, (), NAMES)
    many = tuple(_move(list(MoveState)[at % 4]) for at in range(20))
    yield "moves", _draw(moves_screen, many, NAMES)
    bands = (BandView("all", "", 1000, 1000), *[BandView("brand", LONG, 500, 0)] * 40)
    yield "bands", _draw(bands_screen, bands)
    yield "no bands", _draw(bands_screen, ())
    for before, after in ((None, (500, 800)), ((500, 800), None)):
        yield f"band to {after}", _previewed(band_preview, BandChange("category", LONG, before, after))


def _tier_requests() -> Iterator[tuple[str, Draw]]:
    for state in ApprovalState:
        approval = replace(s.approval_card(state).approval, kind=SubjectKind.TIER_MOVE, decision_reason=LONG)
        card = TierMoveCard(
            approval, _move(MoveState.WAITING), True, LONG, s.usd("-20.00"),
            {PersonId(s.uid(at)): LONG for at in range(9)}, NAMES,
        )  # fmt: skip
        yield f"tier asked for {state}", _draw(tier_screen, card, notice="⚠️ !")
    bare = replace(card, asked_by=None, effect=None, may_decide=False, names={}, tiers={})
    yield "tier asked for, bare", _draw(tier_screen, bare)
    yield "why not this tier", _draw(tier_reasons_screen, card)


def _move(state: MoveState) -> TierMove:
    return TierMove(
        s.uid(1), DealerId(s.uid(2)), LONG, MoveKind.MANUAL, state, "gold", "silver", s.usd("1.00"), None,
        LONG, AT, PersonId(s.uid(3)), None, s.NASTY[1], None,
    )  # fmt: skip


def _network() -> Iterator[tuple[str, Draw]]:
    for count in (0, 1, 120):
        below = tuple(SubDealer(LONG, 1 + at % 3, at, (s.usd("10.00"),) * (at % 3)) for at in range(count))
        yield f"{count} dealers below", _draw(network_screen, below)
    price, low, high = UnitPrice(850_000, "USD"), UnitPrice(720_000, "USD"), UnitPrice(880_000, "USD")
    own = OwnPrice(ProductId(s.uid(1)), "COKE330", LONG, price, UnitPrice(800_000, "USD"), low, high)
    held = replace(own, price=UnitPrice(990_000, "USD"))
    for count in (0, 1, 90):
        yield f"{count} own prices", _draw(own_prices_screen, (own, held)[:count] + (held,) * (count - 2))
    yield "own price", _draw(own_price_screen, own, is_set=True)
    bare = replace(own, price=None, guide=None, low=None, high=None)
    yield "no own price", _draw(own_price_screen, bare)


def _broadcasts() -> Iterator[tuple[str, Draw]]:
    texts = {"": "<b>&" * 700, "tr": LONG * 10, "zh_CN": "你好"}
    audience = Audience(("gold", "silver"), ("west",), ("tr",), LONG[:100], True, 30, STAFF_ROLES)
    found = BroadcastPreview(812, 3, {"en": 700, "tr": 112}, (LONG,) * 5)
    for one, due in ((audience, AT), (Audience(), None)):
        yield f"broadcast at {due}", _previewed(broadcast_preview, NoticeKind.NEWS, texts, one, due, found)
    counts = dict.fromkeys(Delivery, 100)
    for state in BroadcastState:
        broadcast = Broadcast(
            s.uid(1),
            NoticeKind.PROMOTIONS,
            texts,
            audience,
            state,
            PersonId(s.uid(2)),
            LONG,
            AT,
            AT,
            None,
            counts,
        )
        for asked in (False, True):
            yield f"broadcast {state}, {asked}", _draw(broadcast_screen, broadcast, is_asked=asked)
        yield (
            f"list of {state}",
            _draw(broadcasts_screen, [replace(broadcast, id=s.uid(n)) for n in range(10)]),
        )
        yield f"empty {state}", _draw(broadcast_screen, replace(broadcast, counts={}, audience=Audience()))
    yield "no broadcasts", _draw(broadcasts_screen, ())
    yield "message", _draw(message_screen, NoticeKind.NEWS, "<b>&" * 600)
    yield "switches", _draw(notices_screen, NoticeChoice({NoticeKind.NEWS: NoticeWay.OFF}, None, "UTC"))
    hours = QuietHours(time(22, 30), time(7))
    daily = dict.fromkeys(NoticeKind, NoticeWay.DAILY)
    yield "quiet", _draw(notices_screen, NoticeChoice(daily, hours, "UTC", time(8, 5)))
    reader = Recipient(PersonId(s.uid(1)), 1, "en", "Ada", "UTC")
    text = "<b>&amp;</b>\n" * 200
    kept = [send_job(f"{n}", reader, Screen(text, ((Button("Show", f"x{n}"),),))) for n in range(30)]
    yield "digest", _draw(digest_screen, kept)


def _notices() -> Iterator[tuple[str, Draw]]:
    event = {
        "before": "gold", "after": "silver", "tier": "gold", "turnover": 1_000, "missing": 5,
        "currency": "USD", "effective_at": AT.isoformat(), "is_up": True,
    }  # fmt: skip
    for dealer in (None, LONG):
        for is_up in (True, False):
            moved = {**event, "is_up": is_up}
            yield f"moved {is_up} {dealer is None}", partial(moved_screen, moved, NAMES, dealer)
        yield f"announced {dealer is None}", partial(announced_screen, event, NAMES, dealer)
        yield f"stays {dealer is None}", partial(stays_screen, event, NAMES, dealer)
    for reason in (None, "too_early", LONG):
        declined = {**event, "dealer_name": LONG, "reason": reason}
        yield f"tier declined for {reason}", partial(declined_screen, declined, NAMES)


def _rebates() -> Iterator[tuple[str, Draw]]:
    span = Span(date(2025, 10, 1), date(2026, 1, 1))
    steps = tuple(RebateStep(at * 10**11, 300 + at) for at in range(1, 6))
    everybody = RebateTerms("USD", RebatePeriod.QUARTER, RebateBasis.WHOLE, steps)
    named = RebateTerms(
        "USD", RebatePeriod.YEAR, RebateBasis.ABOVE, steps, (LONG[:20],) * 9, (DealerId(s.uid(1)),) * 9,
        (("brand", LONG),) * 9,
    )  # fmt: skip
    ahead = NextStep(s.usd("10000000.00"), 500, s.usd("0.01"), s.usd("260000.00"))
    money = s.usd("8000000.00")
    stated = tuple(
        RebateStatement(
            s.uid(at),
            s.uid(2),
            "V" * 40,
            DealerId(s.uid(3)),
            LONG,
            span,
            money,
            300,
            money,
            AT,
            settled,
            AT,
            notes,
        )
        for at, (settled, notes) in enumerate(((None, ()), (money, ("CN-2026-1",) * 9), (s.usd("0.00"), ())))
    )
    views = tuple(
        RebateView(
            RebateProgramme(s.uid(at), "V" * 40, terms, span.starts_on, ends_on),
            RebateStanding(span, money, 300, money, step, at),
            stated,
        )
        for at, (terms, ends_on, step) in enumerate(
            ((everybody, None, ahead), (named, span.ends_on, None)) * 4
        )
    )
    for count in (0, 1, 8):
        yield f"{count} rebates", _draw(rebates_screen, views[:count])
        yield f"{count} rebates of a dealer", _draw(rebates_screen, views[:count], dealer=LONG)
    names = {DealerId(s.uid(1)): LONG}
    programmes = tuple(view.programme for view in views)
    yield "book of rebates", _draw(book_screen, RebateBook(programmes, stated * 9, span.starts_on), names)
    yield "empty book", _draw(book_screen, RebateBook((), (), span.starts_on), {})
    for before in (None, programmes[0]):
        for after in (None, named):
            change = RebateChange("VOLUME", before, after, span.ends_on)
            yield f"rebate {before is None} {after is None}", _previewed(change_preview, change, names)
    planned = tuple(Settlement(one, money, s.usd("1.00"), (("INV-2025-1", money),) * 3) for one in stated)
    yield "settlement", _previewed(settlement_preview, planned)
    yield "settled", _draw(settled_screen, stated)
    event = {
        "programme": "VOLUME", "ends_on": "2026-01-01", "bought": 10**9, "basis_points": 300,
        "currency": "USD", "credit_notes": ["CN-2026-1"] * 9,
    }  # fmt: skip
    for earned in (0, 10**7):
        for dealer in (None, LONG):
            told = {**event, "earned": earned}
            yield f"stated {earned} {dealer is None}", partial(rebate_stated_screen, told, {}, dealer)
    yield "rebate settled", partial(rebate_settled_screen, {**event, "earned": 10**7})
    yield "nothing settled", partial(rebate_settled_screen, {**event, "earned": 0, "credit_notes": []})
