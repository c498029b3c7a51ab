"""A product of the catalogue goes into the draft: by a tap, or with the amount typed (A11)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.catalog import repository as catalog
from core.catalog.types import Product
from core.dealers.repository import load_dealer
from core.infra.transaction import Snapshot, Transaction
from core.intake.amounts import read_amount
from core.intake.flow import load_allowed
from core.intake.types import ReadLine
from core.kernel.actor import Permission
from core.kernel.command import Command
from core.kernel.errors import NotFound
from core.kernel.ids import DraftId, LineId, ProductId
from core.kernel.texts import storable
from core.orders.engine import MOST_LINES, apply_lines
from core.orders.errors import AmountUnclear, TooManyLines
from core.orders.repository import drafts
from core.orders.saving import save_lines


@dataclass(frozen=True, slots=True)
class ProductAdded:
    """is_clear: the amount was clear; else the draft's card asks about it."""

    draft_id: DraftId
    version: int
    is_clear: bool


@dataclass(frozen=True, slots=True)
class AddProduct(Command[ProductAdded]):
    """amount: as somebody writes it ("2 cases", "12"). What cannot be booked as it stands is asked about.

    Raises NotFound (product) for one that is not on sale to the dealer, AmountUnclear, TooManyLines.
    """

    permission = Permission.DRAFT_EDIT
    product_id: ProductId
    amount: str


@dataclass(frozen=True, slots=True)
class Meant:
    product: Product
    lines: tuple[ReadLine, ...]


async def read_meant(snap: Snapshot, command: AddProduct) -> Meant:
    dealer = await load_dealer(snap, snap.dealer_id)
    allowed = await load_allowed(snap, dealer)
    product = (await catalog.load_products(snap, [command.product_id])).get(command.product_id)
    if product is None or not product.active or (allowed is not None and str(product.id) not in allowed):
        raise NotFound(what="product")
    lines = await read_amount(snap, dealer, storable(command.amount), product.id)
    if not lines:
        raise AmountUnclear
    return Meant(product, lines)


async def add_product(tx: Transaction, command: AddProduct, meant: Meant) -> ProductAdded:
    draft = await drafts.find_open_draft(tx, lock=True) or await drafts.create_draft(tx)
    product = meant.product
    edited = apply_lines(
        list(draft.lines),
        # What was typed is nobody's name for the product.
        [replace(line, raw=meant.product.name, phrase="") for line in meant.lines],
        {product.id: product.packs},
        lambda: LineId(tx.new_id()),
        {product.id: product.order_multiple},
    )
    if len(edited.lines) > MOST_LINES:
        raise TooManyLines(most=MOST_LINES)
    version = await save_lines(tx, draft, edited.lines)
    return ProductAdded(draft.id, version, not any(line.questions for line in meant.lines))
