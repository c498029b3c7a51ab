"""Secrets and people's data never reach a log line."""

import io
import json
import logging
from typing import Any

import pytest
import structlog

from core.infra.log import _RedactingFormatter, redact

TOKEN = "1234567890:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw1"


def seen(**entry: Any) -> dict[str, Any]:
    return dict(redact(None, "info", entry))


@pytest.mark.parametrize(
    "name",
    ["token", "bot_token", "webhook_secret", "Authorization", "password", "api_key", "phone", "contact"],
)
def test_a_field_named_like_a_secret_is_hidden_whatever_it_holds(name: str) -> None:
    for value in ("abc", 5, {"a": "b"}, ["x"], None):
        assert seen(**{name: value}) == {name: "[redacted]"}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            f"POST https://api.telegram.org/bot{TOKEN}/sendMessage",
            "POST https://api.telegram.org/[token]/sendMessage",
        ),
        (f"token is {TOKEN}.", "token is [token]."),
        ("postgresql://ada:s3cr:et@db/x", "postgresql://ada:[password]@db/x"),
        ("12:34 order B2B-2025-1", "12:34 order B2B-2025-1"),
    ],
)
def test_what_looks_like_a_secret_is_hidden_inside_texts(text: str, shown: str) -> None:
    assert seen(event=text) == {"event": shown}
    assert seen(error=ValueError(text)) == {"error": f"ValueError({shown!r})"}


def test_secrets_are_hidden_however_deep_they_lie() -> None:
    update = {
        "message": {
            "contact": {"phone_number": "+14155550100", "user_id": 5},
            "text": f"my token {TOKEN}",
            "items": [{"api_key": "k"}, ("plain", TOKEN)],
        }
    }
    assert seen(update=update) == {
        "update": {
            "message": {
                "contact": "[redacted]",
                "text": "my token [token]",
                "items": [{"api_key": "[redacted]"}, ["plain", "[token]"]],
            }
        }
    }
    assert update["message"]["text"] == f"my token {TOKEN}"  # the thing that was logged is left alone


def test_objects_are_logged_as_the_text_they_would_be_printed_as_without_secrets() -> None:
    class Update:
        def __repr__(self) -> str:
            return f"Update({TOKEN})"

    assert json.dumps(seen(update=Update(), count=3, ok=True, nothing=None)) == json.dumps(
        {"update": "Update([token])", "count": 3, "ok": True, "nothing": None}
    )


def test_a_traceback_is_cleaned_too() -> None:
    out = io.StringIO()
    logger = structlog.wrap_logger(
        structlog.PrintLogger(out),
        processors=[structlog.processors.format_exc_info, redact, structlog.processors.JSONRenderer()],
    )
    try:
        raise RuntimeError(f"https://api.telegram.org/bot{TOKEN}/getMe")
    except RuntimeError:
        logger.exception("failed")
    assert TOKEN not in out.getvalue()
    assert "[token]/getMe" in out.getvalue()


def test_lines_of_libraries_are_cleaned_with_their_tracebacks() -> None:
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(_RedactingFormatter("%(message)s"))
    try:
        raise RuntimeError(f"bot{TOKEN}")
    except RuntimeError as error:
        record = logging.LogRecord(
            "x", 40, "", 1, "to %s", (TOKEN,), (type(error), error, error.__traceback__)
        )
    handler.emit(record)
    assert TOKEN not in out.getvalue()
    assert out.getvalue().startswith("to [token]\nTraceback")
