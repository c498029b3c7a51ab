"""Rebate programmes, the goods that count in them, and what periods came to."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, exists, func, insert, or_, select, true, update
from sqlalchemy.orm import aliased

from core.billing.repository.invoices import stands
from core.billing.tables import InvoiceLineRow, InvoiceRow
from core.catalog.tables import ProductRow
from core.channel.rebate_types import (
    Creditable,
    Movement,
    RebateBasis,
    RebatePeriod,
    RebateProgramme,
    RebateStatement,
    RebateStep,
    RebateTerms,
    Span,
)
from core.channel.tables import RebateNoteRow, RebateProgrammeRow, RebateStatementRow
from core.dealers.tables import DealerRow
from core.infra.transaction import Snapshot, Transaction
from core.kernel.errors import NotFound
from core.kernel.ids import DealerId
from core.kernel.money import Money

_INVOICE, _CREDIT_NOTE = "invoice", "credit_note"
_programme, _statement = RebateProgrammeRow, RebateStatementRow


def _read(row: Any) -> RebateProgramme:
    terms = RebateTerms(
        row.currency,
        RebatePeriod(row.period),
        RebateBasis(row.basis),
        tuple(RebateStep(least, points) for least, points in row.steps),
        tuple(row.tiers),
        tuple(DealerId(uuid.UUID(one)) for one in row.dealers),
        tuple((scope, value) for scope, value in row.targets),
    )
    return RebateProgramme(row.id, row.code, terms, row.starts_on, row.ends_on)


async def list_programmes(snap: Snapshot, *, from_day: date | None = None) -> list[RebateProgramme]:
    """All there are or, with a day, those that count on it or later; by code, then by beginning."""
    statement = select(_programme.__table__).order_by(_programme.code, _programme.starts_on)
    if from_day is not None:
        statement = statement.where(or_(_programme.ends_on.is_(None), _programme.ends_on > from_day))
    return [_read(row) for row in await snap.all(statement)]


async def list_unstated(tx: Transaction, today: date) -> list[tuple[RebateProgramme, date]]:
    """Programmes with the day until which their periods are stated, each held until the transaction ends."""
    rows = await tx.all(
        select(_programme.__table__)
        .where(
            _programme.stated_until <= today,
            or_(_programme.ends_on.is_(None), _programme.ends_on > _programme.stated_until),
        )
        .order_by(_programme.id)
        .with_for_update()
    )
    return [(_read(row), row.stated_until) for row in rows]


async def insert_programme(tx: Transaction, programme: RebateProgramme) -> None:
    terms = programme.terms
    await tx.execute(
        insert(_programme).values(
            id=programme.id,
            code=programme.code,
            currency=terms.currency,
            period=terms.period,
            basis=terms.basis,
            steps=[[step.least, step.basis_points] for step in terms.steps],
            tiers=list(terms.tiers),
            dealers=[str(one) for one in terms.dealers],
            targets=[list(one) for one in terms.targets],
            starts_on=programme.starts_on,
            ends_on=programme.ends_on,
            stated_until=programme.starts_on,
            made_at=tx.now,
            made_by=tx.actor.person_id,
        )
    )


async def end_programme(tx: Transaction, programme: RebateProgramme, ends_on: date) -> None:
    """It counts no more from that day on; one that has not begun by then is gone."""
    if ends_on <= programme.starts_on:
        await tx.execute(delete(_programme).where(_programme.id == programme.id))
    else:
        await tx.execute(update(_programme).where(_programme.id == programme.id).values(ends_on=ends_on))


async def set_stated_until(tx: Transaction, programme_id: uuid.UUID, day: date) -> None:
    await tx.execute(update(_programme).where(_programme.id == programme_id).values(stated_until=day))


async def list_members(
    snap: Snapshot, terms: RebateTerms, dealer_id: DealerId | None = None
) -> list[DealerId]:
    """Dealers of the programme's currency that take part; with a dealer only whether that one does."""
    statement = select(DealerRow.id).where(DealerRow.currency == terms.currency).order_by(DealerRow.id)
    if dealer_id is not None:
        statement = statement.where(DealerRow.id == dealer_id)
    if terms.tiers or terms.dealers:
        statement = statement.where(or_(DealerRow.tier.in_(terms.tiers), DealerRow.id.in_(terms.dealers)))
    return [DealerId(row.id) for row in await snap.all(statement)]


