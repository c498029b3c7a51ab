"""Structured logs. Secrets and people's data never reach a log line."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Mapping, MutableMapping
from typing import Any

import structlog

_SECRET_NAMES = re.compile(r"token|secret|password|authori[sz]ation|api_key|phone|contact", re.IGNORECASE)
# The bot's token as it stands in Bot API addresses and error texts; user:password in database addresses.
_SECRET_TEXTS = (
    (re.compile(r"\b(bot)?\d{6,12}:[A-Za-z0-9_-]{30,}"), "[token]"),
    (re.compile(r"(://[^:/\s]+:)[^@/\s]+@"), r"\1[password]@"),
)


def redact(_logger: Any, _method: str, entry: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Replace secret fields and anything that looks like a token, however deep, and in the traceback."""
    for key, value in entry.items():
        entry[key] = "[redacted]" if key != "event" and _SECRET_NAMES.search(key) else _cleaned(value)
    return entry


def _cleaned(value: Any) -> Any:
    """The value without secrets; containers are copied, objects become the text they print as."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, str):
        return _clean(value)
    if isinstance(value, Mapping):
        return {
            str(key): "[redacted]" if _SECRET_NAMES.search(str(key)) else _cleaned(inner)
            for key, inner in value.items()
        }
    if isinstance(value, list | tuple | set | frozenset):
        return [_cleaned(inner) for inner in value]
    return _clean(repr(value))


def _clean(text: str) -> str:
    for pattern, replacement in _SECRET_TEXTS:
        text = pattern.sub(replacement, text)
    return text


class _RedactingFormatter(logging.Formatter):
    """For lines of libraries that use the standard logging."""

    def format(self, record: logging.LogRecord) -> str:
        return _clean(super().format(record))


def configure_logging(level: str, *, as_json: bool) -> None:
    """Send everything to standard error: ours through structlog, libraries' from WARNING on."""
    renderer: Any = structlog.processors.JSONRenderer() if as_json else structlog.dev.ConsoleRenderer()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            redact,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level.upper())),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_RedactingFormatter("%(asctime)s [%(levelname)s] %(name)s: %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
