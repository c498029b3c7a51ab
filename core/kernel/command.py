"""Commands change something, queries answer something; both are frozen data with one permission."""

from __future__ import annotations

from typing import ClassVar, Generic, TypeVar

from core.kernel.actor import Permission

R = TypeVar("R")


class Command(Generic[R]):
    """What a person wants done; ``R`` is what the function behind it returns.

    ``keeps_result`` False: the result is a secret (a link, a key) and never stored, so a repeat with the same
    key is simply done again.
    """

    __slots__ = ()
    permission: ClassVar[Permission]
    keeps_result: ClassVar[bool] = True


class Query(Generic[R]):
    """What a person wants to know; it runs in a read-only snapshot."""

    __slots__ = ()
    permission: ClassVar[Permission]
