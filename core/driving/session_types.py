"""Values of phones that sign in."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from core.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class DriverSession:
    """A phone that is signed in."""

    id: uuid.UUID
    label: str
    started_at: datetime
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class SignedIn:
    """token: shown this once; only its hash is kept."""

    token: str
    actor: Actor
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class SignInLink:
    """A link's token and a code, either good once until then."""

    token: str
    code: str
    expires_at: datetime
