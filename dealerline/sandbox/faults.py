"""Troubles that a test switches on: limits, broken servers, lost answers."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from pydantic import BaseModel, Field


class FaultKind(StrEnum):
    TOO_MANY_REQUESTS = "too_many_requests"  # 429 with retry_after, nothing done
    SERVER_ERROR = "server_error"  # a 5xx answer, nothing done
    HTML_ERROR = "html_error"  # a proxy's error page instead of JSON, nothing done
    LOST_ANSWER = "lost_answer"  # the work is done, the connection breaks before the answer
    LOST_CALL = "lost_call"  # the connection breaks, nothing done
    SLOW = "slow"  # answered after `seconds`


class Fault(BaseModel):
    """Happens to the next ``times`` calls of ``method`` (any but getUpdates if left out)."""

    kind: FaultKind
    method: str | None = None
    chat_id: int | None = None
    times: int = Field(default=1, ge=1)
    retry_after: int = Field(default=1, ge=1)
    status: int = Field(default=502, ge=500, le=599)
    seconds: float = Field(default=1.0, gt=0, le=60)

    def concerns(self, method: str, fields: dict[str, str]) -> bool:
        if self.method is None and method == "getupdates":
            return False
        if self.method is not None and self.method.lower() != method:
            return False
        return self.chat_id is None or fields.get("chat_id") == str(self.chat_id)


class Faults:
    def __init__(self) -> None:
        self._faults: list[Fault] = []

    def add(self, fault: Fault) -> None:
        self._faults.append(fault.model_copy())

    def clear(self) -> None:
        self._faults.clear()

    def take(self, method: str, fields: dict[str, str]) -> Fault | None:
        """The first fault that concerns the call; it is used up by that."""
        for fault in self._faults:
            if fault.concerns(method, fields):
                fault.times -= 1
                if fault.times == 0:
                    self._faults.remove(fault)
                return fault
        return None

    def as_json(self) -> list[dict[str, Any]]:
        return [fault.model_dump(mode="json") for fault in self._faults]
