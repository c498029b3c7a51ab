"""A plain counter with one product of 100.00, whose orders, invoices and payments tests follow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import update

from core.billing.types import Invoice
from core.billing.use_cases.check_ledgers import CheckLedgers
from core.billing.use_cases.create_invoices import CreateInvoices
from core.billing.use_cases.record_payment import RecordedPayment, RecordPayment
from core.billing.use_cases.show_documents import ShowInvoice
from core.infra.door import Core
from core.infra.journal import JournalRow
from core.infra.queue import JobRow
from core.kernel.actor import SYSTEM, Actor, Role
from core.kernel.ids import DealerId, ProductId
from core.kernel.money import Money
from core.orders.tables import OrderPolicyRow
from core.orders.use_cases.place_order import PlacedOrder
from core.pricing.tables import ShippingRuleRow, TaxRuleRow, TierRow
from tests.make import confirm, count, make_counter, make_draft, make_product, make_staff, make_stock, write
from tests.make.prices import touch_prices
from tests.make.rows import add


def usd(text: str) -> Money:
    return Money.parse(text, "USD")


@dataclass(frozen=True, slots=True)
class House:
    dealer_id: DealerId
    buyer: Actor
    rep: Actor
    fiona: Actor  # of finance
    crate: ProductId

    async def order(self, core: Core, crates: int = 1) -> PlacedOrder:
        """Crates at 100.00, confirmed."""
        await make_draft(core, self.buyer, [(self.crate, crates)])
        return await confirm(core, self.buyer)

    async def invoice(self, core: Core, crates: int = 1) -> Invoice:
        """An order of crates at 100.00, confirmed and invoiced."""
        placed = await self.order(core, crates)
        (number,) = await core.execute(self.fiona, CreateInvoices((placed.number,)))
        return await core.ask(self.fiona, ShowInvoice(number))

    async def pay(
        self,
        core: Core,
        amount: str,
        *invoices: str,
        reference: str = "",
        on: date | None = None,
    ) -> RecordedPayment:
        known = await count(core, JournalRow)
        return await core.execute(
            self.fiona,
            RecordPayment(
                self.dealer_id,
                usd(amount),
                on or core.clock.now().date(),
                reference or f"bank {known}",
                invoices,
            ),
        )


async def make_house(
    core: Core, *, limit: str = "100000", early_percent: int = 0, early_days: int = 10
) -> House:
    counter = await make_counter(core, limit=limit)
    crate = await make_product(core, "CRATE", "Crate", cost="100", list_price=None)
    await make_stock(core, crate, counter.warehouse_id, 100_000)
    await write(
        core,
        update(OrderPolicyRow).values(minimum_minor=0),
        update(TierRow).values(
            early_payment_basis_points=100 * early_percent,
            early_payment_days=early_days if early_percent else 0,
        ),
    )
    return House(
        counter.dealer_id, counter.buyer, counter.rep, await make_staff(core, Role.FINANCE, "Fiona"), crate
    )


async def assert_books_balance(core: Core) -> None:
    assert await core.ask(SYSTEM, CheckLedgers()) == ()


async def written(core: Core) -> tuple[int, int]:
    """How much was told: entries of the journal and jobs. A refused act leaves both as they are."""
    return await count(core, JournalRow), await count(core, JobRow)


async def make_tax(core: Core, basis_points: int, *, included: bool = False, code: str = "vat") -> None:
    """A rate on all goods everywhere."""
    await add(
        core,
        TaxRuleRow,
        code=code,
        region="",
        category="",
        tax_category="S",
        basis_points=basis_points,
        included=included,
    )
    await touch_prices(core)


async def make_shipping(core: Core, fee: str) -> None:
    """A fee for every order."""
    await add(core, ShippingRuleRow, region="", currency="USD", fee_minor=usd(fee).minor)
    await touch_prices(core)
