"""What the dealer sees of a delivery: what came, who took it, and whether all was well. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from bot.dealer.ordering.amounts import amount
from bot.dealer.proofs.callbacks import PAGE, SKIP, ProofTap
from bot.screen import Button, Screen, clip, lines, paragraphs, short_id
from core.driving.types import Flag, Proof, ProofLine
from core.feedback.types import RATINGS
from core.i18n.phrases import Raw, Say

_LINES = 5  # a picture's text is short


def proof_screen(proof: Proof, say: Say, *, asks: bool = True) -> Screen:
    """Short enough to stand below a picture (1,024 signs). asks: how the delivery was."""
    shown = proof.lines[:_LINES]
    some, none = "proof.delivered", "proof.not_accepted"
    if proof.is_fetch:
        some, none = "proof.fetched", "proof.nothing_fetched"
    title = some if any(line.delivered for line in proof.lines) else none
    who = "proof.given_by" if proof.is_fetch else "proof.taken"
    paid = None
    if proof.money is not None and proof.money_kind is not None:
        kind = Raw(say(f"doormoney.{proof.money_kind.value}"))
        key = "proof.paid" if proof.money_was is None else "proof.paid_corrected"
        paid = say(key, amount=proof.money, kind=kind, was=proof.money_was)
    return Screen(
        paragraphs(
            lines(
                say(title, orders=clip(", ".join(proof.orders), 80)),
                say(who, name=clip(proof.receiver, 60), at=_taken_at(proof)) if proof.receiver else None,
                *(_line(line, say) for line in shown),
                say("track.more", len(proof.lines) - len(shown)) if len(proof.lines) > len(shown) else None,
                paid,
            ),
            say("proof.question") if asks else None,
        ),
        proof_rows(short_id(proof.id), say) if asks else (_page(short_id(proof.id), say),),
    )


def _taken_at(proof: Proof) -> datetime:
    """When it was handed over, maybe long before the phone had network; when it came, where nobody knows."""
    return proof.received_at if Flag.CLOCK_OFF in proof.flags else min(proof.taken_at, proof.received_at)


def proof_rows(proof: str, say: Say, chosen: int | None = None) -> tuple[tuple[Button, ...], ...]:
    """1 to 5 in one row, what was chosen marked, and the page below. proof: its short id."""
    ratings = tuple(
        Button(f"✅ {one}" if one == chosen else f"{one} ⭐", ProofTap(act=str(one), proof=proof).pack())
        for one in RATINGS
    )
    return (ratings, _page(proof, say))


def _page(proof: str, say: Say) -> tuple[Button, ...]:
    return (Button(say("button.proof_page"), ProofTap(act=PAGE, proof=proof).pack()),)


def why_screen(proof: str, say: Say) -> Screen:
    """What went wrong: a line, or nothing."""
    skip = Button(say("button.no_words"), ProofTap(act=SKIP, proof=proof).pack())
    return Screen(say("proof.why"), ((skip,),))


def _line(line: ProofLine, say: Say) -> str:
    back = [
        say("lack.refused", line.refused) if line.refused else "",
        say("lack.broken", line.damaged) if line.damaged else "",
        say("proof.short", line.short) if line.short else "",
    ]
    words = say("track.goods", amount=Raw(amount(say, line.delivered, line.unit)), name=clip(line.name, 40))
    more = ", ".join(one for one in back if one)
    return f"{words} ({more})" if more else words


def next_stop_screen(event: Mapping[str, Any], code: str | None, say: Say) -> Screen:
    """The van comes to this dealer next."""
    return Screen(
        lines(
            say(
                "proof.fetch_next" if event.get("is_fetch") else "proof.next",
                driver=clip(event["driver"], 40),
                at=Raw(say.clock(datetime.fromisoformat(event["eta"]))),
                orders=clip(", ".join(event["orders"]), 80),
            ),
            say("proof.code", code=code) if code else None,
        )
    )


def failed_screen(event: Mapping[str, Any], say: Say) -> Screen:
    """Nothing was handed over: why, and what was agreed."""
    day = event["new_day"]
    return Screen(
        lines(
            say(
                "proof.fetch_failed" if event.get("is_fetch") else "proof.failed",
                orders=clip(", ".join(event["orders"]), 80),
                why=Raw(say(f"doorcause.{event['reason']}")),
            ),
            say("proof.new_day", day=date.fromisoformat(day)) if day else say("proof.no_day"),
        )
    )
