"""Photos as a phone would take them, made here: a label on a box, sharp, shaken or in the dark."""

from __future__ import annotations

import io
import random

from PIL import Image, ImageDraw, ImageFilter


def photo_of_a_box(
    *, blur: float = 0, light: float = 1, seed: int = 7, size: tuple[int, int] = (1800, 1350)
) -> bytes:
    """A JPEG. blur: radius in dots of the full picture; light: 1 is daylight."""
    chance = random.Random(seed)
    width, height = size
    picture = Image.effect_noise(size, 18).convert("RGB")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((width * 0.12, height * 0.15, width * 0.88, height * 0.9), fill=(176, 134, 86))
    draw.rectangle((width * 0.3, height * 0.3, width * 0.72, height * 0.62), fill=(246, 244, 238))
    for row in range(6):
        y = height * (0.33 + 0.03 * row)
        for at in range(18):
            x = width * (0.32 + 0.021 * at)
            draw.rectangle(
                (x, y, x + width * chance.uniform(0.006, 0.017), y + height * 0.016), fill=(24, 24, 24)
            )
    for at in range(60):
        x = width * (0.33 + 0.006 * at)
        draw.rectangle((x, height * 0.53, x + chance.choice((3, 5, 8)), height * 0.6), fill=(12, 12, 12))
    if blur:
        picture = picture.filter(ImageFilter.GaussianBlur(blur))
    if light != 1:
        picture = picture.point(lambda value: int(value * light))
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=88)
    return file.getvalue()
