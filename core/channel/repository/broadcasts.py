"""Broadcasts, the people they are for, and the notices that people have switched off.

Who is written to is asked twice: when a broadcast begins, and again when it is the person's turn.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import ColumnElement, Select, and_, exists, func, insert, literal, or_, select, update

from core.catalog.tables import ProductRow
from core.channel.repository.tiers import BOUGHT
from core.channel.tables import BroadcastPersonRow, BroadcastRow, NoticeSwitchRow
from core.channel.types import (
    Audience,
    Broadcast,
    BroadcastPreview,
    BroadcastState,
    Delivery,
    NextPerson,
    NoticeKind,
    NoticeWay,
)
from core.channel.wording import text_for
from core.dealers.tables import DealerPersonRow, DealerRow, PersonRow
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import STAFF_ROLES
from core.kernel.errors import NotFound
from core.kernel.ids import PersonId
from core.orders.tables import OrderLineRow, OrderRow
from core.orders.types import OrderState

_FALLEN = (OrderState.DECLINED, OrderState.CANCELLED)
_SAMPLE = 5
_LINE = BroadcastPersonRow


def _language(snap: Snapshot) -> ColumnElement[str]:
    return func.coalesce(PersonRow.language, DealerRow.language, literal(snap.settings.default_language))


def _is_off(kind: NoticeKind) -> ColumnElement[bool]:
    return exists().where(
        NoticeSwitchRow.person_id == PersonRow.id,
        NoticeSwitchRow.kind == kind.value,
        NoticeSwitchRow.way == NoticeWay.OFF.value,
    )


def _reachable() -> ColumnElement[bool]:
    """Not blocked, in a chat, and of the house or of a dealer at work."""
    of_dealer = and_(DealerRow.id.is_not(None), DealerRow.active)
    return and_(
        PersonRow.telegram_id.is_not(None),
        PersonRow.blocked.is_(False),
        or_(of_dealer, PersonRow.staff_role.is_not(None)),
    )


def _people(snap: Snapshot, audience: Audience) -> Select[*tuple[Any, ...]]:
    """Everybody that the audience names and that may be written to; columns: id."""
    statement = (
        select(PersonRow.id)
        .outerjoin(DealerPersonRow, DealerPersonRow.person_id == PersonRow.id)
        .outerjoin(DealerRow, DealerRow.id == DealerPersonRow.dealer_id)
        .where(_reachable())
    )
    if audience.staff:
        statement = statement.where(PersonRow.staff_role.in_([role.value for role in audience.staff]))
    else:
        statement = statement.where(DealerRow.id.is_not(None))
    if audience.tiers:
        statement = statement.where(DealerRow.tier.in_(audience.tiers))
    if audience.regions:
        statement = statement.where(DealerRow.region.in_(audience.regions))
    if audience.languages:
        statement = statement.where(_language(snap).in_(audience.languages))
    since = snap.now - timedelta(days=audience.days)
    if audience.is_dormant:
        statement = statement.where(~_ordered(since))
    if audience.has_ordered:
        statement = statement.where(_ordered(since))
    if audience.bought is not None:
        statement = statement.where(_bought(audience.bought, since))
    return statement


def _ordered(since: datetime) -> ColumnElement[bool]:
    return exists().where(
        OrderRow.dealer_id == DealerRow.id, OrderRow.placed_at >= since, OrderRow.state.not_in(_FALLEN)
    )


def _bought(category: str, since: datetime) -> ColumnElement[bool]:
    """Something of the category or below it."""
    path = category.strip("/")
    return exists().where(
        OrderRow.dealer_id == DealerRow.id,
        OrderRow.placed_at >= since,
        OrderRow.state.in_(BOUGHT),
        OrderLineRow.order_id == OrderRow.id,
        ProductRow.id == OrderLineRow.product_id,
        or_(ProductRow.category == path, ProductRow.category.startswith(f"{path}/", autoescape=True)),
    )


async def preview(snap: Snapshot, audience: Audience, kind: NoticeKind) -> BroadcastPreview:
    """How many it would reach now, by language, and the names of a few."""
    people = _people(snap, audience)
    # Apart from the grouping: PostgreSQL takes the same expression with a parameter in it for two.
    spoken = people.with_only_columns(_language(snap).label("language")).where(~_is_off(kind)).subquery()
    rows = await snap.all(
        select(spoken.c.language, func.count().label("people"))
        .group_by(spoken.c.language)
        .order_by(func.count().desc(), spoken.c.language)
    )
    off = await snap.one_or_none(people.with_only_columns(func.count()).where(_is_off(kind)))
    names = await snap.all(
        people.with_only_columns(PersonRow.name, DealerRow.name.label("dealer"))
        .where(~_is_off(kind))
        .order_by(PersonRow.name, PersonRow.id)
        .limit(_SAMPLE)
    )
    return BroadcastPreview(
        people=sum(row.people for row in rows),
        off=off[0],
        languages={row.language: row.people for row in rows},
        sample=tuple(f"{row.name} · {row.dealer}" if row.dealer else row.name for row in names),
    )


async def insert_broadcast(tx: Transaction, values: Mapping[str, Any]) -> None:
    await tx.execute(insert(BroadcastRow).values(**values))


def audience_to_json(audience: Audience) -> dict[str, Any]:
    return {
        "tiers": list(audience.tiers),
        "regions": list(audience.regions),
        "languages": list(audience.languages),
        "bought": audience.bought,
        "is_dormant": audience.is_dormant,
        "days": audience.days,
        "staff": [role.value for role in audience.staff],
        "has_ordered": audience.has_ordered,
    }


def audience_from_json(kept: Mapping[str, Any]) -> Audience:
    return Audience(
        tiers=tuple(kept["tiers"]),
        regions=tuple(kept["regions"]),
        languages=tuple(kept["languages"]),
        bought=kept["bought"],
        is_dormant=kept["is_dormant"],
        days=kept["days"],
        staff=tuple(role for role in STAFF_ROLES if role.value in kept["staff"]),
        has_ordered=kept.get("has_ordered", False),  # older ones did not know it
    )


async def load_broadcast(snap: Snapshot, broadcast_id: uuid.UUID, *, is_counted: bool = True) -> Broadcast:
    """Without ``is_counted`` it does not say how far it is."""
    row = await snap.one_or_none(_broadcasts().where(BroadcastRow.id == broadcast_id))
    if row is None:
        raise NotFound(what="broadcast")
    if not is_counted:
        return _broadcast(row, {})
    counts = await snap.all(
        select(_LINE.state, func.count().label("people"))
        .where(_LINE.broadcast_id == broadcast_id)
        .group_by(_LINE.state)
    )
    return _broadcast(row, {Delivery(one.state): one.people for one in counts})


async def list_broadcasts(snap: Snapshot, limit: int) -> list[Broadcast]:
    """The latest first."""
    rows = await snap.all(_broadcasts().order_by(BroadcastRow.made_at.desc(), BroadcastRow.id).limit(limit))
    counts: dict[uuid.UUID, dict[Delivery, int]] = {row.id: {} for row in rows}
    for one in await snap.all(
        select(_LINE.broadcast_id, _LINE.state, func.count().label("people"))
        .where(_LINE.broadcast_id.in_(counts))
        .group_by(_LINE.broadcast_id, _LINE.state)
    ):
        counts[one.broadcast_id][Delivery(one.state)] = one.people
    return [_broadcast(row, counts[row.id]) for row in rows]


def _broadcasts() -> Select[*tuple[Any, ...]]:
    return select(*BroadcastRow.__table__.c, PersonRow.name.label("made_by_name")).join(
        PersonRow, PersonRow.id == BroadcastRow.made_by
    )


def _broadcast(row: Any, counts: Mapping[Delivery, int]) -> Broadcast:
    return Broadcast(
        id=row.id,
        kind=NoticeKind(row.kind),
        texts=row.texts,
        audience=audience_from_json(row.audience),
        state=BroadcastState(row.state),
        made_by=row.made_by,
        made_by_name=row.made_by_name,
        due_at=row.due_at,
        started_at=row.started_at,
        ended_at=row.ended_at,
        counts=counts,
    )


async def lock_state(tx: Transaction, broadcast_id: uuid.UUID) -> BroadcastState:
    """The broadcast's state, held until the transaction ends."""
    row = await tx.one_or_none(
        select(BroadcastRow.state).where(BroadcastRow.id == broadcast_id).with_for_update()
    )
    if row is None:
        raise NotFound(what="broadcast")
    return BroadcastState(row.state)


