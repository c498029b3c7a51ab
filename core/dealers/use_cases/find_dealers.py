"""The house looks up dealers and people: by words, as lists, one as a card."""

from __future__ import annotations

from dataclasses import dataclass

from core.dealers.engine import find_by_name
from core.dealers.phones import normalise_phone
from core.dealers.repository import directory
from core.dealers.types import DealerCard, DealerEntry, FoundDealer, FoundPerson, PersonEntry, Rep
from core.infra.transaction import Snapshot
from core.kernel.actor import Permission
from core.kernel.command import Query
from core.kernel.ids import DealerId

_LEAST_DIGITS = 6


@dataclass(frozen=True, slots=True)
class FindDealers(Query[tuple[FoundDealer, ...]]):
    """Dealers that a text may mean, by code or name, the likeliest first."""

    permission = Permission.DEALERS_READ
    text: str
    limit: int = 5


async def find_dealers(snap: Snapshot, query: FindDealers) -> tuple[FoundDealer, ...]:
    entries = await directory.list_dealers(snap)
    hits = find_by_name(query.text, [(one.code, one.name) for one in entries], query.limit)
    return tuple(FoundDealer(entries[hit.at], hit.score, hit.is_sure) for hit in hits)


@dataclass(frozen=True, slots=True)
class ListDealers(Query[tuple[DealerEntry, ...]]):
    """A page of the dealers, by name; with ``text`` those it may mean."""

    permission = Permission.DEALERS_READ
    limit: int
    offset: int = 0
    text: str = ""


async def list_dealers(snap: Snapshot, query: ListDealers) -> tuple[DealerEntry, ...]:
    entries = await directory.list_dealers(snap)
    if query.text:
        hits = find_by_name(query.text, [(one.code, one.name) for one in entries], len(entries))
        entries = [entries[hit.at] for hit in hits]
    return tuple(entries[query.offset : query.offset + query.limit])


@dataclass(frozen=True, slots=True)
class ShowDealer(Query[DealerCard]):
    permission = Permission.DEALERS_READ
    dealer_id: DealerId


async def show_dealer(snap: Snapshot, query: ShowDealer) -> DealerCard:
    return await directory.load_card(snap, query.dealer_id)


@dataclass(frozen=True, slots=True)
class FindPeople(Query[tuple[FoundPerson, ...]]):
    """People that a name or a phone number may mean, the likeliest first."""

    permission = Permission.DEALERS_READ
    text: str
    limit: int = 5


async def find_people(snap: Snapshot, query: FindPeople) -> tuple[FoundPerson, ...]:
    entries = await directory.list_people(snap)
    digits = sum(sign.isdigit() for sign in query.text)
    phone = (
        normalise_phone(query.text, snap.settings.default_phone_region) if digits >= _LEAST_DIGITS else None
    )
    if phone is not None:
        return tuple(FoundPerson(one, 200, True) for one in entries if one.phone == phone)
    hits = find_by_name(query.text, [("", _named(one)) for one in entries], query.limit)
    return tuple(FoundPerson(entries[hit.at], hit.score, hit.is_sure) for hit in hits)


def _named(one: PersonEntry) -> str:
    return f"{one.name} {one.dealer_name}" if one.dealer_name else one.name


@dataclass(frozen=True, slots=True)
class ListReps(Query[tuple[Rep, ...]]):
    """People of the house who may look after a dealer."""

    permission = Permission.DEALERS_READ


async def list_reps(snap: Snapshot, _query: ListReps) -> tuple[Rep, ...]:
    return tuple(await directory.list_reps(snap))


@dataclass(frozen=True, slots=True)
class ListRegions(Query[tuple[str, ...]]):
    """Regions that dealers stand in, as they are written."""

    permission = Permission.DEALERS_READ


async def list_regions(snap: Snapshot, _query: ListRegions) -> tuple[str, ...]:
    return tuple(await directory.list_regions(snap))
