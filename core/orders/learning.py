"""A dealer's own words for a product are learned from an answer, by tap or in words (A2)."""

from __future__ import annotations

from uuid import UUID

from core.infra.transaction import Transaction
from core.intake import repository as intake
from core.intake.engine.matching import alias_key
from core.kernel.ids import ProductId
from core.orders.events import AliasLearned

LONGEST_ALIAS = 200


async def learn_alias(
    tx: Transaction, phrase: str, raw: str, product_id: ProductId, source: str
) -> UUID | None:
    """The alias's id; None where there was nothing to learn. source: what taught it."""
    key = alias_key(phrase)
    if not 2 <= len(key) <= LONGEST_ALIAS:
        return None  # a single sign says too little to be somebody's word for a product, a page too much
    alias_id = await intake.save_alias(
        tx,
        dealer_id=tx.dealer_id,
        phrase_key=key,
        phrase=phrase,
        product_id=product_id,
        source=source,
        from_text=raw,
    )
    tx.record(AliasLearned(tx.dealer_id, phrase, str(product_id), source))
    return alias_id
