"""Facts that stop an act on the catalogue."""

from __future__ import annotations

from core.kernel.errors import Refused


class PictureUnfit(Refused):
    """Not a picture that can be kept (``why``: no_picture, too_many_pixels, broken, too_large)."""

    code = "picture_unfit"
