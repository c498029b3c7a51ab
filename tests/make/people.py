"""Dealers, their people, places and accounts; people of the house."""

from __future__ import annotations

import uuid
from datetime import date

from sqlalchemy import select, update

from core.credit.tables import CreditAccountRow, CreditDueRow, CreditEntryRow, CreditPostingRow
from core.credit.types import EntryState, Posted
from core.dealers.tables import DealerPersonRow, DealerRow, PersonRow, SessionRow, ShipToRow
from core.infra.door import Core
from core.kernel.actor import Actor, Role
from core.kernel.ids import DealerId, PersonId
from core.kernel.money import Money
from tests.make.rows import add, column, new_id, write


async def make_dealer(
    core: Core,
    name: str = "TechMart Corp",
    *,
    tier: str = "platinum",
    limit: str | None = "150000",
    currency: str = "USD",
    region: str = "west",
    language: str = "en",
    zone: str = "UTC",
    rep: Actor | None = None,
    assortment: str | None = None,
) -> DealerId:
    """A dealer with one place in its region and a credit account; ``limit`` None: no account at all."""
    dealer_id = DealerId(new_id(core))
    await add(
        core,
        DealerRow,
        id=dealer_id,
        code=name.upper().replace(" ", "-"),
        name=name,
        tier=tier,
        region=region,
        language=language,
        zone=zone,
        currency=currency,
        parent_id=None,
        rep_id=rep.person_id if rep else None,
        assortment=assortment,
        active=True,
    )
    await make_ship_to(core, dealer_id, region=region)
    if limit is not None:
        await make_credit(core, dealer_id, limit=limit, currency=currency)
    return dealer_id


async def make_ship_to(
    core: Core, dealer_id: DealerId, *, code: str = "MAIN", region: str = "west", is_default: bool = True
) -> uuid.UUID:
    place_id = new_id(core)
    await add(
        core,
        ShipToRow,
        id=place_id,
        dealer_id=dealer_id,
        code=code,
        name=f"Store {code}",
        address="1 Market Street",
        city="Los Angeles",
        region=region,
        is_default=is_default,
    )
    return place_id


async def make_credit(
    core: Core,
    dealer_id: DealerId,
    *,
    limit: str,
    invoiced: str = "0",
    held: str = "0",
    currency: str = "USD",
) -> None:
    """An account. The sums given here have no entries; tests that compare the two leave them at 0."""
    await add(
        core,
        CreditAccountRow,
        dealer_id=dealer_id,
        currency=currency,
        limit_minor=Money.parse(limit, currency).minor,
        invoiced_minor=Money.parse(invoiced, currency).minor,
        held_minor=Money.parse(held, currency).minor,
        pending_minor=0,
        unapplied_minor=0,
    )


async def set_limit(core: Core, dealer_id: DealerId, limit: str) -> None:
    await write(
        core,
        update(CreditAccountRow)
        .where(CreditAccountRow.dealer_id == dealer_id)
        .values(limit_minor=Money.parse(limit, "USD").minor),
    )


async def raise_invoiced(core: Core, dealer_id: DealerId, amount: str) -> None:
    """The dealer owes so much more, without an entry that says for what."""
    await write(
        core,
        update(CreditAccountRow)
        .where(CreditAccountRow.dealer_id == dealer_id)
        .values(invoiced_minor=CreditAccountRow.invoiced_minor + Money.parse(amount, "USD").minor),
    )


async def make_invoice(
    core: Core, dealer_id: DealerId, amount: str, *, due_on: date, document: str = "INV-1"
) -> None:
    """An unpaid invoice: entry, day, posting and sum together."""
    minor = Money.parse(amount, "USD").minor
    now = core.clock.now()
    await add(
        core,
        CreditEntryRow,
        id=new_id(core),
        dealer_id=dealer_id,
        order_id=None,
        document=document,
        original_minor=minor,
        amount_minor=minor,
        state=EntryState.INVOICED,
        issued_on=now.date(),
        due_on=due_on,
        created=now,
        changed=now,
    )
    table = CreditDueRow
    known = await column(core, table.open_minor, table.dealer_id == dealer_id, table.due_on == due_on)
    if known:
        await write(
            core,
            update(table)
            .where(table.dealer_id == dealer_id, table.due_on == due_on)
            .values(open_minor=table.open_minor + minor),
        )
    else:
        await add(core, CreditDueRow, dealer_id=dealer_id, due_on=due_on, open_minor=minor)
    await add(
        core,
        CreditPostingRow,
        id=new_id(core),
        dealer_id=dealer_id,
        day=now.date(),
        kind=Posted.BROUGHT_IN,
        number=document,
        about="",
        due_on=due_on,
        amount_minor=minor,
        at=now,
    )
    await raise_invoiced(core, dealer_id, amount)


async def make_person(
    core: Core,
    name: str = "Ada",
    *,
    dealer_id: DealerId | None = None,
    role: Role | None = None,
    telegram_id: int | None = None,
    phone: str | None = None,
    language: str | None = "en",
    blocked: bool = False,
) -> PersonId:
    """A person of a dealer (``dealer_id`` given) or of the house (``role`` of the house)."""
    person_id = PersonId(new_id(core))
    await add(
        core,
        PersonRow,
        id=person_id,
        name=name,
        phone=phone,
        language=language,
        zone="UTC",
        telegram_id=telegram_id,
        staff_role=role if dealer_id is None else None,
        blocked=blocked,
    )
    if dealer_id is not None:
        await add(core, DealerPersonRow, person_id=person_id, dealer_id=dealer_id, role=role)
    if telegram_id is not None:
        await make_session(core, person_id, telegram_id)
    return person_id


async def make_session(core: Core, person_id: PersonId, telegram_id: int, *, label: str = "") -> uuid.UUID:
    """A chat in which the person may act; notices go where the person row says."""
    session_id, now = new_id(core), core.clock.now()
    await add(
        core, SessionRow, id=session_id, person_id=person_id, telegram_id=telegram_id, label=label,
        started_at=now, seen_at=now,
    )  # fmt: skip
    return session_id


async def make_buyer(
    core: Core,
    dealer_id: DealerId,
    name: str = "Ada",
    *,
    role: Role = Role.DEALER_BUYER,
    telegram_id: int | None = None,
) -> Actor:
    """Somebody of a dealer, as an Actor."""
    person_id = await make_person(core, name, dealer_id=dealer_id, role=role, telegram_id=telegram_id)
    return Actor(person_id, frozenset({role}), dealer_id, name=name)


async def make_staff(
    core: Core,
    role: Role = Role.REP,
    name: str = "Rita",
    *,
    telegram_id: int | None = None,
    phone: str | None = None,
) -> Actor:
    """Somebody of the house, as an Actor."""
    person_id = await make_person(core, name, role=role, telegram_id=telegram_id, phone=phone)
    return Actor(person_id, frozenset({role}), name=name)


async def account(core: Core, dealer_id: DealerId) -> dict[str, int]:
    """The account's sums in cents: limit, invoiced, held, pending."""
    table = CreditAccountRow
    async with core.database.read() as connection:
        row = (
            await connection.execute(
                select(table.limit_minor, table.invoiced_minor, table.held_minor, table.pending_minor).where(
                    table.dealer_id == dealer_id
                )
            )
        ).one()
    return {"limit": row[0], "invoiced": row[1], "held": row[2], "pending": row[3]}
