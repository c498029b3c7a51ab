"""Short secrets that must be readable again, sealed for the database (AES-256-GCM).

A copy of the database alone then gives none of them away. Without ``DEALERLINE_SECRET_KEY`` they are kept as
they are; what was kept so stays readable after a key is set.
"""

from __future__ import annotations

import base64
import hashlib
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from core.infra.settings import Settings

_SEALED, _PLAIN = "aes1:", "bare:"
_NONCE_BYTES = 12


class Unreadable(RuntimeError):
    """A sealed secret cannot be opened: DEALERLINE_SECRET_KEY is not the one it was sealed with."""


def seal(text: str, settings: Settings, context: str) -> str:
    """The text sealed for one place (``context``, such as a row's key): moved elsewhere it does not open."""
    cipher = _cipher(settings)
    if cipher is None:
        return _PLAIN + text
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return _SEALED + base64.b64encode(nonce + cipher.encrypt(nonce, text.encode(), context.encode())).decode()


def unseal(sealed: str, settings: Settings, context: str) -> str:
    """The text behind ``seal``; Unreadable with another key or in another place."""
    if sealed.startswith(_PLAIN):
        return sealed.removeprefix(_PLAIN)
    cipher = _cipher(settings)
    if cipher is None:
        raise Unreadable("DEALERLINE_SECRET_KEY is not set.")
    body = base64.b64decode(sealed.removeprefix(_SEALED))
    try:
        return cipher.decrypt(body[:_NONCE_BYTES], body[_NONCE_BYTES:], context.encode()).decode()
    except InvalidTag as error:
        raise Unreadable("DEALERLINE_SECRET_KEY is not the one this was sealed with.") from error


def _cipher(settings: Settings) -> AESGCM | None:
    key = settings.secret_key.get_secret_value()
    # The setting is any long random text; its hash has the length that the cipher wants.
    return AESGCM(hashlib.sha256(key.encode()).digest()) if key else None