async def list_movements(
    snap: Snapshot, terms: RebateTerms, span: Span, dealers: Collection[DealerId] | None = None
) -> dict[DealerId, list[Movement]]:
    """Goods invoiced in the period, and all that was credited in it or of its invoices, by dealer.

    Credit over an amount belongs to no product: it counts where all goods do.
    """
    of = aliased(InvoiceRow)
    in_span = and_(InvoiceRow.issued_on >= span.starts_on, InvoiceRow.issued_on < span.ends_on)
    of_span = and_(of.issued_on >= span.starts_on, of.issued_on < span.ends_on)
    key = (
        InvoiceRow.dealer_id, InvoiceRow.kind, InvoiceRow.issued_on, InvoiceRow.created,
        of.issued_on.label("invoice_day"),
    )  # fmt: skip
    key_columns = (
        InvoiceRow.dealer_id, InvoiceRow.kind, InvoiceRow.issued_on, InvoiceRow.created, of.issued_on
    )  # fmt: skip
    statement = (
        select(*key, func.sum(InvoiceLineRow.net_minor).label("minor"))
        .join(InvoiceLineRow, InvoiceLineRow.invoice_id == InvoiceRow.id)
        .outerjoin(of, of.number == InvoiceRow.reference)
        .where(
            InvoiceRow.currency == terms.currency,
            or_(in_span, of_span),
            stands(),
            ~exists().where(RebateNoteRow.number == InvoiceRow.number),
        )
        .group_by(*key_columns)
    )
    if dealers is not None:
        statement = statement.where(InvoiceRow.dealer_id.in_(dealers))
    if terms.targets:
        statement = statement.join(ProductRow, ProductRow.sku == InvoiceLineRow.sku).where(_on(terms))
    found: dict[DealerId, list[Movement]] = defaultdict(list)
    for row in await snap.all(statement):
        is_credit = row.kind == _CREDIT_NOTE
        minor = -int(row.minor) if is_credit else int(row.minor)
        invoice_day = row.invoice_day if is_credit else None
        found[DealerId(row.dealer_id)].append(Movement(row.issued_on, minor, row.created, invoice_day))
    return found


def _on(terms: RebateTerms) -> ColumnElement[bool]:
    kinds: dict[str, Any] = {
        "product": lambda value: ProductRow.sku == value,
        "brand": lambda value: func.lower(ProductRow.brand) == value.lower(),
        "category": lambda value: or_(
            func.lower(ProductRow.category) == value.lower(),
            func.lower(ProductRow.category).startswith(value.lower() + "/", autoescape=True),
        ),
    }
    return or_(*(kinds[scope](value) for scope, value in terms.targets))


async def settled_spans(
    snap: Snapshot, code: str, dealers: Collection[DealerId] | None = None
) -> dict[DealerId, dict[date, datetime]]:
    """First days of periods whose rebate is settled, and when, by dealer; of all programmes of a code."""
    statement = (
        select(_statement.dealer_id, _statement.starts_on, _statement.settled_at)
        .join(_programme, _programme.id == _statement.programme_id)
        .where(_programme.code == code, _statement.settled_at.is_not(None))
    )
    if dealers is not None:
        statement = statement.where(_statement.dealer_id.in_(dealers))
    found: dict[DealerId, dict[date, datetime]] = defaultdict(dict)
    for row in await snap.all(statement):
        found[DealerId(row.dealer_id)][row.starts_on] = row.settled_at
    return found