async def change_broadcast(tx: Transaction, broadcast_id: uuid.UUID, **values: Any) -> None:
    await tx.execute(update(BroadcastRow).where(BroadcastRow.id == broadcast_id).values(**values))


async def fill(tx: Transaction, broadcast: Broadcast) -> None:
    """Write down everybody that it is for now; from here on the list stands."""
    people = _people(tx, broadcast.audience).where(~_is_off(broadcast.kind))
    chosen = people.add_columns(
        literal(broadcast.id, _LINE.broadcast_id.type), literal(Delivery.WAITING.value)
    )
    await tx.execute(insert(_LINE).from_select(["person_id", "broadcast_id", "state"], chosen))


async def note_delivery(
    tx: Transaction, broadcast_id: uuid.UUID, person_id: PersonId, outcome: Delivery
) -> None:
    """WAITING where the message was not taken: it is the person's turn again, unless it was stopped."""
    if outcome is Delivery.WAITING and await lock_state(tx, broadcast_id) is not BroadcastState.RUNNING:
        outcome = Delivery.SKIPPED
    await tx.execute(
        update(_LINE)
        .where(
            _LINE.broadcast_id == broadcast_id,
            _LINE.person_id == person_id,
            _LINE.state == Delivery.SENDING,
        )
        .values(state=outcome, at=tx.now)
    )


