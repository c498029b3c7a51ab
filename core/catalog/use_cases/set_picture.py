"""The picture of a product: the back office shows it, everybody who may see the catalogue sees it."""

from __future__ import annotations

from dataclasses import dataclass

from core.catalog import repository
from core.catalog.errors import PictureUnfit
from core.catalog.events import PictureSet
from core.infra.objects import objects_at
from core.infra.pictures import MOST_BYTES, clean_picture
from core.infra.pictures import PictureUnfit as Unfit
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command, Query
from core.kernel.errors import NotFound
from core.kernel.ids import ProductId


@dataclass(frozen=True, slots=True)
class Pictured:
    """The product that has the picture now; digest: SHA-256 of what is shown."""

    product_id: ProductId
    sku: str
    name: str
    digest: str


@dataclass(frozen=True, slots=True)
class SetPicture(Command[Pictured]):
    """A product's picture, in the place of the one it had. Raises NotFound (product), PictureUnfit."""

    permission = Permission.MASTER_DATA
    sku: str
    content: bytes


@dataclass(frozen=True, slots=True)
class RemovePicture(Command[None]):
    """The product has no picture any more. Raises NotFound (product)."""

    permission = Permission.MASTER_DATA
    product_id: ProductId


@dataclass(frozen=True, slots=True)
class LoadPicture(Query[bytes]):
    """JPEG bytes of a product's picture. Raises NotFound where it has none."""

    permission = Permission.CATALOG_READ
    product_id: ProductId


async def clean_and_keep(snap: Snapshot, command: SetPicture) -> str:
    """Look at the bytes and put them where they are kept: the slow half, before the transaction."""
    if len(command.content) > MOST_BYTES:
        raise PictureUnfit(why="too_large")
    if await repository.find_by_sku(snap, command.sku) is None:
        raise NotFound(what="product")
    try:
        clean = await snap.run_apart(lambda: clean_picture(command.content))
    except Unfit as unfit:
        raise PictureUnfit(why=str(unfit)) from unfit
    return await objects_at(snap.settings.object_store_url).put(clean.shown)


async def set_picture(tx: Transaction, command: SetPicture, digest: str) -> Pictured:
    product_id = await _named(tx, command.sku)
    product = (await repository.load_products(tx, [product_id], tx.actor.language))[product_id]
    await repository.set_picture(tx, product_id, digest)
    tx.record(PictureSet(product_id, product.sku, digest))
    return Pictured(product_id, product.sku, product.name, digest)


async def remove_picture(tx: Transaction, command: RemovePicture) -> None:
    product = (await repository.load_products(tx, [command.product_id])).get(command.product_id)
    if product is None:
        raise NotFound(what="product")
    await repository.set_picture(tx, product.id, None)
    tx.record(PictureSet(product.id, product.sku, None))


async def _named(snap: Snapshot, sku: str) -> ProductId:
    product_id = await repository.find_by_sku(snap, sku)
    if product_id is None:
        raise NotFound(what="product")
    return product_id


async def load_picture(snap: Snapshot, query: LoadPicture) -> bytes:
    details = await repository.load_details(snap, query.product_id)
    if details is None or details.picture is None:
        raise NotFound(what="picture")
    return await objects_at(snap.settings.object_store_url).get(details.picture)
