"""Pictures from outside: told by their bytes, measured before they are decoded, shown without metadata. Pure.

P1  What a file is its first bytes say; only JPEG, PNG and WebP are kept.
P2  Its size in pixels is read from its head: beyond 40 megapixels nothing is decoded.
P3  What others see is a new picture of the same pixels, upright, at most 2,048 a side, without the place,
    maker and time that a phone writes into it. The original is kept as evidence and shown to nobody.
P4  A JPEG that is upright and small, as phones send them, is not compressed once more, which costs time and
    sharpness: once all of it has been read, the segments that draw it are copied (T.81, annex B).
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
_ORIENTATION = 0x0112
_SCAN, _END, _ADOBE, _RESTARTS = 0xDA, 0xD9, 0xEE, range(0xD0, 0xD8)
# Markers of segments that draw: frames, tables and scans, and Adobe's, which says how colours are told.
_DRAWS = frozenset({*range(0xC0, 0xD0), *range(0xDA, 0xE0), _ADOBE})


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
            shown = _stripped(picture, content) if _is_plain(picture) else None
            if shown is None:
                picture.draft("RGB", (_SHOWN_SIDE, _SHOWN_SIDE))  # JPEG decodes small at once
                shown = _upright(picture)
        except (OSError, ValueError, SyntaxError) as error:
            raise PictureUnfit("broken") from error
    return Clean(media_type, shown)


def _is_plain(picture: Image.Image) -> bool:
    """Whether it may be shown as it is but for what it tells of its maker."""
    if picture.format != "JPEG" or picture.mode not in ("RGB", "L") or max(picture.size) > _SHOWN_SIDE:
        return False
    return bool(picture.getexif().get(_ORIENTATION, 1) == 1)


def _stripped(picture: Image.Image, content: bytes) -> bytes | None:
    """The segments that draw; None where they cannot be told apart. Raises OSError for a broken picture."""
    bare = _drawing_of(content)
    if bare is not None:
        picture.draft("L", (1, 1))  # all of it is read, and the picture made as small as can be
        picture.load()
    return bare


def _drawing_of(content: bytes) -> bytes | None:
    """A JPEG from its first marker to its end, without segments that only tell of it."""
    kept, at = bytearray(content[:2]), 2
    while at + 1 < len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if marker == 0xFF:  # room that was filled up
            at += 1
            continue
        if marker == _END:
            return bytes(kept + content[at : at + 2])
        end = at + 2 + int.from_bytes(content[at + 2 : at + 4])
        if marker == _SCAN:
            end = _end_of_scan(content, end)
        if marker in _DRAWS and (marker != _ADOBE or content[at + 2 : at + 9] == b"\x00\x0eAdobe"):
            kept += content[at:end]
        at = end
    return None


def _end_of_scan(content: bytes, at: int) -> int:
    """Where the marker stands that ends what was compressed."""
    while (at := content.find(b"\xff", at)) >= 0:
        if at + 1 < len(content) and (content[at + 1] == 0 or content[at + 1] in _RESTARTS):
            at += 2
            continue
        return at
    return len(content)


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
