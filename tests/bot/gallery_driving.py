"""Screens of drivers, proofs and money of the door, drawn from sample values."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from bot.dealer.proofs.screens import failed_screen, next_stop_screen, proof_screen, why_screen
from bot.driver.screens import drive_screen
from bot.office.doors.evidence_screens import loss_screen, rules_screen
from bot.office.doors.screens import (
    bag_differs_screen,
    bag_screen,
    causes_screen,
    corrected_screen,
    correction_text,
    door_money_screen,
    failed_here_screen,
    load_lacking_screen,
    look_screen,
    lost_act_screen,
    proof_policy_screen,
)
from bot.screen import Screen
from core.driving.money_types import MoneyChange, TakenMoney
from core.driving.session_types import DriverSession, SignInLink
from core.driving.types import (
    REASONS,
    CauseCount,
    DoorMoneyKind,
    DoorMoneyState,
    EvidenceRule,
    Flag,
    Need,
    PhoneLoss,
    Proof,
    ProofLine,
    ProofPolicy,
    ProofState,
    WaitingProof,
)
from core.i18n.phrases import Say
from core.kernel.ids import DealerId, PersonId
from core.kernel.money import Money
from tests.bot import samples as s

Sample = tuple[str, Callable[[Say], Screen]]
_LINK = SignInLink("tok_en-1", "012345", s.AT)


def proof(count: int = 3, **more: Any) -> Proof:
    lines = tuple(
        ProofLine("SKU", s.NASTY[at % len(s.NASTY)], "piece", "B2B-2025-1", 7, at, 1, 2, "other")
        for at in range(count)
    )
    one = Proof(
        s.uid(1), DealerId(s.uid(2)), s.NASTY[0], s.NASTY[1], PersonId(s.uid(3)), s.NASTY[2],
        ("B2B-2025-7891",), ("SH-2025-1",), s.NASTY[0], s.NASTY[1], s.AT, s.AT, lines, (), (), None, None,
        12, tuple(Flag), True, Money(12_345, "USD"), DoorMoneyKind.CHEQUE, ProofState.WHOLE, "0" * 64, None,
    )  # fmt: skip
    return replace(one, **more)


def taken(state: DoorMoneyState = DoorMoneyState.TAKEN, at: int = 1) -> TakenMoney:
    amount = Money(12_345, "USD")
    kind = DoorMoneyKind.CASH if at % 2 else DoorMoneyKind.CHEQUE
    return TakenMoney(s.uid(at), s.NASTY[0], s.NASTY[1], kind, amount, s.NASTY[2], s.AT, state)


def driving_samples() -> Iterator[Sample]:
    phones = tuple(DriverSession(s.uid(at), s.NASTY[at % 6][:60], s.AT, s.AT) for at in range(1, 12))
    yield "drive", partial(drive_screen, 'https://a.example/"<&>/', _LINK, phones)
    yield "drive, no phones", partial(drive_screen, "http://127.0.0.1:8080/driver/", _LINK, ())
    yield "proof", partial(proof_screen, proof())
    yield "proof, long", partial(proof_screen, proof(30))
    nothing = tuple(replace(line, delivered=0) for line in proof().lines)
    bare = proof(lines=nothing, receiver="", money=None, money_kind=None)
    yield "proof, nothing accepted", partial(proof_screen, bare)
    for fetched in (proof(is_fetch=True), replace(bare, is_fetch=True)):
        yield f"proof, fetched {fetched.receiver}", partial(proof_screen, fetched, asks=False)
    event: dict[str, Any] = {
        "orders": ["B2B-2025-1"] * 30, "driver": s.NASTY[0], "dealer_name": s.NASTY[1],
        "eta": s.AT.isoformat(),
        "note": "x" * 300, "new_day": None, "van": s.NASTY[2], "currency": "USD", "cash_minor": 100,
        "differs": -50, "cheques": 2, "cheques_differ": 1, "kind": "delivered",
        "missing": [{"sku": s.NASTY[at % 6][:30], "quantity": at} for at in range(30)],
        "flags": [flag.value for flag in Flag], "reason": "closed", "stop_id": str(s.uid(1)), "photos": 3,
    }  # fmt: skip
    yield "next stop", partial(next_stop_screen, event, "0123")
    yield "next stop, no code", partial(next_stop_screen, event, None)
    fetch = {**event, "is_fetch": True, "reason": "not_there"}
    yield "next stop, to fetch", partial(next_stop_screen, fetch, None)
    yield "not fetched", partial(failed_screen, fetch)
    yield "not fetched, for the rep", partial(failed_here_screen, fetch)
    for reason in sorted({one for some in REASONS.values() for one in some}):
        yield f"failed {reason}", partial(failed_screen, {**event, "reason": reason})
    yield "failed, new day", partial(failed_screen, {**event, "new_day": "2025-10-16"})
    yield "failed, for the rep", partial(failed_here_screen, event)
    right = replace(
        taken(), changes=(MoneyChange(Money(12_345, "USD"), Money(0, "USD"), *s.NASTY[:2], s.AT),) * 9
    )
    yield "door money corrected", partial(door_money_screen, right)
    moved = {
        "orders": ["B2B-2025-1"] * 30, "by": s.NASTY[0], "kind": "cash", "was_minor": 100, "amount_minor": 0,
        "currency": "USD", "reason": s.NASTY[1], "receipt": None, "was_receipt": None, "payment_id": None,
    }  # fmt: skip
    booked = moved | {"receipt": "RCT-2025-2", "was_receipt": "RCT-2025-1", "payment_id": str(s.uid(1))}
    for name, event_of in (("open", moved), ("booked", booked)):
        for dealer in (None, s.NASTY[2]):
            yield f"corrected, {name} {dealer}", partial(corrected_screen, event_of, dealer)
    for state in (DoorMoneyState.TAKEN, DoorMoneyState.BOOKED):
        money = replace(taken(state), receipt="RCT-2025-1")
        yield (
            f"to be corrected, {state}",
            lambda say, one=money: Screen(correction_text(one, Money(1, "USD"), "why", say)),
        )
    yield "proof, corrected", partial(proof_screen, proof(money_was=Money(1, "USD")))
    for state in DoorMoneyState:
        yield f"door money {state}", partial(door_money_screen, taken(state))
    yield "bag", partial(bag_screen, tuple(taken(at=at) for at in range(1, 51)))
    yield "bag, empty", partial(bag_screen, ())
    causes = tuple(CauseCount(kind, why, 3, 12) for kind, some in REASONS.items() for why in some)
    yield "causes", partial(causes_screen, causes, 30)
    yield "no causes", partial(causes_screen, (), 1)
    for has_codes in (True, False):
        yield f"proof policy {has_codes}", partial(proof_policy_screen, ProofPolicy(250, has_codes))
    rules = tuple(
        EvidenceRule(
            tuple(Need)[: at % 5], DealerId(s.uid(at)), Money(12_345, "USD"), s.NASTY[at % 6], s.NASTY[0]
        )
        for at in range(30)
    )
    yield "evidence", partial(rules_screen, rules)
    yield "evidence, every stop", partial(rules_screen, (EvidenceRule((Need.PHOTO,)),))
    yield "evidence, none", partial(rules_screen, ())
    waiting = tuple(WaitingProof(s.NASTY[at % 6], ("B2B-2025-1",) * at, at) for at in range(30))
    yield "phone lost", partial(loss_screen, PhoneLoss(2, tuple(s.NASTY * 5), waiting))
    yield "phone lost, nothing open", partial(loss_screen, PhoneLoss(1, (), ()))
    yield "look at a proof", partial(look_screen, event)
    yield "lost act", partial(lost_act_screen, event, "why")
    yield "lost act, not delivered", partial(lost_act_screen, {**event, "kind": "not_delivered"}, "why")
    yield "load lacking", partial(load_lacking_screen, event)
    yield "bag differs", partial(bag_differs_screen, event)
    yield "proof, nothing asked", partial(proof_screen, proof(), asks=False)
    yield "why a low rating", partial(why_screen, "x" * 22)
