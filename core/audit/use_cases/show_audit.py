"""Who did what, when and from where (N3): the journal, newest first, of all or about one thing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.audit.facts import facts_of, ids_in
from core.audit.types import About, AuditEntry, AuditPage, Subject
from core.dealers import repository as dealers
from core.dealers.use_cases.find_dealers import FindDealers, FindPeople, find_dealers, find_people
from core.infra import journal
from core.infra.journal import OFFICE_STREAM, Entry
from core.infra.transaction import Snapshot
from core.kernel.actor import Permission
from core.kernel.command import Query
from core.kernel.errors import NotFound
from core.kernel.ids import DealerId, OrderId, PersonId
from core.kernel.texts import storable
from core.orders.repository import placed

MOST_FOUND = 6
MOST_AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class FindAudited(Query[tuple[Subject, ...]]):
    """What a typed text may mean: an order number, a dealer, a person; one where there is no doubt."""

    permission = Permission.AUDIT_READ
    text: str


async def find_audited(snap: Snapshot, query: FindAudited) -> tuple[Subject, ...]:
    text = storable(query.text).strip()
    if any(sign.isdigit() for sign in text):
        order_id = await placed.find_order_id(snap, text)
        if order_id is not None:
            return (Subject(About.ORDER, order_id, (await placed.load_order(snap, order_id)).number),)
    companies = await find_dealers(snap, FindDealers(text, MOST_FOUND))
    people = await find_people(snap, FindPeople(text, MOST_FOUND))
    hits = [
        *(
            (one.score, one.is_sure, Subject(About.DEALER, one.dealer.id, one.dealer.name))
            for one in companies
        ),
        *((one.score, one.is_sure, Subject(About.PERSON, one.person.id, one.person.name)) for one in people),
    ]
    best = max((score for score, is_sure, _ in hits if is_sure), default=None)
    sure = [subject for score, is_sure, subject in hits if is_sure and score == best]
    if len(sure) == 1:
        return (sure[0],)
    return tuple(subject for _, _, subject in sorted(hits, key=lambda hit: -hit[0])[:MOST_FOUND])


@dataclass(frozen=True, slots=True)
class ShowAudit(Query[AuditPage]):
    """``until`` None: now."""

    permission = Permission.AUDIT_READ
    about: About = About.ALL
    id: UUID | None = None
    until: datetime | None = None
    limit: int = 8
    offset: int = 0


async def show_audit(snap: Snapshot, query: ShowAudit) -> AuditPage:
    subject, stream, actor_id, about = await _narrow(snap, query.about, query.id)
    until, limit = query.until or snap.now, min(query.limit, MOST_AT_ONCE)
    entries = await journal.read_entries(
        snap.db,
        until=until,
        limit=limit + 1,
        offset=query.offset,
        stream=stream,
        actor_id=actor_id,
        about=about,
    )
    shown = await _readable(snap, entries[:limit])
    return AuditPage(subject, until, shown, has_more=len(entries) > limit)


async def _narrow(
    snap: Snapshot, about: About, what: UUID | None
) -> tuple[Subject, str | None, UUID | None, tuple[str, str] | None]:
    """The subject with its name, and what that means for the journal: stream, actor, field of the payload."""
    if about is About.ALL or what is None:
        return Subject(), None, None, None
    if about is About.PERSON:
        name = await dealers.person_name(snap, PersonId(what))
        if name is None:
            raise NotFound(what="person")
        return Subject(about, what, name), None, what, None
    if about is About.DEALER:
        dealer = await dealers.load_dealer(snap, DealerId(what))
        return Subject(about, what, dealer.name), str(what), None, None
    order = await placed.load_order(snap, OrderId(what))
    # Everything about an order stands in the chain of its dealer.
    return Subject(about, what, order.number), str(order.dealer_id), None, ("order_id", str(what))


async def _readable(snap: Snapshot, entries: Sequence[Entry]) -> tuple[AuditEntry, ...]:
    """With the names of people and dealers; an id that names nobody (any more) is left out."""
    mentioned = {UUID(one) for entry in entries for one in ids_in(entry.payload)}
    people = await dealers.person_names(
        snap, [PersonId(one) for one in mentioned | {entry.actor_id for entry in entries if entry.actor_id}]
    )
    streams = {entry.stream for entry in entries} - {OFFICE_STREAM}
    companies = await dealers.dealer_names(snap, [DealerId(UUID(stream)) for stream in streams])
    names = {str(one): name for one, name in people.items()}
    return tuple(
        AuditEntry(
            at=entry.at,
            who=names.get(str(entry.actor_id)),
            origin=entry.origin,
            name=entry.name,
            dealer=None if entry.stream == OFFICE_STREAM else companies.get(DealerId(UUID(entry.stream))),
            facts=facts_of(entry.payload, names),
        )
        for entry in entries
    )
