"""Screens of the house about deliveries. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from bot.dealer.invoices.callbacks import ReceiptTap
from bot.dealer.proofs.callbacks import PHOTOS, ProofTap
from bot.office.doors.callbacks import BOOK, MISS, DoorMoneyTap
from bot.office.screens import change_line
from bot.screen import Button, Screen, clip, escape, lines, listed, paragraphs, short_id
from core.driving.money_types import MoneyChange, TakenMoney
from core.driving.types import CauseCount, DoorMoneyState, ProofPolicy
from core.i18n.phrases import Raw, Say
from core.kernel.money import Money

_MOST, _MOST_CHANGES = 20, 5


def door_money_screen(money: TakenMoney, say: Say) -> Screen:
    """One payment at a door, with what finance can do about it."""
    text = lines(
        say(
            "door.money",
            kind=Raw(say(f"doormoney.{money.kind.value}")),
            amount=money.amount,
            dealer=clip(money.dealer, 60),
        ),
        say("door.money_by", driver=clip(money.driver, 40), at=money.taken_at),
        say("door.money_reference", reference=clip(money.reference, 60)) if money.reference else None,
        *(change_text(one, say) for one in money.changes[-_MOST_CHANGES:]),
    )
    if money.state is not DoorMoneyState.TAKEN:
        return Screen(lines(text, say(f"doorstate.{money.state.value}")))
    tap, seen = short_id(money.id), money.amount.minor
    buttons = (
        Button(say("button.book_money"), DoorMoneyTap(act=BOOK, money=tap, seen=seen).pack()),
        Button(say("button.miss_money"), DoorMoneyTap(act=MISS, money=tap, seen=seen).pack()),
    )
    return Screen(text, (buttons,))


def change_text(one: MoneyChange, say: Say) -> str:
    """What an amount was and is, who said so, and why."""
    said = say("door.changed", was=one.was, now=one.now, by=clip(one.by, 40) or "–")
    return f"{said} · {escape(clip(one.reason, 100))}" if one.reason else said


def correction_text(money: TakenMoney, now: Money, reason: str, say: Say) -> str:
    """What putting an amount right would mean, before it is done."""
    is_booked = money.state is DoorMoneyState.BOOKED
    return paragraphs(
        lines(
            say(
                "door.correct",
                kind=Raw(say(f"doormoney.{money.kind.value}")),
                dealer=clip(money.dealer, 60),
                driver=clip(money.driver, 40),
            ),
            change_line(say, money.amount, now),
            say("preview.reason", reason=reason),
        ),
        say("door.correct_booked", receipt=money.receipt) if is_booked else say("door.correct_open"),
    )


def corrected_screen(event: Mapping[str, Any], dealer: str | None, say: Say) -> Screen:
    """An amount of the door was put right. dealer: its name, for people of the house."""
    currency = event["currency"]
    now, was = Money(event["amount_minor"], currency), Money(event["was_minor"], currency)
    named = {"amount": now, "was": was, "kind": Raw(say(f"doormoney.{event['kind']}"))}
    orders = clip(listed(event["orders"]), 80)
    if dealer is None:
        title = say("door.corrected", orders=orders, **named)
    else:
        title = say("door.corrected_staff", dealer=clip(dealer, 60), by=clip(event["by"], 40), **named)
    receipt = event["receipt"]
    booked = say("door.new_receipt", receipt=receipt, was=event["was_receipt"]) if receipt else None
    buttons: tuple[tuple[Button, ...], ...] = ()
    if receipt:
        tap = ReceiptTap(receipt=short_id(UUID(event["payment_id"]))).pack()
        buttons = ((Button(say("button.open_document", number=receipt), tap),),)
    why = say("notice.reversal_why", reason=clip(event["reason"], 200)) if event["reason"] else None
    return Screen(lines(title, why, booked), buttons)


def bag_screen(money: Sequence[TakenMoney], say: Say) -> Screen:
    """What finance has not counted yet."""
    if not money:
        return Screen(say("door.bag_empty"))
    rows = [
        say(
            "door.bag_line",
            kind=Raw(say(f"doormoney.{one.kind.value}")),
            amount=one.amount,
            dealer=clip(one.dealer, 40),
            driver=clip(one.driver, 30),
        )
        for one in money[:_MOST]
    ]
    return Screen(paragraphs(say("door.bag", len(money)), lines(*rows)))


def causes_screen(causes: Sequence[CauseCount], days: int, say: Say) -> Screen:
    """Why goods were not taken and stops not served."""
    if not causes:
        return Screen(say("door.no_causes", days))
    rows = [
        say(
            "door.cause",
            one.quantity,
            kind=Raw(say(f"doorkind.{one.kind.value}")),
            why=Raw(say(f"doorcause.{one.reason}")),
            times=one.times,
        )
        for one in causes[:_MOST]
    ]
    return Screen(paragraphs(say("door.causes", days), lines(*rows)))


def proof_policy_screen(policy: ProofPolicy, say: Say) -> Screen:
    """What the house wants of proofs now."""
    codes = say("proofpolicy.codes" if policy.has_codes else "proofpolicy.no_codes")
    return Screen(lines(say("proofpolicy.far", metres=policy.far_m), codes))


def look_screen(event: Mapping[str, Any], say: Say) -> Screen:
    """A proof has something odd about it."""
    flags = [say(f"proofflag.{flag}") for flag in event["flags"]]
    orders, driver = clip(", ".join(event["orders"]), 80), clip(event["driver"], 40)
    return Screen(lines(say("door.look", orders=orders, driver=driver), *(f"• {flag}" for flag in flags)))


def lost_act_screen(event: Mapping[str, Any], why: str, say: Say) -> Screen:
    """What a driver told could not be done: somebody must put it right."""
    kind = say(f"doorkind.{event['kind']}")
    return Screen(say("door.lost_act", driver=clip(event["driver"], 40), kind=Raw(kind), why=Raw(why)))


def load_lacking_screen(event: Mapping[str, Any], say: Say) -> Screen:
    """Goods that the driver did not find on the van."""
    rows = [say("door.lacking", sku=one["sku"], quantity=one["quantity"]) for one in event["missing"][:_MOST]]
    title = say("door.load_lacking", driver=clip(event["driver"], 40), van=clip(event["van"], 40))
    return Screen(lines(title, *rows))


def bag_differs_screen(event: Mapping[str, Any], say: Say) -> Screen:
    """The bag is not what the proofs say."""
    currency = event["currency"]
    cash = say(
        "door.bag_cash",
        told=Money(event["cash_minor"], currency),
        proved=Money(event["cash_minor"] - event["differs"], currency),
    )
    cheques = say(
        "door.bag_cheques", told=event["cheques"], proved=event["cheques"] - event["cheques_differ"]
    )
    title = say("door.bag_differs", driver=clip(event["driver"], 40), van=clip(event["van"], 40))
    return Screen(
        lines(title, cash if event["differs"] else None, cheques if event["cheques_differ"] else None)
    )


def failed_here_screen(event: Mapping[str, Any], say: Say) -> Screen:
    """A delivery that failed, for the rep: what is odd about it, and the photos of the door."""
    photos = ProofTap(act=PHOTOS, proof=short_id(UUID(event["stop_id"]))).pack()
    buttons = ((Button(say("button.door_photos"), photos),),) if event.get("photos") else ()
    return Screen(
        lines(
            say(
                "door.fetch_failed" if event.get("is_fetch") else "door.failed",
                dealer=clip(event["dealer_name"], 60),
                orders=clip(", ".join(event["orders"]), 80),
                why=Raw(say(f"doorcause.{event['reason']}")),
            ),
            say("door.note", note=clip(event["note"], 200)) if event["note"] else None,
            *(f"🔎 {say(f'proofflag.{flag}')}" for flag in event.get("flags", ())),
        ),
        buttons,
    )
