"""Facts that stop an act on a shipment."""

from __future__ import annotations

from core.kernel.errors import Refused


class NothingToPick(Refused):
    """No approved order waits for goods of this warehouse (``warehouse``)."""

    code = "nothing_to_pick"


class ShipmentElsewhere(Refused):
    """The shipment is not where this act needs it (``number``, ``state``)."""

    code = "shipment_elsewhere"


class BadQuantity(Refused):
    """So many cannot be: the line has ``most``."""

    code = "bad_delivery_quantity"


class TrackingMissing(Refused):
    """A carrier takes it, but there is no tracking number, or no such carrier (``known``: their codes)."""

    code = "tracking_missing"


class TrackingTaken(Refused):
    """Another shipment has that tracking number (``number``)."""

    code = "tracking_taken"


class ReceiverMissing(Refused):
    """Nobody is named who took the goods."""

    code = "receiver_missing"


class UnknownShipment(Refused):
    """No shipment of that carrier has the tracking number."""

    code = "unknown_shipment"


class BookingUnfit(Refused):
    """A carrier cannot be booked: ``what`` is missing (parcels, place) or no carrier can be (carrier)."""

    code = "booking_unfit"


class BookingElsewhere(Refused):
    """The shipment's booking is not where this act needs it (``number``)."""

    code = "booking_elsewhere"
