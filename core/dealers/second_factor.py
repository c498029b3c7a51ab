"""The second factor: six digits of a code generator (TOTP, RFC 6238) or a recovery code. Pure.

S1  A code belongs to a step of 30 seconds; the one before and the one after count too, as clocks differ.
S2  No step counts twice, nor one before the last that counted: a code overheard is worth nothing.
S3  A recovery code has 50 random bits and counts once; only its SHA-256 is kept.
S4  After 5 wrong codes within 15 minutes nothing is tried for 15 minutes. A code that was used before is no
    guess, so it is not counted.
S5  A right code counts for critical acts for 5 minutes, in the chat where it was given.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

import pyotp

STEP_SECONDS = 30  # what every generator assumes
WINDOW = 1  # steps to either side
MOST_WRONG = 5
WRONG_WITHIN = timedelta(minutes=15)
LOCKED_FOR = timedelta(minutes=15)
PROVEN_FOR = timedelta(minutes=5)
RECOVERY_CODES = 10
_RECOVERY_LENGTH = 10
# Without letters and digits that are taken for one another when copied from paper.
_RECOVERY_SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class StepMatch:
    """The step whose code was given; ``is_used``: it, or a later one, has counted already."""

    step: int
    is_used: bool


def new_key() -> str:
    """160 random bits in base 32, as generators take them."""
    return pyotp.random_base32(32)


def enrolment_link(key: str, person: str, company: str) -> str:
    """The otpauth address that generators read from a QR code or a tap."""
    return pyotp.TOTP(key).provisioning_uri(name=person, issuer_name=company)


def clean_code(text: str) -> str:
    """The code as typed, letters and digits alone: digits of any script as 0-9, letters in capitals."""
    signs = []
    for sign in unicodedata.normalize("NFKC", text):
        digit = unicodedata.digit(sign, None)
        if digit is not None:
            signs.append(str(digit))
        elif sign.isalnum():
            signs.append(sign.upper())
    return "".join(signs)


def is_generated(code: str) -> bool:
    """Whether it has the shape of a generator's code; anything else may be a recovery code."""
    return len(code) == 6 and code.isascii() and code.isdigit()


def find_step(key: str, code: str, now: datetime, last_step: int) -> StepMatch | None:
    """The step that ``code`` belongs to (S1, S2); None for a wrong code. Constant time for each step."""
    generator = pyotp.TOTP(key, interval=STEP_SECONDS)
    present = int(now.timestamp()) // STEP_SECONDS
    found = None
    for step in range(present - WINDOW, present + WINDOW + 1):
        right = hmac.compare_digest(generator.generate_otp(step), code)
        # Should two steps have the same code, the one that still counts is meant.
        if right and (found is None or found <= last_step):
            found = step
    return None if found is None else StepMatch(found, found <= last_step)


def new_recovery_codes() -> tuple[str, ...]:
    """Ten codes to be shown once, such as K7Q2M-XW3RT."""
    return tuple(
        "-".join("".join(secrets.choice(_RECOVERY_SIGNS) for _ in range(5)) for _ in range(2))
        for _ in range(RECOVERY_CODES)
    )


def hash_recovery_code(code: str) -> str:
    """What is kept of a recovery code, however it was typed. 50 random bits need no slow hash."""
    return hashlib.sha256(clean_code(code).encode()).hexdigest()


def is_recovery(code: str) -> bool:
    return len(code) == _RECOVERY_LENGTH and set(code) <= set(_RECOVERY_SIGNS)


@dataclass(frozen=True, slots=True)
class Tries:
    """Wrong codes so far: how many since when, and until when nothing is tried."""

    wrong: int
    since: datetime | None
    locked_until: datetime | None

    def is_locked(self, now: datetime) -> bool:
        return self.locked_until is not None and now < self.locked_until

    def after_wrong(self, now: datetime) -> Tries:
        """One more wrong code (S4)."""
        if self.since is None or now - self.since >= WRONG_WITHIN or self.locked_until is not None:
            return Tries(1, now, None)
        if self.wrong + 1 < MOST_WRONG:
            return Tries(self.wrong + 1, self.since, None)
        return Tries(self.wrong + 1, self.since, now + LOCKED_FOR)

    @property
    def left(self) -> int:
        return MOST_WRONG - self.wrong