async def put_off(tx: Transaction, broadcast_id: uuid.UUID, person_id: PersonId, until: datetime) -> None:
    """It is the person's turn again, but not before that moment."""
    await tx.execute(
        update(_LINE)
        .where(_LINE.broadcast_id == broadcast_id, _LINE.person_id == person_id)
        .values(state=Delivery.WAITING, at=until)
    )


async def next_turn(snap: Snapshot, broadcast_id: uuid.UUID) -> datetime | None:
    """When the first of those is to be written to who wait; None: nobody waits."""
    row = await snap.one_or_none(
        select(func.min(_LINE.at).label("at")).where(
            _LINE.broadcast_id == broadcast_id, _LINE.state == Delivery.WAITING
        )
    )
    return None if row.at is None else cast("datetime", row.at)


async def take_next(tx: Transaction, broadcast: Broadcast) -> NextPerson | None:
    """Whose turn it is, marked as being written to before anything is sent; None: nobody's now.

    Somebody who may not be written to any more is left out for good.
    """
    while True:
        row = await tx.one_or_none(
            select(
                _LINE.person_id,
                PersonRow.telegram_id,
                _language(tx).label("language"),
                and_(_reachable(), ~_is_off(broadcast.kind)).label("is_wanted"),
            )
            .join(PersonRow, PersonRow.id == _LINE.person_id)
            .outerjoin(DealerPersonRow, DealerPersonRow.person_id == PersonRow.id)
            .outerjoin(DealerRow, DealerRow.id == DealerPersonRow.dealer_id)
            .where(
                _LINE.broadcast_id == broadcast.id,
                _LINE.state == Delivery.WAITING,
                or_(_LINE.at.is_(None), _LINE.at <= tx.now),
            )
            .order_by(_LINE.person_id)
            .limit(1)
        )
        if row is None:
            return None
        state = Delivery.SENDING if row.is_wanted else Delivery.SKIPPED
        await tx.execute(
            update(_LINE)
            .where(_LINE.broadcast_id == broadcast.id, _LINE.person_id == row.person_id)
            .values(state=state, at=tx.now)
        )
        if state is Delivery.SENDING:
            text = text_for(broadcast.texts, row.language)
            return NextPerson(row.person_id, row.telegram_id, row.language, broadcast.kind, text)


async def skip_waiting(tx: Transaction, broadcast_id: uuid.UUID) -> None:
    await tx.execute(
        update(_LINE)
        .where(_LINE.broadcast_id == broadcast_id, _LINE.state == Delivery.WAITING)
        .values(state=Delivery.SKIPPED, at=tx.now)
    )


async def known_codes(snap: Snapshot) -> tuple[frozenset[str], frozenset[str]]:
    """Tiers and regions that dealers stand in."""
    rows = await snap.all(select(DealerRow.tier, DealerRow.region).distinct())
    return frozenset(row.tier for row in rows), frozenset(row.region for row in rows)
