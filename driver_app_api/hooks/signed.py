"""What other machines send, signed and fresh: read with care, and told apart from what anybody could send.

Dealerline-Timestamp: seconds since 1970
Dealerline-Signature: hex of HMAC-SHA256 (shared secret; timestamp, a point, the body as sent)
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import timedelta

from fastapi import Request, Response

from core.infra.door import Core
from driver_app_api.problems import problem

SIGNATURE_HEADER = "Dealerline-Signature"
TIMESTAMP_HEADER = "Dealerline-Timestamp"
TOLERANCE = timedelta(minutes=5)
MOST_BYTES = 1 << 16


def sign(secret: str, timestamp: str, body: bytes) -> str:
    """The signature of a body sent at that time."""
    return hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


async def read_signed(core: Core, secret: str, request: Request) -> bytes | Response:
    """The body, or the answer to one that is too large, not signed with the secret, or not sent just now."""
    body = b""
    async for chunk in request.stream():  # counted as it comes: a length may be missing or a lie
        body += chunk
        if len(body) > MOST_BYTES:
            return problem(413, "too_large", f"At most {MOST_BYTES} bytes are read.")
    if not _is_signed(core, secret, request, body):
        return problem(401, "bad_signature", "The signature or its time is wrong.")
    return body


def _is_signed(core: Core, secret: str, request: Request, body: bytes) -> bool:
    timestamp = request.headers.get(TIMESTAMP_HEADER, "")
    given = request.headers.get(SIGNATURE_HEADER, "")
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12):
        return False
    is_fresh = abs(core.clock.now().timestamp() - int(timestamp)) <= TOLERANCE.total_seconds()
    # Both are looked at whatever the other says, so that time tells nobody which was wrong.
    is_ours = hmac.compare_digest(given.encode(), sign(secret, timestamp, body).encode())
    return is_fresh and is_ours
