"""Somebody of the house writes to the people of one dealer, in own words (B4)."""

from __future__ import annotations

from dataclasses import dataclass

from core.channel.events import DealerWritten
from core.dealers.repository import dealer_recipients, directory
from core.infra.transaction import Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command
from core.kernel.ids import DealerId
from core.kernel.texts import storable

MOST_WORDS = 1000


@dataclass(frozen=True, slots=True)
class WriteToDealer(Command[int]):
    """How many people are told; 0: nobody of that dealer can be reached in the chat, or nothing was said.

    Raises NotFound for a dealer that the actor may not look at.
    """

    permission = Permission.DEALER_CARE
    dealer_id: DealerId
    text: str


async def write_to_dealer(tx: Transaction, command: WriteToDealer) -> int:
    dealer = await directory.load_card(tx, command.dealer_id)
    text = storable(command.text).strip()[:MOST_WORDS]
    reached = await dealer_recipients(tx, dealer.id)
    if not text or not reached:
        return 0
    tx.record(DealerWritten(dealer.id, tx.person_id, tx.actor.name, text))
    return len(reached)
