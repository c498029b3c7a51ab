"""Tiers and moves between them, price bands. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.office.screens import change_line
from bot.screen import Screen, clip, escape, lines, listed, paragraphs
from core.channel.types import MoveKind, MoveState, Outcome, TierMove, TierPreview, TierVerdict
from core.channel.use_cases.set_tier_rules import TierRules
from core.i18n.phrases import Raw, Say
from core.pricing.resale_types import BandChange, BandView

_MOST_MOVES = 25
_MOST_BANDS = 30
_ARROWS = {Outcome.UP: "⬆️", Outcome.DOWN: "⬇️"}


def tiers_screen(rules: TierRules, say: Say) -> Screen:
    """What each tier takes, and the time of notice."""
    rows = [
        say("tiers.step", tier=one.name, amount=one.threshold, margin=Raw(say.percent(one.margin_bp)))
        if one.threshold is not None
        else say("tiers.by_hand", tier=one.name, margin=Raw(say.percent(one.margin_bp)))
        for one in rules.steps
    ]
    return Screen(
        paragraphs(say("tiers.title"), lines(*rows), say("tiers.notice", rules.notice_days), say("tiers.how"))
    )


def review_screen(found: TierPreview, names: Mapping[str, str], say: Say) -> Screen:
    """Who would move if the review were now."""
    others = [
        say(f"outcome.{outcome.value}", count) for outcome in Outcome if (count := found.others.get(outcome))
    ]
    shown = [_verdict(one, names, say) for one in found.moves[:_MOST_MOVES]]
    more = len(found.moves) - len(shown)
    return Screen(
        paragraphs(
            say("tiers.review", len(found.moves)),
            lines(*shown, say("tiers.more", more) if more else None),
            lines(*(say("tiers.effect", amount=amount) for amount in found.margin_effect)),
            lines(*others),
        )
    )


def _verdict(one: TierVerdict, names: Mapping[str, str], say: Say) -> str:
    move = f"{_ARROWS[one.outcome]} <b>{escape(clip(one.name, 40))}</b> {_named(one.from_tier, names)} → "
    return lines(
        move + _named(one.to_tier, names),
        say("tiers.bought", amount=one.turnover) if one.turnover is not None else None,
    )


def _named(code: str, names: Mapping[str, str]) -> str:
    return escape(clip(names.get(code, code), 30))


def move_screen(move: TierMove, names: Mapping[str, str], say: Say) -> Screen:
    """A move that was asked for, and whose decision it waits for."""
    waits = None
    asked = listed((clip(name, 40) for name in move.asked), 6)
    if asked and move.until is not None:
        waits = say("card.asked_until", names=asked, until=move.until)
    elif asked:
        waits = say("card.asked_now", names=asked)
    decided = (
        waits
        if move.state is MoveState.WAITING
        else say("tiers.ended", state=Raw(say(f"movestate.{move.state.value}")), by=move.ended_by or "—")
    )
    return Screen(
        paragraphs(
            say("tiers.asked", dealer=clip(move.dealer_name, 80)),
            lines(
                f"{_named(move.from_tier, names)} → <b>{_named(move.to_tier, names)}</b>",
                say("tiers.why", reason=clip(move.reason, 200)),
            ),
            decided,
        )
    )


def moves_screen(moves: Sequence[TierMove], names: Mapping[str, str], say: Say) -> Screen:
    """The latest moves, whatever became of them."""
    if not moves:
        return Screen(say("tiers.no_moves"))
    return Screen(paragraphs(say("tiers.moves"), *(_told(move, names, say) for move in moves)))


def _told(move: TierMove, names: Mapping[str, str], say: Say) -> str:
    state = say(f"movestate.{move.state.value}")
    by_hand = move.kind is MoveKind.MANUAL
    return lines(
        f"{say.moment(move.made_at)} <b>{escape(clip(move.dealer_name, 30))}</b>: "
        f"{_named(move.from_tier, names)} → {_named(move.to_tier, names)}, {state}",
        say("tiers.why", reason=clip(move.reason, 40)) if by_hand else None,
        say("tiers.bought", amount=move.turnover) if move.turnover is not None else None,
    )


def bands_screen(bands: Sequence[BandView], say: Say) -> Screen:
    """All price bands."""
    rows = [
        f"{_target(one.scope, one.target, say)}: {_band((one.below_bp, one.above_bp), say)}"
        for one in bands[:60]
    ]
    return Screen(paragraphs(say("band.title"), lines(*rows) or say("band.none"), say("band.how")))


def band_preview(change: BandChange, say: Say) -> str:
    """A band before and after."""
    return lines(
        say("band.preview", target=Raw(_target(change.scope, change.target, say))),
        change_line(say, Raw(_band(change.before, say)), Raw(_band(change.after, say))),
    )


def _target(scope: str, target: str, say: Say) -> str:
    return say("band.everything") if scope == "all" else escape(clip(target, 80))


def _band(band: tuple[int, int] | None, say: Say) -> str:
    if band is None:
        return "—"
    return f"−{say.percent(band[0])} … +{say.percent(band[1])}"
