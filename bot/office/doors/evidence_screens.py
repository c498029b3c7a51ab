"""Screens about evidence that stops ask for, and about lost phones. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.screen import Screen, clip, lines, paragraphs
from core.driving.types import EvidenceRule, Need, PhoneLoss
from core.i18n.phrases import Raw, Say

_MOST = 15


def needs_text(needs: Sequence[Need], say: Say) -> str:
    return ", ".join(say(f"need.{need.value}") for need in needs) or say("evidence.nothing")


def rule_text(rule: EvidenceRule, say: Say) -> str:
    """Of which stops a rule speaks, and what it asks for."""
    where = [
        say("evidence.of_dealer", dealer=clip(rule.dealer, 40)) if rule.dealer_id is not None else "",
        say("evidence.from", amount=rule.least) if rule.least is not None else "",
        say("evidence.of_goods", category=clip(rule.category, 40)) if rule.category is not None else "",
    ]
    of = ", ".join(one for one in where if one) or say("evidence.everywhere")
    return say("evidence.rule", where=Raw(of), needs=Raw(needs_text(rule.needs, say)))


def rules_screen(rules: Sequence[EvidenceRule], say: Say) -> Screen:
    """What stops are asked for; a stop adds up all that speak of it."""
    if not rules:
        return Screen(say("evidence.none"))
    shown = [f"• {rule_text(rule, say)}" for rule in rules[:_MOST]]
    more = say("track.more", len(rules) - _MOST) if len(rules) > _MOST else None
    return Screen(paragraphs(say("evidence.title"), lines(*shown, more)))


def loss_screen(loss: PhoneLoss, say: Say) -> Screen:
    """A driver's phones were signed out: what is open because of it."""
    return Screen(paragraphs(say("phone.signed_out", loss.phones), lines(*loss_lines(loss, say))))


def loss_lines(loss: PhoneLoss, say: Say) -> list[str]:
    """Stops to be served still, proofs that wait for photos, and what can be done about them."""
    if not loss.stops and not loss.proofs:
        return [say("phone.nothing_open")]
    told = []
    if loss.stops:
        told.append(say("phone.open_stops", len(loss.stops)))
        told += [f"• {say('phone.stop', dealer=clip(name, 40))}" for name in loss.stops[:_MOST]]
    if loss.proofs:
        told.append(say("phone.waiting"))
        told += [
            "• "
            + say(
                "phone.proof", one.left, dealer=clip(one.dealer, 40), orders=clip(", ".join(one.orders), 60)
            )
            for one in loss.proofs[:_MOST]
        ]
        told.append(say("phone.let_go_how"))
    return told
