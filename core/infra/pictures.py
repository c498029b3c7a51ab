"""Pictures from outside: told by their bytes, measured before they are decoded, shown without metadata. Pure.

P1  What a file is its first bytes say; only JPEG, PNG and WebP are kept.
P2  Its size in pixels is read from its head: beyond 40 megapixels nothing is decoded.
P3  What others see is a new picture of the same pixels, upright, at most 2,048 a side, without the place,
    maker and time that a phone writes into it. The original is kept as evidence and shown to nobody.
"""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

MOST_BYTES = 12 * 1024 * 1024
MOST_PIXELS = 40_000_000
_SHOWN_SIDE = 2048
_TYPES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}


class PictureUnfit(ValueError):
    """Not a picture that can be kept; the argument is why: no_picture, too_many_pixels or broken."""


@dataclass(frozen=True, slots=True)
class Clean:
    """media_type of the original; shown: JPEG bytes without metadata."""

    media_type: str
    shown: bytes


def clean_picture(content: bytes) -> Clean:
    """The picture as others may see it. Raises PictureUnfit."""
    try:
        # Pillow warns of what may be a bomb; our own limit is below that and is no warning.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(content), formats=tuple(_TYPES))
    except Image.DecompressionBombError as error:
        raise PictureUnfit("too_many_pixels") from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise PictureUnfit("no_picture") from error
    with picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise PictureUnfit("too_many_pixels")
        media_type = _TYPES[str(picture.format)]
        try:
            picture.draft("RGB", (_SHOWN_SIDE, _SHOWN_SIDE))  # JPEG decodes small at once
            shown = _upright(picture)
        except (OSError, ValueError, SyntaxError) as error:
            raise PictureUnfit("broken") from error
    return Clean(media_type, shown)


def _upright(picture: Image.Image) -> bytes:
    upright = ImageOps.exif_transpose(picture)
    upright.thumbnail((_SHOWN_SIDE, _SHOWN_SIDE))
    if upright.mode not in ("RGB", "L"):
        # Signatures come as PNG with nothing behind the strokes: paper is white.
        layer = upright.convert("RGBA")
        upright = Image.new("RGB", layer.size, "white")
        upright.paste(layer, mask=layer.getchannel("A"))
    bare = io.BytesIO()
    upright.save(bare, "JPEG", quality=85)
    return bare.getvalue()
