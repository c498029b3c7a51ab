"""Facts that stop a change of a band or of a dealer's own price."""

from __future__ import annotations

from core.kernel.errors import Refused


class BandUnfit(Refused):
    """A band below 0 % or beyond 100 %, or only one half of it."""

    code = "band_unfit"


class OutsideBand(Refused):
    """The price lies outside what is allowed around the guide price (``low``, ``high``, ``guide``)."""

    code = "outside_band"


class ResaleUnfit(Refused):
    """No own price can be set (``why``: nobody_below, no_guide)."""

    code = "resale_unfit"
