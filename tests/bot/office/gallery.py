"""Screens of the back office, drawn from sample values."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial
from typing import Any

from bot.office.areas.approval_screens import dry_run_screen, rule_preview, rules_screen
from bot.office.areas.dealer_screens import dealer_card_screen, dealers_screen
from bot.office.areas.house_screens import health_screen, settings_screen
from bot.office.areas.invoicing import invoicing_screen
from bot.office.areas.money_screens import (
    credit_note_preview,
    hold_preview,
    invoiced_screen,
    invoices_preview,
    limit_preview,
    payment_preview,
    policy_preview,
    policy_screen,
    release_preview,
    released_screen,
    reversal_preview,
)
from bot.office.areas.party_fields import SELLER_FIELDS
from bot.office.areas.party_screens import party_preview, party_screen, seller_preview, seller_screen
from bot.office.areas.price_screens import (
    price_preview,
    promotion_preview,
    promotions_screen,
    rate_preview,
    terms_preview,
)
from bot.office.areas.returns import return_policy_screen
from bot.office.areas.stock_screens import stock_screen
from bot.office.areas.transfer_screens import import_failed_screen, import_preview
from bot.office.kinds import Option
from bot.office.proposals import Proposal
from bot.office.screens import (
    done_screen,
    office_help,
    preview_screen,
    question_screen,
    usage_screen,
)
from bot.office.table import COMMANDS, lines_of
from bot.screen import Screen
from core.approvals.types import (
    ApprovalRule,
    Duty,
    EndAction,
    Level,
    PlannedStep,
    Routing,
    TriggerKind,
)
from core.billing.types import (
    Address,
    AppliedPart,
    BankAccount,
    DocumentKind,
    Invoice,
    InvoiceLine,
    InvoiceMoment,
    Party,
    Receipt,
    Seller,
)
from core.billing.use_cases.create_credit_note import CreditPreview
from core.billing.use_cases.create_invoices import Invoiceable
from core.billing.use_cases.hold_account import HoldPreview
from core.billing.use_cases.record_payment import PaymentPreview
from core.billing.use_cases.set_credit_limit import LimitPreview
from core.billing.use_cases.set_credit_policy import PolicyPreview
from core.credit.types import CreditOutcome, CreditPolicy
from core.dealers.types import DealerCard, DealerEntry, DealerPerson
from core.i18n.phrases import Say
from core.infra.health import ClockRun, DeadJobs, Health, Setting
from core.integrations.master_data.types import ImportReport, RowCode, RowError
from core.kernel.actor import STAFF_ROLES, Actor, Role
from core.kernel.ids import DealerId, PersonId, ProductId
from core.kernel.money import Money, UnitPrice
from core.kernel.reasons import Reason
from core.orders.use_cases.show_approvals import DryRun
from core.pricing.rulebook_types import PromotionView, RateNow, Terms, TierPrice
from core.pricing.types import EntryKind
from core.pricing.use_cases.set_price import PriceChange
from core.pricing.use_cases.set_promotion import PromotionChange
from core.pricing.use_cases.set_rate import RateChange
from core.pricing.use_cases.set_terms import TermsChange
from core.returns.types import ReturnPolicy, ReturnReason
from core.stock.shelf_types import ProductStock, StockLevel
from core.stock.types import Arrival
from core.stock.types import Level as OnHand
from tests.bot import samples as s

Draw = Callable[[Say], Screen]
AT = datetime(2025, 10, 14, 9, 0, tzinfo=UTC)
DAY = date(2025, 11, 1)
OFFICE = Actor(PersonId(uuid.UUID(int=9)), frozenset({Role.GENERAL_MANAGER}))
NASTY = s.NASTY[0] * 20
TRIGGERS = (TriggerKind.HARD_LIMIT, TriggerKind.HIGH_VALUE, TriggerKind.RESTRICTED_PRODUCT)


def proposal(**changes: Any) -> Proposal:
    made = Proposal(uuid.UUID(int=7), PersonId(uuid.UUID(int=9)), "stock_set", asked="dealer", step=3)
    return replace(made, **changes)


def _previewed(text: Callable[[Say], str], *, has_changed: bool = False) -> Draw:
    return lambda say: preview_screen(proposal(), text(say), say, has_changed=has_changed)


def office_samples() -> Iterator[tuple[str, Draw]]:
    """Name of the sample and the screen it makes in a voice."""
    yield from _questions()
    yield from _dealers()
    yield from _prices()
    yield from _house()
    yield from _money()
    yield from _approvals()
    yield from _parties()


def _questions() -> Iterator[tuple[str, Draw]]:
    options = tuple(Option(str(at), s.NASTY[at % 6]) for at in range(8))
    for name in sorted({param.name for command in COMMANDS for param in command.params}):
        asked = proposal(asked=name, options=options)
        yield f"office asks {name}", lambda say, asked=asked: question_screen(asked, "amount", say)
    yield "office asks plainly", lambda say: question_screen(proposal(), "", say)
    for command in COMMANDS:
        yield f"usage of {command.key}", lambda say, command=command: usage_screen([command], say)
    for role in STAFF_ROLES:
        mine = lines_of(Actor(None, frozenset({role})))
        yield f"office help for {role}", lambda say, mine=mine: Screen(office_help(mine, say, brief=True))
    yield "office done", lambda say: done_screen(say("done.rep", dealer=s.NASTY[0], rep=s.NASTY[1]))
    yield "office changed", _previewed(lambda say: say("preview.rep", dealer="A"), has_changed=True)


def _dealers() -> Iterator[tuple[str, Draw]]:
    people = tuple(
        DealerPerson(s.NASTY[at % 6], "+12135550100", Role.DEALER_BUYER, bool(at % 2), at == 3)
        for at in range(20)
    )
    card = DealerCard(
        DealerId(s.uid(1)),
        "CODE-1",
        NASTY,
        "platinum",
        "west",
        "en",
        "UTC",
        "USD",
        False,
        NASTY,
        NASTY,
        people,
        3,
    )
    credit = next(iter(s.CREDITS.values()))
    stopped = replace(credit, standing=replace(credit.standing, hold=NASTY))
    empty = replace(card, people=(), rep_name=None, parent_name=None)
    for name, one, view in (("worst", card, stopped), ("empty", empty, None), ("plain", card, credit)):
        draw: Draw = partial(dealer_card_screen, one, OFFICE, credit=view)
        yield f"dealer card {name}", draw
    for number, page in ((0, 0), (1, 0), (9, 0), (9, 2)):
        found = tuple(
            DealerEntry(DealerId(s.uid(at)), f"C{at}", s.NASTY[at % 6], "gold", "west", at != 2)
            for at in range(number)
        )
        draw = partial(dealers_screen, found, page)
        yield f"{number} dealers on page {page}", draw
    levels = tuple(
        StockLevel(
            f"W{at}",
            s.NASTY[at % 6],
            OnHand(10_000, 480),
            (Arrival(DAY, 24 * at), Arrival(None, 9)) if at else (),
        )
        for at in range(6)
    )
    for places in (levels, ()):
        stock = ProductStock("COKE330", NASTY, "each", places)
        yield f"stock in {len(places)} places", lambda say, stock=stock: stock_screen(stock, say)


def _prices() -> Iterator[tuple[str, Draw]]:
    price = UnitPrice(450_000, "USD")
    tiers = (TierPrice(s.NASTY[0], price, price), TierPrice(NASTY, None, price), TierPrice("x", None, None))
    change = PriceChange(
        ProductId(s.uid(1)), "COKE330", NASTY, EntryKind.LIST, None, None, price, UnitPrice(500_000, "USD"),
        AT, 800, tiers,
    )  # fmt: skip
    yield "price", _previewed(lambda say: price_preview(change, say))
    regional = replace(change, region="west", starts=None, before=price)
    yield "price of a region", _previewed(lambda say: price_preview(regional, say))
    for rate in (RateNow("cost_plus", 600), RateNow("percent_off", 500), RateNow("net", None, price)):
        agreed = RateChange(NASTY, NASTY, None, rate, AT)
        yield f"rate {rate.kind}", _previewed(lambda say, agreed=agreed: rate_preview(agreed, say))
    spend = PromotionView(
        "SPRING", "SPRING", "spend_save", {"threshold": "800", "off": "120"}, "X<Y", AT, AT, None, 0, True
    )
    gift = replace(
        spend, code=s.NASTY[1], kind="buy_get", coupon=None,
        terms={"buy": 10, "free": 1, "scope": [{"product": s.NASTY[0]}]},
    )  # fmt: skip
    percent = replace(spend, terms={"threshold": "800", "off_percent": "10"})
    flash = replace(spend, kind="flash", terms={"price": "0.65", "scope": [{"brand": "A"}]}, cap=500)
    off = replace(flash, terms={"off_percent": "20"})
    deals = (spend, gift, percent, flash, off)
    for at, after in enumerate((*deals, None)):
        promotion = PromotionChange(spend if at else None, after, 800)
        yield f"promotion {at}", _previewed(lambda say, one=promotion: promotion_preview(one, say))
    for number in (0, 5, 60):
        found = tuple(replace(deals[at % 5], code=f"P{at}") for at in range(number))
        yield f"{number} promotions", lambda say, found=found: promotions_screen(found, say)
    terms = TermsChange(Terms("gold", "Gold", 30, 0, 0), Terms("gold", "Gold", 30, 200, 10), 80)
    yield "terms", _previewed(lambda say: terms_preview(terms, say))


def _house() -> Iterator[tuple[str, Draw]]:
    well = Health("0.1.0", "SQLite", "0006", 12_345_678, 0, 0, None, (), ())
    ill = replace(
        well,
        waiting=12,
        late=3,
        oldest_due=AT,
        dead=tuple(DeadJobs(f"kind{at}", at + 1, NASTY) for at in range(12)),
        clock=tuple(ClockRun(f"timed_{at}", AT) for at in range(20)),
    )
    for name, health in (("well", well), ("ill", ill)):
        yield f"health {name}", lambda say, health=health: health_screen(health, say)
    settings = (
        Setting("bot_token", "yes", True),
        Setting("webhook_secret", "", True),
        Setting("company", s.NASTY[0], False),
        Setting("webhook_url", "", False),
    )
    yield "settings", lambda say: settings_screen(settings, say)
    report = ImportReport("products", 5, 3, 1, 1)
    yield "import", _previewed(lambda say: import_preview(report, NASTY, say))
    fields: dict[str, str | int] = {"most": 5, "least": 1, "choices": "a, b", "expected": "a=1", "first": 2}
    errors = tuple(RowError(at, "sku", s.NASTY[at % 6], code, fields) for at, code in enumerate(RowCode, 2))
    bad = replace(report, errors=errors)
    yield "import failed", lambda say: import_failed_screen(bad, say)


def _money() -> Iterator[tuple[str, Draw]]:
    lots, few = s.usd("150000.00"), s.usd("12.50")
    limit = LimitPreview(NASTY, lots, few, lots, few, True, CreditOutcome.APPROVE, CreditOutcome.REFUSE, 3, 1)
    yield "limit", _previewed(lambda say: limit_preview(limit, say))
    for reason in (None, NASTY):
        held = HoldPreview(NASTY, reason, lots, 2, 1)
        yield f"hold {reason is None}", _previewed(lambda say, held=held: hold_preview(held, "why", say))
        yield f"release {reason is None}", _previewed(lambda say, held=held: release_preview(held, say))
    many = tuple(f"B2B-2025-{at}" for at in range(40))
    for released in ((), many[:1], many):
        yield f"released {len(released)}", lambda say, one=released: released_screen("ok", one, say)
    yield "invoiced", lambda say: invoiced_screen(many, say)
    for moment in InvoiceMoment:
        yield f"invoicing at {moment}", partial(invoicing_screen, moment)
    for minor in (0, 5_000):
        yield f"returns {minor}", partial(return_policy_screen, ReturnPolicy(30, Money(minor, "USD")))
    fees = {reason: Money(1_500, "USD") for reason in ReturnReason}
    yield "returns with fees", partial(return_policy_screen, ReturnPolicy(30, Money(0, "USD"), fees))
    was = CreditPolicy(8000, 9500, 15, 30, 45)
    will = CreditPolicy(8500, 9600, 16, 31, 46, 100, 200, False, 1_000_000)
    yield "policy", lambda say: policy_screen(will, "USD", say)
    for name, after in (("changed", will), ("same", was)):
        change = PolicyPreview(was, after, 800, 3, 40, 5, 2)
        yield f"policy {name}", _previewed(lambda say, one=change: policy_preview(one, "USD", say))
    parts = tuple(AppliedPart(f"INV-{at}", few, few, few) for at in range(30))
    paid = PaymentPreview(NASTY, lots, few, parts, few)
    yield "payment", _previewed(lambda say: payment_preview(paid, lots, DAY, s.NASTY[0], say))
    receipt = Receipt(
        s.uid(1), "RC-1", DealerId(s.uid(1)), _seller(), _party(), DAY, AT, s.NASTY[1], lots, parts, few
    )
    yield "reversal", _previewed(lambda say: reversal_preview(receipt, s.NASTY[2], say))
    orders = tuple(
        Invoiceable(number, s.NASTY[0], lots, DAY, (Reason("invoice.state", {"state": "held"}),))
        for number in many
    )
    yield "invoices", _previewed(lambda say: invoices_preview(orders, say))
    invoice = Invoice(
        s.uid(2), "INV-1", DocumentKind.INVOICE, DealerId(s.uid(1)), (), (), _seller(), _party(), None,
        DAY, DAY, 30, None, "USD", (), lots, few, few, lots, (), few, lots, lots, few,
    )  # fmt: skip
    line = InvoiceLine(
        2, "COKE330", NASTY, "case", Decimal("0.125"), 3, UnitPrice(500_000, "USD"), few, few, few, few, few,
        "S", 0, False,
    )  # fmt: skip
    for part in ((), (line, replace(line, unit=s.NASTY[0], unit_quantity=Decimal(3)))):
        credited = CreditPreview(invoice, part, few)
        yield (
            f"credit note of {len(part)} lines",
            _previewed(lambda say, one=credited: credit_note_preview(one, NASTY, say)),
        )


def _seller() -> Seller:
    return Seller("MegaDistro")


def _party() -> Party:
    return Party("CODE", s.NASTY[0])


def _parties() -> Iterator[tuple[str, Draw]]:
    address = Address(NASTY, s.NASTY[1], "90001", s.NASTY[2], "US")
    bank = BankAccount(NASTY, s.NASTY[3], "DE89370400440532013000", "DEUTDEFF")
    full = Seller(NASTY, address, "US1", "HRB 1", s.NASTY[4], "+1", bank)
    for name, seller in (("empty", _seller()), ("full", full)):
        yield f"seller {name}", lambda say, one=seller: seller_screen(one, say)
    for field in SELLER_FIELDS:
        yield (
            f"seller's {field}",
            _previewed(lambda say, field=field: seller_preview(_seller(), full, field, say)),
        )
    party = Party("CODE", NASTY, address, "US1", s.NASTY[5])
    for name, one in (("empty", _party()), ("full", party)):
        yield f"party {name}", lambda say, one=one: party_screen(one, say)
    yield "party unchanged", _previewed(lambda say: party_preview(party, party, "city", say))
    yield "party's city", _previewed(lambda say: party_preview(_party(), party, "city", say))


def _approvals() -> Iterator[tuple[str, Draw]]:
    person = PersonId(s.uid(1))
    names = {person: NASTY}
    rules = tuple(
        ApprovalRule(
            s.uid(at), kind, list(Level)[at % 5], currency="USD" if at % 2 else None, least=100 * at or None,
            most=900 if at % 3 else None, active=at != 2, person_id=person if at % 2 else None,
            duty=list(Duty)[at % 2], region=s.NASTY[0], tier="gold" if at % 4 else None, position=1 + at % 2,
            at_end=list(EndAction)[at % 3],
        )
        for at, kind in enumerate(TriggerKind)
    )  # fmt: skip
    for some in ((), rules, rules * 5):
        yield f"{len(some)} rules", lambda say, some=some: rules_screen(some, say, names)
    changes = ((None, rules[2]), (rules[1], rules[2]), (rules[1], None), (rules[1], rules[1]))
    for at, (before, after) in enumerate(changes):
        yield f"change {at} of a rule", _previewed(partial(rule_preview, before, after, names=names))
    yield from _dry_runs(person)


def _dry_runs(person: PersonId) -> Iterator[tuple[str, Draw]]:
    steps = tuple(
        PlannedStep(at, level, (person,) * at, TRIGGERS, 4, EndAction.REFUSE, AT)
        for at, level in enumerate(Level)
    )
    findings = (
        Reason("approval.rule_met"),
        Reason("approval.deputy", {"person": person, "deputy": person}),
        Reason("approval.handed_up", {"trigger": "x", "level": Level.REP, "to": Level.DIRECTOR}),
    )
    asked = DryRun(NASTY, None, s.verdict(), (), Routing(steps, (person,), findings), {person: NASTY})
    nobody = replace(asked, number="B2B-2025-1", routing=Routing((), (), ()))
    small = replace(nobody, number=None, triggers=(TriggerKind.BELOW_MINIMUM,))
    late = replace(s.verdict(CreditOutcome.REFUSE), why=(Reason("credit.overdue_block"),))
    runs = {"asks": asked, "nobody": nobody, "small": small, "late": replace(asked, verdict=late)}
    for name, run in runs.items():
        yield f"dry run, {name}", lambda say, run=run: dry_run_screen(run, say)
