"""The refusals of the Bot API, with the words that Telegram uses for them."""

from __future__ import annotations


class ApiError(Exception):
    """A call that the Bot API refuses: ``error_code`` is also the HTTP status of the answer."""

    def __init__(self, error_code: int, description: str, *, retry_after: int | None = None) -> None:
        super().__init__(description)
        self.error_code = error_code
        self.description = description
        self.retry_after = retry_after


class BadRequest(ApiError):
    def __init__(self, what: str) -> None:
        super().__init__(400, f"Bad Request: {what}")


class Forbidden(ApiError):
    def __init__(self, what: str) -> None:
        super().__init__(403, f"Forbidden: {what}")


class Conflict(ApiError):
    def __init__(self, what: str) -> None:
        super().__init__(409, f"Conflict: {what}")


class TooManyRequests(ApiError):
    def __init__(self, retry_after: int) -> None:
        super().__init__(429, f"Too Many Requests: retry after {retry_after}", retry_after=retry_after)


class PersonError(Exception):
    """An act of a person in the chat that cannot be: no such message, no such button, bot blocked."""

    def __init__(self, what: str, status: int = 400) -> None:
        super().__init__(what)
        self.what = what
        self.status = status
