"""What the dealer sees of a delivery: what came, who took it, and whether all was well. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from bot.dealer.ordering.amounts import amount
from bot.dealer.proofs.callbacks import BAD, GOOD, PAGE, ProofTap
from bot.screen import Button, Screen, clip, lines, paragraphs, short_id
from core.driving.types import Proof, ProofLine
from core.i18n.phrases import Raw, Say

_LINES = 5  # a picture's text is short


def proof_screen(proof: Proof, say: Say) -> Screen:
    """Short enough to stand below a picture (1,024 signs)."""
    shown = proof.lines[:_LINES]
    key = "proof.delivered" if any(line.delivered for line in proof.lines) else "proof.not_accepted"
    money = None
    if proof.money is not None and proof.money_kind is not None:
        money = say("proof.paid", amount=proof.money, kind=Raw(say(f"doormoney.{proof.money_kind.value}")))
    return Screen(
        paragraphs(
            lines(
                say(key, orders=clip(", ".join(proof.orders), 80)),
                say("proof.taken", name=clip(proof.receiver, 60), at=proof.received_at)
                if proof.receiver
                else None,
                *(_line(line, say) for line in shown),
                say("track.more", len(proof.lines) - len(shown)) if len(proof.lines) > len(shown) else None,
                money,
            ),
            say("proof.question"),
        ),
        (
            (_button("button.all_well", GOOD, proof, say), _button("button.not_well", BAD, proof, say)),
            (_button("button.proof_page", PAGE, proof, say),),
        ),
    )


def _button(key: str, act: str, proof: Proof, say: Say) -> Button:
    return Button(say(key), ProofTap(act=act, proof=short_id(proof.id)).pack())


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
                "proof.next",
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
                "proof.failed",
                orders=clip(", ".join(event["orders"]), 80),
                why=Raw(say(f"doorcause.{event['reason']}")),
            ),
            say("proof.new_day", day=date.fromisoformat(day)) if day else say("proof.no_day"),
        )
    )
