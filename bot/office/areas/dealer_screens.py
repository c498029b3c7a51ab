"""A dealer's card for the house, and lists of dealers. Pure."""

from __future__ import annotations

from bot.dealer.credit.screens import usage_bar
from bot.office.callbacks import DealersPage, OfficeOpen
from bot.screen import Button, Screen, clip, grid, lines, paragraphs, short_id
from core.credit.types import CreditStanding
from core.credit.use_cases.show_credit import CreditView
from core.dealers.types import DealerCard, DealerEntry, DealerPerson
from core.i18n.phrases import Raw, Say
from core.kernel.actor import Actor, Permission

PAGE = 8
_PEOPLE = 8
# What is done most to a dealer: command, and who may.
_ACTS = (
    ("limit", "button.office_limit", Permission.CREDIT_EDIT),
    ("hold", "button.office_hold", Permission.CREDIT_EDIT),
    ("release", "button.office_release", Permission.CREDIT_EDIT),
    ("pay", "button.office_pay", Permission.BILLING_EDIT),
    ("invoice_all", "button.office_invoice", Permission.BILLING_EDIT),
    ("rep", "button.office_rep", Permission.DEALER_EDIT),
    ("person", "button.office_person", Permission.DEALER_EDIT),
)


def dealer_card_screen(
    card: DealerCard, actor: Actor, say: Say, *, credit: CreditView | None = None
) -> Screen:
    """Who the dealer is, what it may owe, who looks after it, its people; buttons to what is done most."""
    people = [_person(one, say) for one in card.people[:_PEOPLE]]
    more = len(card.people) - _PEOPLE
    return Screen(
        paragraphs(
            lines(
                say("dealer.title", name=clip(card.name, 80), code=card.code),
                None if card.active else say("dealer.closed"),
                say("dealer.class", tier=card.tier, region=card.region or "—", currency=card.currency),
                say("dealer.rep", rep=card.rep_name or "—"),
                say("dealer.parent", parent=card.parent_name) if card.parent_name else None,
                say("dealer.places", card.places),
            ),
            _credit(credit.standing, say) if credit else None,
            lines(say("dealer.people") if people else say("dealer.nobody"), *people)
            + (f"\n… +{more}" if more > 0 else ""),
        ),
        grid(
            [
                Button(say(label), OfficeOpen(command=name, subject=short_id(card.id)).pack())
                for name, label, permission in _ACTS
                if actor.may(permission)
            ],
            2,
        ),
    )


def _credit(standing: CreditStanding, say: Say) -> str:
    """Limit, what stands against it, what is left, what is late, and whether somebody stopped the account."""
    return lines(
        say("dealer.limit", limit=standing.limit, available=standing.available),
        usage_bar(standing.exposure.minor, standing.limit.minor),
        say("dealer.owes", owes=standing.open_balance, held=standing.held, pending=standing.pending),
        say("credit.overdue", standing.overdue_days, amount=standing.overdue) if standing.overdue else None,
        say("dealer.hold", reason=clip(standing.hold, 120)) if standing.hold else None,
    )


def _person(one: DealerPerson, say: Say) -> str:
    mark = "🔒" if one.blocked else "💬" if one.is_reachable else "▫️"
    role = Raw(say(f"role.{one.role.value}"))
    return say("dealer.person", mark=mark, name=clip(one.name, 40), role=role, phone=one.phone or "—")


def dealers_screen(found: tuple[DealerEntry, ...], page: int, say: Say) -> Screen:
    """A page of dealers, each with a button to its card; one more than fits means that there is another."""
    if not found:
        return Screen(say("dealers.none"))
    rows = [
        (
            Button(
                f"{'' if one.active else '🔒 '}{clip(one.name, 36)} · {one.tier} · {one.region}",
                OfficeOpen(command="dealer", subject=short_id(one.id)).pack(),
            ),
        )
        for one in found[:PAGE]
    ]
    turn = []
    if page > 0:
        turn.append(Button("‹", DealersPage(page=page - 1).pack()))
    if len(found) > PAGE:
        turn.append(Button("›", DealersPage(page=page + 1).pack()))
    return Screen(say("dealers.title"), (*rows, tuple(turn)))
