"""The wholesaler of the conversations: fifty articles that are easily mixed up, one dealer a conversation."""

from __future__ import annotations

import csv
from collections.abc import Sequence

from core.infra.door import Core
from core.kernel.actor import Role
from tests.dialogues.corpus import FOLDER, Conversation
from tests.make import (
    make_dealer,
    make_person,
    make_product,
    make_product_name,
    make_ship_to,
    make_staff,
    make_stock,
    make_tier,
    make_warehouse,
)

FIRST_PERSON = 7001
SOLD_OUT = {"CASHEW500"}


async def make_wholesaler(core: Core, conversations: Sequence[Conversation]) -> None:
    """All but what is sold out is on hand; each dealer has two shops and a limit that is never reached."""
    await make_tier(core, "plain", margin=0, net_days=30)
    rep = await make_staff(core, Role.REP, "Rita")
    warehouse = await make_warehouse(core)
    with (FOLDER / "goods.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            packs = {unit: int(size) for unit, _, size in [row["packs"].partition("=")] if unit}
            product = await make_product(
                core, row["sku"], row["name"], cost=row["price"], list_price=row["price"],
                brand=row["brand"], category=row["category"], packs=packs,
            )  # fmt: skip
            for language in ("zh_CN", "tr", "ms"):
                await make_product_name(core, product, language, row[language])
            await make_stock(core, product, warehouse, 0 if row["sku"] in SOLD_OUT else 100_000)
    for at, conversation in enumerate(conversations):
        dealer = await make_dealer(
            core, f"Shop {at:03}", tier="plain", limit="9000000", rep=rep, language=conversation.language
        )
        await make_ship_to(core, dealer, code="SECOND", is_default=False)
        await make_person(
            core,
            f"Buyer {at:03}",
            dealer_id=dealer,
            role=Role.DEALER_BUYER,
            telegram_id=FIRST_PERSON + at,
            language=conversation.language,
        )
