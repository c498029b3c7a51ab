"""Codes of a generator, written from RFC 4226 and RFC 6238 alone: a second opinion on the library's."""

import base64
import hashlib
import hmac
from datetime import datetime


def code_of(key: str, counter: int) -> str:
    """HOTP (RFC 4226, 5.3) of a base 32 key: six digits."""
    digest = hmac.digest(base64.b32decode(key), counter.to_bytes(8, "big"), hashlib.sha1)
    offset = digest[-1] & 0xF
    return f"{(int.from_bytes(digest[offset : offset + 4], 'big') & 0x7FFFFFFF) % 10**6:06d}"


def code_at(key: str, at: datetime, steps: int = 0) -> str:
    """TOTP (RFC 6238, 4.2): the code that a generator shows then, or so many steps of 30 s later."""
    return code_of(key, int(at.timestamp()) // 30 + steps)


def wrong_code(key: str, at: datetime) -> str:
    """Six digits that no step near ``at`` has."""
    near = {code_at(key, at, steps) for steps in range(-3, 4)}
    return next(code for number in range(10) if (code := f"{number:06d}") not in near)
