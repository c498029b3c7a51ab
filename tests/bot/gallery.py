"""Every screen of the bot, drawn from sample values; a screen function that is missing here fails a test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from bot.audit.screens import audit_screen, subjects_screen
from bot.dealer.credit.screens import credit_screen
from bot.dealer.ordering.questions import which_number_screen
from bot.dealer.ordering.receipts import receipt_screen
from bot.dealer.ordering.screens import (
    answers_screen,
    learned_screen,
    line_screen,
    lines_screen,
    placed_screen,
    places_screen,
    quote_card,
)
from bot.dealer.orders.screens import merge_screen, merged_screen, order_screen, orders_screen
from bot.dealer.team.screens import (
    invite_role_screen,
    invite_way_screen,
    member_link_screen,
    member_screen,
    remove_screen,
    team_link_screen,
    team_screen,
)
from bot.help import area_screen, help_screen
from bot.joining.screens import invited_screen, language_screen, welcome_screen
from bot.notices.people import (
    chat_connected_screen,
    factor_locked_screen,
    factor_removed_screen,
    joined_screen,
)
from bot.notices.screens import decided_notice, released_notice
from bot.office.command import Area
from bot.screen import Screen, short_id
from bot.security.screens import (
    code_screen,
    codes_screen,
    enrol_screen,
    linked_screen,
    security_screen,
)
from bot.staff.approvals.screens import approval_screen, reasons_screen
from bot.wording import refusal_text
from core.approvals.errors import AlreadyDecided
from core.approvals.types import ApprovalState
from core.audit.types import About, AuditEntry, AuditPage, Subject
from core.credit.types import CreditOutcome
from core.dealers.second_factor import new_key, new_recovery_codes
from core.dealers.types import CodeOutcome, CodeResult, Member, Security, Session
from core.dealers.use_cases.open_invite import OpenedInvite
from core.i18n.phrases import Say
from core.intake.types import AskWhy
from core.kernel.actor import DEALER_ROLES, Actor, Role
from core.kernel.errors import Refused
from core.kernel.ids import OrderId, PersonId
from core.orders.errors import BelowMinimum, CreditRefused, ProductGone, TooManyLines
from core.orders.numbered import WhichNumber
from core.orders.types import LineState, OrderState, Quote
from core.orders.use_cases.merge_orders import Freight, Merge
from core.orders.use_cases.place_order import PlacedOrder
from core.stock.errors import StockShort
from tests.bot import samples as s
from tests.bot.gallery_billing import billing_samples
from tests.bot.gallery_catalogue import catalogue_samples
from tests.bot.gallery_channel import channel_samples
from tests.bot.gallery_deliveries import delivery_samples
from tests.bot.gallery_driving import driving_samples
from tests.bot.gallery_figures import figure_samples
from tests.bot.gallery_invoices import invoice_samples
from tests.bot.gallery_partners import partner_samples
from tests.bot.gallery_photos import photo_samples
from tests.bot.gallery_prepared import prepared_samples
from tests.bot.gallery_protection import protection_samples
from tests.bot.gallery_reorder import reorder_samples
from tests.bot.gallery_requests import request_samples
from tests.bot.gallery_returns import return_samples
from tests.bot.gallery_routes import route_samples
from tests.bot.gallery_stock import stock_samples
from tests.bot.gallery_supply import supply_samples
from tests.bot.gallery_support import support_samples
from tests.bot.gallery_survey import survey_samples
from tests.bot.gallery_tasks import task_samples
from tests.bot.gallery_templates import template_samples
from tests.bot.gallery_territory import territory_samples
from tests.bot.gallery_vendors import vendor_samples
from tests.bot.gallery_voice import voice_samples
from tests.bot.office.gallery import office_samples
from tests.bot.reports.gallery import report_samples

Draw = Callable[[Say], Screen]
UNITS = {"each": 1, "pack": 4, "box": 6, "case": 12, "carton": 24, "bag": 30, "handful": 5}


def gallery() -> dict[str, Draw]:
    """Name of the sample -> the screen it makes in a voice."""
    found: dict[str, Draw] = {}
    for part in (
        _quotes,
        _questions,
        _details,
        _orders,
        _credit,
        billing_samples,
        channel_samples,
        driving_samples,
        figure_samples,
        invoice_samples,
        _staff,
        _joining,
        _people,
        _safety,
        _audit,
        _refusals,
        delivery_samples,
        office_samples,
        report_samples,
        partner_samples,
        photo_samples,
        prepared_samples,
        reorder_samples,
        request_samples,
        catalogue_samples,
        protection_samples,
        return_samples,
        template_samples,
        route_samples,
        stock_samples,
        supply_samples,
        support_samples,
        survey_samples,
        task_samples,
        territory_samples,
        vendor_samples,
        voice_samples,
    ):
        for name, draw in part():
            assert name not in found, name
            found[name] = draw
    return found


def _of(screen: Callable[..., Screen], *values: Any, **more: Any) -> Draw:
    """The screen of these values, to be drawn in any voice: each takes the voice behind its values."""
    return lambda say: screen(*values, say, **more)


def _refusal_screen(refusal: Refused, say: Say) -> Screen:
    return Screen(refusal_text(refusal, say))


def _card(quote: Quote, page: int = 0, notice: str | None = None) -> Draw:
    return _of(quote_card, quote, page=page, notice=notice)


def _quotes() -> Iterator[tuple[str, Draw]]:
    for count in (0, 1, 12, 45, 300):
        plain = s.quote(*(s.ready_line(at, s.NASTY[at % 6]) for at in range(1, count + 1)))
        for page in {0, count // 24, count // 12}:
            yield f"quote of {count} lines, page {page}", _card(plain, page)
        yield f"lines to change of {count}", _of(lines_screen, plain, page=1)
    for count in (1, 12, 300):
        worst = s.worst_quote(count)
        yield (
            f"worst quote of {count} lines",
            _card(worst, notice="\n".join(["➕ Line 300 is now 123456.125."] * 300)),
        )
        yield f"worst quote of {count} lines, last page", _card(worst, page=99)
    for reason in s.all_blockers(3):
        yield f"blocked by {reason.code}", _card(s.quote(s.ready_line(), blockers=(reason,)))
    for hint in s.HINTS:
        yield f"hint {hint.kind}", _card(s.quote(s.ready_line(), hints=(hint,)))
    yield "repeat", _card(s.quote(s.ready_line(), repeat_of="B2B-2025-7891"))
    yield "no price", _card(s.quote(s.ready_line(total=None, unit_price=None, no_price=True)))


def _questions() -> Iterator[tuple[str, Draw]]:
    for name in (s.COKE, *s.NASTY):
        which = WhichNumber("11379", "99999 abcdefghijkl", "B2B-2025-11379/12", name)
        yield f"order or article {name[:9]}", _of(which_number_screen, which)
    for why in AskWhy:
        if why not in (AskWhy.WHICH_PRODUCT, AskWhy.NOT_ON_LIST):
            for name in (s.COKE, *s.NASTY):
                yield f"asks {why} of {name[:9]}", _card(s.quote(s.asked_line(why, name)))
            bare = s.asked_line(why, packs=UNITS, typed_quantity=None, typed_unit=None, habit=None)
            yield f"asks {why} with nothing typed", _card(s.quote(bare))
            odd = s.asked_line(why, packs=UNITS, typed_quantity=Decimal("123456.125"), typed_unit="<&>")
            yield f"asks {why} with an odd unit", _card(s.quote(odd))
    for state in (LineState.ASK, LineState.NOT_FOUND):
        for questions in ((), (AskWhy.NOT_ON_LIST,), (AskWhy.WHICH_PRODUCT,)):
            for offered in ((), s.choices((s.COKE,)), s.choices(s.NASTY)):
                line = s.asked_line(
                    AskWhy.WHICH_PRODUCT,
                    state=state,
                    product_id=None,
                    questions=questions,
                    choices=offered,
                    raw=s.NASTY[0] * 9,
                )
                name = f"{state} {'+'.join(questions)} with {len(offered)} products"
                yield name, _card(s.quote(line))


def _details() -> Iterator[tuple[str, Draw]]:
    for name in (s.COKE, *s.NASTY):
        line = s.ready_line(1, name)
        yield f"line {name[:9]}", _of(line_screen, s.quote(line), line)
        yield f"receipt {name[:9]}", _of(receipt_screen, s.receipt(name, losers=9))
        yield f"learned {name[:9]}", _of(learned_screen, name, name, short_id(s.uid(1)))
    asked = s.asked_line(AskWhy.QUANTITY_MISSING)
    yield "line that is asked about", _of(line_screen, s.quote(asked), asked)
    worst = s.worst_line(300)
    yield "worst line", _of(line_screen, s.quote(worst), worst)
    yield "receipt without losers", _of(receipt_screen, s.receipt())
    for count in (0, 1, 25):
        places = tuple(s.place(at, s.NASTY[at % 6]) for at in range(count))
        yield f"{count} places", _of(places_screen, s.quote(s.ready_line()), places)
    for count in (0, 1, 12, 40):
        yield f"answers on {count} products", _of(answers_screen, s.answers(count))


def _orders() -> Iterator[tuple[str, Draw]]:
    for state in (OrderState.APPROVED, OrderState.IN_REVIEW):
        placed = PlacedOrder(OrderId(s.uid(5)), "B2B-2025-7891", state)
        for order in (None, s.order()):
            name = f"placed {state} {'with' if order else 'without'} order"
            yield name, _of(placed_screen, placed, order)
    freights = tuple(
        Freight(OrderId(s.uid(at)), f"B2B-2025-{at}", s.usd("29.00"), s.usd("0.00")) for at in range(20)
    )
    merge = Merge(freights, s.usd("551.00"), date(2025, 10, 17))
    yield "merge", _of(merge_screen, merge, OrderId(s.uid(5)))
    yield "merged", _of(merged_screen, merge)
    for count, page in ((0, 0), (1, 0), (9, 0), (9, 3)):
        yield (
            f"{count} orders on page {page}",
            _of(orders_screen, s.summaries(count), page),
        )
    for count, worst in ((1, False), (15, True), (200, True)):
        order = s.order(count, worst=worst)
        for page in {0, count // 15}:
            yield (
                f"order of {count} lines, page {page}",
                _of(order_screen, order, page=page),
            )
    for decision, reason in (
        ("approved", None),
        ("partly", None),
        ("declined", None),
        ("declined", "credit"),
        ("declined", "time_over"),
        ("declined", s.NASTY[0] * 9),
    ):
        for promised in (s.DAY, None):
            order = replace(s.order(), promised_on=promised)
            yield (
                f"notice {decision} {str(reason)[:9]} {promised}",
                _of(decided_notice, order, decision, reason, "B2B-2025-7891/2"),
            )
    yield "notice released", _of(released_notice, s.order())


def _credit() -> Iterator[tuple[str, Draw]]:
    for name, view in s.CREDITS.items():
        yield f"credit {name}", _of(credit_screen, view)


def _staff() -> Iterator[tuple[str, Draw]]:
    cards = {
        "open": s.approval_card(),
        "open, refused by now": s.approval_card(outcome=CreditOutcome.REFUSE),
        "worst": s.approval_card(count=200, worst=True),
        "approved": s.approval_card(ApprovalState.APPROVED),
        "declined": s.approval_card(ApprovalState.DECLINED, reason="overdue"),
        "partly": s.approval_card(ApprovalState.PARTLY),
        "released": s.approval_card(ApprovalState.RELEASED, reason="payment"),
        "withdrawn": s.approval_card(ApprovalState.WITHDRAWN),
        "only told": replace(s.approval_card(), may_decide=False),
        "declined in own words": s.approval_card(ApprovalState.DECLINED, worst=True, reason=s.NASTY[0] * 9),
    }
    for name, card in cards.items():
        yield f"approval {name}", _of(approval_screen, card, notice="⚠️ !")
        yield f"reasons {name}", _of(reasons_screen, card)


def _joining() -> Iterator[tuple[str, Draw]]:
    yield "languages", language_screen
    for dealer in ("Corner Shop", s.NASTY[0], None):
        invite = OpenedInvite(s.NASTY[0], dealer)
        yield f"invited to {dealer}", _of(invited_screen, invite)
    yield "invited by an open link", _of(invited_screen, OpenedInvite(None, s.NASTY[0]))
    yield "connected", _of(invited_screen, OpenedInvite(s.NASTY[0], None, has_joined=True))
    for role in Role:
        actor = Actor(None, frozenset({role}), name=s.NASTY[0])
        yield f"help for {role}", _of(help_screen, actor)
        for area in Area:
            yield f"help for {role} about {area}", _of(area_screen, actor, area)
        yield f"welcome for {role}", _of(welcome_screen, actor)


MOMENT = datetime(2025, 10, 14, 9, tzinfo=UTC)
LINK = "https://t.me/some_bot?start=inv_" + "x" * 32


def _people() -> Iterator[tuple[str, Draw]]:
    for count in (1, 40, 100):
        team = tuple(_member(at, s.NASTY[at % 6]) for at in range(count))
        yield f"team of {count}", _of(team_screen, team)
    for at, name in enumerate(s.NASTY):
        member = _member(at, name)
        yield f"member {at}", _of(member_screen, member, notice="⚠️ !")
        yield f"remove {at}", _of(remove_screen, member)
        yield f"link for {at}", _of(member_link_screen, name, LINK, MOMENT)
    yield "whom to invite", invite_role_screen
    for role in DEALER_ROLES:
        yield f"how to invite {role}", _of(invite_way_screen, role)
        yield f"link for a {role}", _of(team_link_screen, LINK, MOMENT, role)
        yield f"joined as {role}", _of(joined_screen, s.NASTY[0], role.value)


def _member(at: int, name: str) -> Member:
    """Each fourth is blocked, each third was seen, the others are invited or not."""
    seen, invited = (MOMENT if at % 3 == 0 else None), (MOMENT if at % 2 else None)
    phone = None if at % 5 == 4 else "+12135550105"
    role = DEALER_ROLES[at % 3]
    return Member(PersonId(s.uid(at + 1)), name, phone, role, seen, invited, at % 4 == 3)


def _audit() -> Iterator[tuple[str, Draw]]:
    facts = ("B2B-2025-7891", s.usd("26000.00"), 45, s.NASTY[0][:60], "blocked: ✓", "x" * 60)
    entries = tuple(
        AuditEntry(MOMENT, who, origin, name, s.NASTY[1], facts[: at + 1])
        for at, (who, origin, name) in enumerate(
            (
                (s.NASTY[0], "chat:1f2e3d4c", "order_placed"),
                (None, "clock", "person_blocked"),
                (None, "system", "not_yet_worded"),
                ("Otto", None, "role_changed"),
                ("Otto", "erp<&>", "price_set"),
                ("Otto", "webhook:bank", "price_set"),
            )
        )
    )
    for about in About:
        subject = Subject(about, None if about is About.ALL else s.uid(1), s.NASTY[0])
        for page in (AuditPage(subject, MOMENT, entries, True), AuditPage(subject, MOMENT, (), False)):
            yield f"audit of {about}, {len(page.entries)}", _of(audit_screen, page, 1)
    found = tuple(Subject(about, s.uid(at + 1), s.NASTY[at]) for at, about in enumerate(About))
    for subjects in ((), found):
        yield f"which of {len(subjects)}", _of(subjects_screen, subjects)


def _safety() -> Iterator[tuple[str, Draw]]:
    for count, factor in ((1, False), (2, True), (25, True)):
        sessions = tuple(
            Session(s.uid(at + 1), (s.NASTY[at % 6])[:60] if at else "", MOMENT, MOMENT, at == 0)
            for at in range(count)
        )
        yield f"security with {count} chats", _of(security_screen, Security(sessions, factor, count))
    yield "enrol", _of(enrol_screen, new_key())
    for is_new in (True, False):
        yield f"recovery codes, {is_new}", _of(codes_screen, new_recovery_codes(), is_new=is_new)
    yield "link for one more chat", _of(linked_screen, LINK, MOMENT)
    for outcome in (CodeOutcome.WRONG, CodeOutcome.USED, CodeOutcome.LOCKED):
        for left in (1, 4):
            yield f"code {outcome}, {left}", _of(code_screen, CodeResult(outcome, left, MOMENT))
    yield "one more chat", chat_connected_screen
    yield "locked", factor_locked_screen
    yield "removed", factor_removed_screen


def _refusals() -> Iterator[tuple[str, Draw]]:
    refused: tuple[Refused, ...] = (
        Refused(),
        BelowMinimum(minimum=s.usd("500.00"), missing=s.usd("308.00")),
        CreditRefused(fits=s.usd("0.00")),
        ProductGone(lines=list(range(1, 301))),
        StockShort(lines=[3]),
        AlreadyDecided(state="approved", by=s.NASTY[0]),
        TooManyLines(most=300),
    )
    for one in refused:
        yield f"refused {one.code}", _of(_refusal_screen, one)
