"""Two dealers, and everything of the one that the other must never see: for sweeps over all that is asked."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from core.billing.use_cases.create_invoices import CreateInvoices
from core.billing.use_cases.record_payment import RecordPayment
from core.dealers.use_cases.invite_colleague import InviteColleague
from core.deliveries.use_cases.make_pick_list import MakePickList
from core.infra.columns import Base
from core.infra.door import Core
from core.kernel.actor import Actor, Role
from core.kernel.ids import DealerId, ProductId
from core.kernel.money import Money
from tests.core.dealers.people import actor, enrol
from tests.make import (
    confirm,
    make_buyer,
    make_dealer,
    make_draft,
    make_product,
    make_rate,
    make_staff,
    make_stock,
    make_tier,
    make_warehouse,
)

VIC, MAL = 900_000_001, 900_000_002  # their chats
PHONE = "+12135550177"
# What is the victim's alone, in the forms in which it could show: names, its price of one piece, its totals.
_SECRETS = (
    "Vault",
    "VAULT",
    "SH-2025-1",
    PHONE,
    PHONE[2:],
    str(VIC),
    "1,040.00",
    "1040000000",
    "2,600,000",
    "26,000.00",
)


@dataclass(frozen=True, slots=True)
class TwoDealers:
    """``victim`` and ``attacker`` are admins of their dealers. ids: keys of the victim's rows, by table.
    words: texts that name things of the victim. known: what must not reach the attacker."""

    victim: Actor
    attacker: Actor
    product: ProductId
    ids: dict[str, tuple[uuid.UUID, ...]]
    words: tuple[str, ...]
    known: tuple[str, ...]

    def leaks(self, said: str, typed: str = "") -> list[str]:
        """What of the victim's stands in ``said`` and was not typed by the attacker himself."""
        return [
            one
            for one in self.known
            # That it is there at all is seen a hundred times faster than that it stands alone.
            if one in said and one not in typed and re.search(rf"(?<!\w){re.escape(one)}(?!\d)", said)
        ]


async def make_two_dealers(core: Core) -> TwoDealers:
    """Vault Trading has drafts, orders, a shipment, a request, an invoice, a payment, people, a second
    factor; Mal's Shop has an order and a draft of its own."""
    await make_tier(core, "platinum", margin=8, net_days=45)
    rep = await make_staff(core, Role.REP, "Rita")
    finance = await make_staff(core, Role.FINANCE, "Fay")
    product = await make_product(core)
    await make_stock(core, product, await make_warehouse(core), 5_000)
    vault = await make_dealer(core, "Vault Trading", limit="150000", rep=rep)
    await make_rate(core, vault, value="electronics/smartphones", margin=4)
    await make_buyer(core, vault, "Vicky Vault", role=Role.DEALER_ADMIN, telegram_id=VIC)
    await enrol(core, VIC)
    victim = await actor(core, VIC)
    await core.execute(victim, InviteColleague(PHONE, "Vern Vault", Role.DEALER_BUYER))
    numbers = [await _order(core, victim, product, quantity) for quantity in (25, 26, 70)]
    (invoice,) = await core.execute(finance, CreateInvoices((numbers[0],)))
    paid = RecordPayment(vault, Money(100_000, "USD"), core.clock.now().date(), "VAULT-PAYS")
    await core.execute(finance, paid)
    # Its goods are on a pick list, so it has a shipment.
    await core.execute(await make_staff(core, Role.OFFICE, "Otto"), MakePickList("LA"))
    await make_draft(core, victim, [(product, 27)])

    shop = await make_dealer(core, "Mal's Shop", limit="150000", rep=rep)
    await make_buyer(core, shop, "Mal", role=Role.DEALER_ADMIN, telegram_id=MAL)
    attacker = await actor(core, MAL)
    await _order(core, attacker, product, 3)
    await make_draft(core, attacker, [(product, 4)])
    ids = await _rows_of(core, vault)
    known = (*_SECRETS, *numbers, invoice, *(str(one) for some in ids.values() for one in some))
    words = (
        numbers[0],
        numbers[2],
        numbers[0].rpartition("-")[2],
        invoice,
        PHONE,
        "Vault Trading",
        "VAULT-TRADING",
    )
    return TwoDealers(victim, attacker, product, ids, words, known)


async def _order(core: Core, buyer: Actor, product: ProductId, quantity: int) -> str:
    await make_draft(core, buyer, [(product, quantity)])
    return (await confirm(core, buyer)).number


async def _all_rows(core: Core) -> dict[str, list[Any]]:
    async with core.database.read() as connection:
        return {
            table.name: list((await connection.execute(select(table))).mappings())
            for table in Base.metadata.sorted_tables
        }


async def _rows_of(core: Core, dealer_id: DealerId) -> dict[str, tuple[uuid.UUID, ...]]:
    """Keys of every row that belongs to the dealer, however far: rows that name it, rows that name those."""
    tables = await _all_rows(core)
    found: dict[uuid.UUID, str] = {dealer_id: "dealer"}
    for _ in range(4):
        for name, rows in tables.items():
            for row in rows:
                key = row.get("id") or (row.get("person_id") if name == "dealer_person" else None)
                if isinstance(key, uuid.UUID) and any(
                    value in found for value in row.values() if isinstance(value, uuid.UUID)
                ):
                    found.setdefault(key, "person" if name == "dealer_person" else name)
    ids: dict[str, tuple[uuid.UUID, ...]] = {}
    for key, name in found.items():
        ids[name] = (*ids.get(name, ()), key)
    return ids


async def belongings(core: Core, world: TwoDealers) -> set[str]:
    """Every row that names the victim or anything of it, as text: what no act of the attacker may change."""
    marks = {str(one) for some in world.ids.values() for one in some} | {str(VIC)}
    tables = await _all_rows(core)
    texts = {f"{name}: {dict(row)!r}" for name, rows in tables.items() for row in rows}
    return {text for text in texts if any(mark in text for mark in marks)}
