"""Screens of price protection."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from bot.dealer.protection.screens import (
    claim_screen,
    decide_screen,
    how_many_screen,
    offer_screen,
    offers_screen,
    standing_screen,
)
from bot.office.areas.protection import policies_screen
from bot.screen import Screen
from core.approvals.types import TIME_OVER, ApprovalState, SubjectKind
from core.i18n.phrases import Say
from core.kernel.ids import DealerId, PersonId, ProductId
from core.kernel.money import Money, UnitPrice
from core.protection.types import (
    Asked,
    Claim,
    ClaimLine,
    ClaimState,
    Offer,
    PolicyScope,
    ProtectedLine,
    ProtectionPolicy,
    Standing,
    WhyNot,
)
from core.protection.use_cases.decide_claim import ClaimCard
from tests.bot import samples as s

Sample = tuple[str, Callable[[Say], Screen]]


def purchases(count: int) -> tuple[ProtectedLine, ...]:
    """So many lines of invoices, each with a fall of two and a half cents."""
    return tuple(
        ProtectedLine(
            s.uid(at), f"INV-2025-{at}", 1, date(2025, 10, 14), 999, UnitPrice(1_040_000_000, "USD"),
            UnitPrice(1_039_975_000, "USD"), UnitPrice(25_000, "USD"), date(2025, 10, 28), 800, False,
        )
        for at in range(1, count + 1)
    )  # fmt: skip


def offer(count: int = 2, at: int = 1) -> Offer:
    name = s.NASTY[at % len(s.NASTY)]
    return Offer(ProductId(s.uid(at)), "SKU", name, "piece", purchases(count), Money(123_456, "USD"))


def claim(state: ClaimState, count: int = 2, **more: Any) -> Claim:
    lines = tuple(ClaimLine(line, 12) for line in purchases(count))
    one = Claim(
        s.uid(71), "PP-2025-3", DealerId(s.uid(6)), s.NASTY[0], PersonId(s.uid(7)), ProductId(s.uid(1)),
        "SKU", s.NASTY[1], "piece", state, Money(123_456, "USD"), lines, s.AT,
    )  # fmt: skip
    return replace(one, **more)


def granted(pieces: int) -> tuple[ClaimLine, ...]:
    return tuple(ClaimLine(line, 12, pieces, f"CN-2025-{at}") for at, line in enumerate(purchases(6), 1))


def protection_samples() -> Iterator[Sample]:
    yield "protection offer", partial(offer_screen, offer())
    yield (
        "protection offer of a piece",
        partial(offer_screen, replace(offer(), lines=tuple(replace(one, left=1) for one in purchases(1)))),
    )
    yield "protection offer, many purchases", partial(offer_screen, offer(40), pieces=7)
    yield "protection pieces", partial(how_many_screen, offer())
    many = tuple(offer(1, at) for at in range(30))
    yield "protection offers", partial(offers_screen, many)
    ends = {
        "asked": claim(ClaimState.ASKED),
        "of many purchases": claim(ClaimState.ASKED, 40),
        "granted": claim(ClaimState.GRANTED, lines=granted(12), granted=Money(123_456, "USD")),
        "granted in part": claim(
            ClaimState.GRANTED, lines=granted(3), granted=Money(1_234, "USD"), decided_why=s.NASTY[0]
        ),
        "declined": claim(ClaimState.DECLINED, decided_why=s.NASTY[0], granted=Money(0, "USD")),
        "declined by the clock": claim(ClaimState.DECLINED, decided_why=TIME_OVER, granted=Money(0, "USD")),
    }
    gone = tuple(ClaimLine(replace(line, left=5), 12) for line in purchases(2))
    for name, one in {**ends, "of what came back": claim(ClaimState.ASKED, lines=gone)}.items():
        yield f"protection claim {name}", partial(claim_screen, one)
        for state in ApprovalState:
            approval = replace(s.approval_card(state).approval, kind=SubjectKind.PROTECTION)
            card = ClaimCard(approval, one, True, {})
            yield f"protection to decide {name} {state}", partial(decide_screen, card, notice="⚠️")
    claims = tuple(ends.values())
    asked = Asked(ProductId(s.uid(1)), s.NASTY[0], 3)
    yield "protection, one offer", partial(standing_screen, Standing((offer(),), claims, asked))
    yield "protection, offers and claims", partial(standing_screen, Standing(many, claims))
    yield "protection, all gone", partial(standing_screen, Standing((), ()))
    for why in WhyNot:
        yield f"no protection, {why}", partial(standing_screen, Standing((), claims, None, why, 30))
        yield f"no protection of it, {why}", partial(standing_screen, Standing((), (), asked, why, 30))
    policies = tuple(
        ProtectionPolicy(scope, s.NASTY[0], days, 14) for scope in PolicyScope for days in (0, 1, 30)
    )
    yield "protection policies", partial(policies_screen, policies)
    yield "no protection policies", partial(policies_screen, ())
