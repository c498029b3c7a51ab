"""Why a photo is not ordered by."""

from __future__ import annotations

from core.kernel.errors import Refused


class PhotosOff(Refused):
    """The house has not installed what reads photos (the extra ``photo``)."""

    code = "photos_off"


class PhotosBusy(Refused):
    """As many photos wait to be read as there is room for."""

    code = "photos_busy"


class PhotoUnknown(Refused):
    """The bytes are no picture of a kind that we read, whatever the file is called."""

    code = "photo_unknown"


class PhotoHeic(Refused):
    """A picture of the kind that iPhones keep; of one sent as a photo Telegram makes a JPEG."""

    code = "photo_heic"


class PhotoTooLarge(Refused):
    """More bytes or pixels than are looked at."""

    code = "photo_too_large"


class PhotoBroken(Refused):
    """A picture that ends in the middle, or cannot be read in a minute."""

    code = "photo_broken"