async def insert_statements(tx: Transaction, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        await tx.execute(insert(_statement), list(rows))


async def list_statements(
    snap: Snapshot,
    *,
    dealer_id: DealerId | None = None,
    is_open: bool = False,
    limit: int = 100,
    lock: bool = False,
) -> list[RebateStatement]:
    """Statements, newest period first; is_open: earned and not settled yet."""
    which: list[ColumnElement[bool]] = [true()]
    if dealer_id is not None:
        which.append(_statement.dealer_id == dealer_id)
    if is_open:
        which += [_statement.settled_at.is_(None), _statement.earned_minor > 0]
    statement = (
        select(
            *_statement.__table__.c, _programme.code, _programme.currency, DealerRow.name.label("dealer_name")
        )
        .join(_programme, _programme.id == _statement.programme_id)
        .join(DealerRow, DealerRow.id == _statement.dealer_id)
        .where(*which)
        .order_by(_statement.starts_on.desc(), _programme.code, DealerRow.name, _statement.id)
        .limit(limit)
    )
    rows = await snap.all(statement.with_for_update(of=_statement) if lock else statement)
    notes: dict[uuid.UUID, list[str]] = defaultdict(list)
    for note in await snap.all(
        select(RebateNoteRow.statement_id, RebateNoteRow.number)
        .where(RebateNoteRow.statement_id.in_([row.id for row in rows]))
        .order_by(RebateNoteRow.number)
    ):
        notes[note.statement_id].append(note.number)
    return [_read_statement(row, tuple(notes[row.id])) for row in rows]


def _read_statement(row: Any, notes: tuple[str, ...]) -> RebateStatement:
    return RebateStatement(
        id=row.id,
        programme_id=row.programme_id,
        code=row.code,
        dealer_id=DealerId(row.dealer_id),
        dealer_name=row.dealer_name,
        span=Span(row.starts_on, row.ends_on),
        bought=Money(row.bought_minor, row.currency),
        basis_points=row.basis_points,
        earned=Money(row.earned_minor, row.currency),
        stated_at=row.stated_at,
        settled=None if row.settled_minor is None else Money(row.settled_minor, row.currency),
        settled_at=row.settled_at,
        credit_notes=notes,
    )


async def load_programme(snap: Snapshot, programme_id: uuid.UUID) -> RebateProgramme:
    row = await snap.one_or_none(select(_programme.__table__).where(_programme.id == programme_id))
    if row is None:
        raise NotFound(what="rebate")
    return _read(row)


async def list_creditable(snap: Snapshot, dealer_id: DealerId, currency: str, span: Span) -> list[Creditable]:
    """The dealer's invoices of the period, with what earlier credit notes have left of them."""
    note = aliased(InvoiceRow)
    credited = (
        select(func.coalesce(func.sum(note.total_minor), 0))
        .where(note.kind == _CREDIT_NOTE, note.reference == InvoiceRow.number, stands(note))
        .scalar_subquery()
    )
    rows = await snap.all(
        select(
            InvoiceRow.number, InvoiceRow.net_minor, InvoiceRow.total_minor, credited.label("credited")
        ).where(
            InvoiceRow.kind == _INVOICE,
            InvoiceRow.dealer_id == dealer_id,
            InvoiceRow.currency == currency,
            InvoiceRow.issued_on >= span.starts_on,
            InvoiceRow.issued_on < span.ends_on,
        )
    )
    return [
        Creditable(row.number, row.net_minor, row.total_minor, row.total_minor - int(row.credited))
        for row in rows
    ]


async def settle_statement(
    tx: Transaction, statement_id: uuid.UUID, settled: int, notes: Sequence[str]
) -> None:
    if notes:
        await tx.execute(
            insert(RebateNoteRow), [{"number": one, "statement_id": statement_id} for one in notes]
        )
    await tx.execute(
        update(_statement)
        .where(_statement.id == statement_id)
        .values(settled_minor=settled, settled_at=tx.now, settled_by=tx.actor.person_id)
    )
