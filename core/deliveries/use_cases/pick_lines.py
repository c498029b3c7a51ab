"""What the picker says of a line, as it is found: a tick, or a number less with the reason."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from core.deliveries.errors import BadQuantity
from core.deliveries.flow import refuse_unless
from core.deliveries.repository import shipments
from core.deliveries.types import Lack, ShipmentState
from core.infra.transaction import Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command
from core.kernel.errors import NotFound, Outdated


@dataclass(frozen=True, slots=True)
class PickLine(Command[None]):
    """``found`` base units of the line are there; None takes the word back. Less than asked needs a lack.

    Nothing moves yet: that is packing. Raises BadQuantity (most), ShipmentElsewhere, Outdated.
    """

    permission = Permission.DELIVERY_EDIT
    shipment_id: uuid.UUID
    version: int
    position: int
    found: int | None
    lack: Lack | None = None


async def pick_line(tx: Transaction, command: PickLine) -> None:
    shipment = await shipments.lock_shipment(tx, command.shipment_id)
    if shipment.version != command.version:
        raise Outdated(version=shipment.version)
    refuse_unless(shipment, ShipmentState.PACKED)
    line = next((one for one in shipment.lines if one.position == command.position), None)
    if line is None:
        raise NotFound(what="line")
    if command.found is not None and not 0 <= command.found <= line.quantity:
        raise BadQuantity(most=line.quantity)
    is_short = command.found is not None and command.found < line.quantity
    lack = (command.lack or Lack.NOT_FOUND) if is_short else None
    if lack is Lack.REFUSED:
        raise BadQuantity(most=line.quantity)  # nobody refuses goods in our own house
    await shipments.change_line(tx, line.id, {"found": command.found, "lack": lack})
    await shipments.change_shipment(tx, shipment, {})
