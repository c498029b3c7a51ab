"""Carriers that can be booked by machine: a port, filled by code (``core.bootstrap``).

A carrier without a service here is booked by hand: somebody calls it and types the tracking number.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from core.deliveries.booking_types import Confirmed, Consignment, Rate
from core.infra.transaction import Snapshot

PORT = "carriers"


class CarrierSilent(Exception):
    """No answer, or none that can be read: what was asked may have been done. Ask again later."""


class CarrierDeclined(Exception):
    """The carrier does not do it, and has not done it; the text is its own."""


class CarrierService(Protocol):
    """One carrier. A key stands for one booking: told twice, it is booked once.

    Each raises CarrierSilent or CarrierDeclined.
    """

    async def rates(self, load: Consignment) -> tuple[Rate, ...]:
        """What its services would cost, and when each is there; none where it does not go there."""
        ...

    async def book(self, key: str, load: Consignment, service: str) -> Confirmed:
        """Book it, or learn again what was booked under that key."""
        ...

    async def cancel(self, key: str) -> None:
        """The key stands for no booking any more, and never will; also where it never did.

        Declined: too late, the goods are with the carrier.
        """
        ...


def services_of(snap: Snapshot) -> Mapping[str, CarrierService]:
    """Those that can be booked by machine, by their codes in capitals."""
    found: Mapping[str, CarrierService] = snap.ports.get(PORT, {})
    return found
