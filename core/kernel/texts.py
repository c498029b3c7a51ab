"""Texts that people send, in a form that every database keeps."""

from __future__ import annotations

import re

# Control signs but tab and line ends, and halves of surrogate pairs: PostgreSQL refuses NUL, UTF-8 halves.
_UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def storable(text: str) -> str:
    """The text without signs that no database stores and nobody can read."""
    return _UNSTORABLE.sub("", text)
