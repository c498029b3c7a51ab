"""The house sets how far sub-distributors may go from the guide price (D6)."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command, Query
from core.kernel.errors import NotFound
from core.kernel.ids import ProductId
from core.pricing import resale, rulebook
from core.pricing.repository import list_bands
from core.pricing.resale_errors import BandUnfit
from core.pricing.resale_events import BandSet
from core.pricing.resale_types import BandChange, BandView

EVERYTHING = "all"
_MOST_BP = 10_000


@dataclass(frozen=True, slots=True)
class ListBands(Query[tuple[BandView, ...]]):
    permission = Permission.PRICE_EDIT


async def list_band_views(snap: Snapshot, _query: ListBands) -> tuple[BandView, ...]:
    views = []
    for band in await list_bands(snap):
        scope, _, value = band.rule_id.partition(":")
        views.append(BandView(scope, await _named(snap, scope, value), band.below_bp, band.above_bp))
    return tuple(views)


async def _named(snap: Snapshot, scope: str, value: str) -> str:
    """A product by its SKU, everything else as it stands."""
    if scope != "product":
        return value
    product = await rulebook.find_product(snap, ProductId(UUID(value)))
    return product[0] if product else value


@dataclass(frozen=True, slots=True)
class PreviewBand(Query[BandChange]):
    """What ``SetBand`` with the same fields would change."""

    permission = Permission.PRICE_EDIT
    scope: str
    value: str
    below_bp: int | None
    above_bp: int | None


@dataclass(frozen=True, slots=True)
class SetBand(Command[BandChange]):
    """scope: product (value: its id), category (path), brand, or all (""). Basis points; both None: the band
    goes, and a broader one counts. Prices outside count as the nearest end from now on."""

    permission = Permission.PRICE_EDIT
    scope: str
    value: str
    below_bp: int | None
    above_bp: int | None


async def preview_band(snap: Snapshot, query: PreviewBand) -> BandChange:
    return await _change(snap, query)


async def set_band(tx: Transaction, command: SetBand) -> BandChange:
    change = await _change(tx, command)
    await resale.set_band(tx, command.scope, command.value, change.after)
    tx.record(BandSet(command.scope, change.target, change.before, change.after))
    return change


async def _change(snap: Snapshot, wanted: PreviewBand | SetBand) -> BandChange:
    scope, value = wanted.scope, wanted.value
    if scope == "product":
        if await rulebook.find_product(snap, ProductId(UUID(value))) is None:
            raise NotFound(what="product")
    elif scope in ("category", "brand"):
        if not await rulebook.has_target(snap, scope, value):
            raise NotFound(what=scope)
    elif (scope, value) != (EVERYTHING, ""):
        raise NotFound(what="target")
    after = _band(wanted.below_bp, wanted.above_bp)
    before = {band.rule_id: (band.below_bp, band.above_bp) for band in await list_bands(snap)}
    return BandChange(scope, await _named(snap, scope, value), before.get(f"{scope}:{value}"), after)


def _band(below: int | None, above: int | None) -> tuple[int, int] | None:
    if below is None and above is None:
        return None
    if below is None or above is None or not 0 <= below < _MOST_BP or not 0 <= above <= _MOST_BP:
        raise BandUnfit
    return below, above
