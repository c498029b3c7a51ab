"""Price protection as its dealer and whoever decides see it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from bot.dealer.ordering.amounts import amount
from bot.dealer.protection import callbacks as tap
from bot.dealer.protection.callbacks import GrantTap, ProtectionTap
from bot.screen import Button, Screen, clip, escape, lines, listed, paragraphs, short_id
from bot.staff.approvals.wording import reason_text, step_words
from core.approvals.types import ApprovalState
from core.i18n.phrases import Raw, Say
from core.protection.types import Claim, ClaimState, Offer, ProtectedLine, Standing
from core.protection.use_cases.decide_claim import ClaimCard

_MOST_LINES, _MOST_OFFERS = 8, 8


def standing_screen(standing: Standing, say: Say) -> Screen:
    """What can be claimed and what was; one offer in full, several as a list, none with the reason."""
    asked = standing.asked
    if len(standing.offers) == 1:
        pieces = asked.quantity if asked is not None else None
        return offer_screen(standing.offers[0], say, pieces=pieces)
    claims = [_summary(one, say) for one in standing.claims]
    if standing.offers:
        found = offers_screen(standing.offers, say)
        return Screen(paragraphs(found.text, *claims), found.rows)
    if standing.why is None:
        nothing = say("protection.gone")
    elif asked is None:
        nothing = say(f"protectionnot.{standing.why}", days=standing.most_days)
    else:
        nothing = say(f"protectionnotof.{standing.why}", days=standing.most_days, name=clip(asked.name, 60))
    return Screen(paragraphs(say("protection.title"), nothing, *claims))


def offers_screen(offers: Sequence[Offer], say: Say) -> Screen:
    """Several products that became cheaper; each opens with a tap."""
    buttons = [
        (
            Button(
                f"{clip(one.name, 30)} · {one.most} · {say.money(one.worth)}",
                ProtectionTap(act=tap.OPEN, key=short_id(one.product_id)).pack(),
            ),
        )
        for one in offers[:_MOST_OFFERS]
    ]
    more = len(offers) - _MOST_OFFERS
    return Screen(
        paragraphs(
            say("protection.title"),
            say("protection.several", len(offers)),
            say("approval.more", more) if more > 0 else None,
        ),
        tuple(buttons),
    )


def offer_screen(offer: Offer, say: Say, *, pieces: int | None = None) -> Screen:
    """What can be claimed for one product: its purchases, the most, one tap. pieces: what was asked for."""
    key = short_id(offer.product_id)
    wanted = offer.most if pieces is None or not 0 < pieces <= offer.most else pieces
    claim = say("button.protection_claim", count=wanted)
    buttons = [(Button(claim, ProtectionTap(act=tap.CLAIM, key=key, n=wanted).pack()),)]
    if offer.most > 1:
        fewer = ProtectionTap(act=tap.FEWER, key=key).pack()
        buttons.append((Button(say("button.protection_fewer"), fewer),))
    return Screen(
        paragraphs(
            lines(say("protection.title"), escape(clip(offer.name, 80))),
            _purchases(((line, line.left) for line in offer.lines), offer.unit, say),
            say(
                "protection.most", most=_pieces(offer.most, offer.unit, say), worth=offer.worth,
                until=offer.until,
            ),
            say("protection.only_held"),
        ),
        tuple(buttons),
    )  # fmt: skip


def how_many_screen(offer: Offer, say: Say) -> Screen:
    return Screen(
        say("protection.how_many", name=clip(offer.name, 60), most=_pieces(offer.most, offer.unit, say))
    )


def _pieces(quantity: int, unit: str, say: Say) -> Raw:
    return Raw(amount(say, Decimal(quantity), unit))


def _purchases(parts: Iterable[tuple[ProtectedLine, int]], unit: str, say: Say) -> str:
    """Each purchase: how many, when, on which invoice, paid and now."""
    rows = [
        "• "
        + say(
            "protection.line", amount=_pieces(pieces, unit, say), day=line.bought_on, invoice=line.invoice,
            paid=line.paid, now=line.now,
        )
        for line, pieces in parts
    ]  # fmt: skip
    more = len(rows) - _MOST_LINES
    return lines(*rows[:_MOST_LINES], say("approval.more", more) if more > 0 else None)


def _title(claim: Claim, say: Say) -> str:
    return lines(say("protection.card", number=claim.number), escape(clip(claim.name, 80)))


def _facts(claim: Claim, say: Say) -> str:
    return lines(
        _purchases(((one.line, one.quantity) for one in claim.lines), claim.unit, say),
        say("protection.claimed", amount=claim.amount, pieces=_pieces(claim.quantity, claim.unit, say)),
    )


def _state(claim: Claim, say: Say) -> str:
    why = reason_text(clip(claim.decided_why, 200), say) if claim.decided_why else None
    if claim.state is ClaimState.ASKED:
        return say("protection.state.asked")
    if claim.state is ClaimState.DECLINED:
        return lines(say("protection.state.declined"), why)
    notes = listed(claim.credit_notes, 4)
    pieces = _pieces(claim.granted_pieces, claim.unit, say)
    is_whole = claim.granted_pieces == claim.quantity
    granted = say(
        "protection.state.granted" if is_whole else "protection.state.partly",
        pieces=pieces, amount=claim.granted, notes=notes,
    )  # fmt: skip
    return lines(granted, None if is_whole else why)


def _summary(claim: Claim, say: Say) -> str:
    return lines(
        say("protection.summary", number=claim.number, name=clip(claim.name, 50), amount=claim.amount),
        _state(claim, say),
    )


def claim_screen(claim: Claim, say: Say) -> Screen:
    """A claim as its dealer sees it."""
    return Screen(paragraphs(_title(claim, say), _facts(claim, say), _state(claim, say)))


def decide_screen(card: ClaimCard, say: Say, *, notice: str | None = None) -> Screen:
    """The claim as whoever decides sees it; buttons while it is open."""
    claim, approval = card.claim, card.approval
    is_open = approval.state is ApprovalState.OPEN
    buttons: list[tuple[Button, ...]] = []
    if is_open and card.may_decide:
        key = short_id(approval.id)
        if claim.left:
            grant = GrantTap(act=tap.GRANT, approval=key, n=claim.left).pack()
            buttons.append((Button(say("button.protection_grant", count=claim.left), grant),))
        if claim.left > 1:
            part = GrantTap(act=tap.PART, approval=key).pack()
            buttons.append((Button(say("button.protection_part"), part),))
        decline = GrantTap(act=tap.DECLINE, approval=key).pack()
        buttons.append((Button(say("button.protection_decline"), decline),))
    return Screen(
        paragraphs(
            notice,
            lines(_title(claim, say), escape(clip(claim.dealer_name, 80))),
            _facts(claim, say),
            _gone(claim, say) if is_open else None,
            lines(*step_words(approval, card.names, say)) if is_open else _decided(card, say),
        ),
        tuple(buttons),
    )


def _gone(claim: Claim, say: Say) -> str | None:
    """What of it has come back or was credited since it was claimed."""
    gone = claim.quantity - claim.left
    return say("protection.gone_since", pieces=_pieces(gone, claim.unit, say)) if gone else None


def _decided(card: ClaimCard, say: Say) -> str:
    approval = card.approval
    by = card.names.get(approval.decided_by, "—") if approval.decided_by else "—"
    return lines(say(f"approval.{approval.state}", by=by, at=approval.decided_at), _state(card.claim, say))
