"""Keyboards under messages: what Telegram accepts and what it sends back."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import urlsplit

from dealerline.sandbox.errors import BadRequest

Markup = dict[str, Any]

INLINE_BUTTONS = 100
INLINE_BUTTONS_A_ROW = 8
REPLY_BUTTONS = 300
REPLY_BUTTONS_A_ROW = 12
CALLBACK_BYTES = 64
COPY_TEXT_LENGTH = 256
PLACEHOLDER_LENGTH = 64
MARKUP_BYTES = 10_240  # unpublished; 99 buttons with long data are known to be too much

_INLINE_KINDS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
)
_STYLES = ("danger", "success", "primary")


def check_markup(value: Any) -> Markup | None:
    """The markup as it will be kept; refuses what Telegram refuses. An empty keyboard is none."""
    if value is None:
        return None
    if not isinstance(value, dict):
        raise BadRequest("object expected as reply markup")
    if "inline_keyboard" in value:
        rows = _rows(value["inline_keyboard"], 'field "inline_keyboard" of the InlineKeyboardMarkup')
        checked = [[_inline_button(button) for button in row] for row in rows if row]
        _check_size(checked, INLINE_BUTTONS, INLINE_BUTTONS_A_ROW)
        return {"inline_keyboard": checked} if checked else None
    if "keyboard" in value:
        rows = _rows(value["keyboard"], 'field "keyboard"')
        keyboard = [[_reply_button(button) for button in row] for row in rows if row]
        _check_size(keyboard, REPLY_BUTTONS, REPLY_BUTTONS_A_ROW)
        return {**value, "keyboard": keyboard, **_placeholder(value)} if keyboard else None
    if value.get("remove_keyboard"):
        return {"remove_keyboard": True}
    if value.get("force_reply"):
        return {"force_reply": True, **_placeholder(value)}
    return None


def is_inline(markup: Markup | None) -> bool:
    return markup is not None and "inline_keyboard" in markup


def _rows(value: Any, what: str) -> list[list[Any]]:
    if not isinstance(value, list) or not all(isinstance(row, list) for row in value):
        raise BadRequest(f"{what} must be an Array of Arrays")
    return value


def _check_size(rows: list[list[Markup]], most: int, most_in_row: int) -> None:
    too_many = sum(map(len, rows)) > most or any(len(row) > most_in_row for row in rows)
    if too_many or len(json.dumps(rows, ensure_ascii=False).encode()) > MARKUP_BYTES:
        raise BadRequest("reply markup is too long")


def _placeholder(value: Markup) -> Markup:
    placeholder = value.get("input_field_placeholder")
    if not placeholder:
        return {}
    if len(placeholder) > PLACEHOLDER_LENGTH:
        raise BadRequest("reply keyboard placeholder is too long")
    return {"input_field_placeholder": placeholder}


def _reply_button(button: Any) -> Markup:
    if isinstance(button, str):
        button = {"text": button}
    if not isinstance(button, dict):
        raise BadRequest("can't parse keyboard button: KeyboardButton must be a String or an Object")
    if not isinstance(button.get("text"), str):
        raise BadRequest('can\'t parse keyboard button: Field "text" must be of type String')
    if not button["text"].strip():
        raise BadRequest("keyboard button text must be non-empty")
    _check_style(button, "keyboard button")
    return button


def _inline_button(button: Any) -> Markup:
    if not isinstance(button, dict):
        raise BadRequest("can't parse inline keyboard button: InlineKeyboardButton must be an Object")
    if not isinstance(button.get("text"), str):
        raise BadRequest("can't parse inline keyboard button: Can't find field \"text\"")
    if not button["text"].strip():
        raise BadRequest("inline keyboard button text must be non-empty")
    kinds = [
        kind for kind in _INLINE_KINDS if button.get(kind) not in (None, "") or _empty_query(button, kind)
    ]
    if not kinds:
        raise BadRequest(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    if len(kinds) > 1:
        # Telegram quietly takes the first of them; a bot that sends two does not know what it wants.
        raise BadRequest(f"inline keyboard button has more than one action: {', '.join(kinds)}")
    _check_style(button, "inline keyboard button")
    _check_action(button)
    return button


def _empty_query(button: Markup, kind: str) -> bool:
    return kind.startswith("switch_inline_query") and button.get(kind) == ""


def _check_style(button: Markup, what: str) -> None:
    if button.get("style") not in (None, *_STYLES):
        raise BadRequest(f"can't parse {what}: Invalid button style specified")


def _check_action(button: Markup) -> None:
    data = button.get("callback_data")
    if data is not None and (not isinstance(data, str) or len(data.encode()) > CALLBACK_BYTES):
        raise BadRequest("BUTTON_DATA_INVALID")
    if "url" in button:
        _check_url(str(button["url"]))
    if "copy_text" in button:
        copied = button["copy_text"].get("text") if isinstance(button["copy_text"], dict) else None
        if not isinstance(copied, str) or not 1 <= len(copied) <= COPY_TEXT_LENGTH:
            raise BadRequest("BUTTON_COPY_TEXT_INVALID")
    if "web_app" in button:
        url = button["web_app"].get("url", "") if isinstance(button["web_app"], dict) else ""
        if not str(url).startswith("https://"):
            raise BadRequest(
                f"inline keyboard button Web App URL '{url}' is invalid: Only HTTPS links are allowed"
            )


def _check_url(url: str) -> None:
    parts = urlsplit(url)
    host_fits = re.fullmatch(r"[\w.-]+\.[\w-]{2,}|localhost|[\d.]+|\[[0-9a-fA-F:]+\]", parts.hostname or "")
    if parts.scheme in ("tg", "ton") or (parts.scheme in ("http", "https") and host_fits):
        return
    if not parts.scheme and re.match(r"[\w-]+(\.[\w-]+)+", url):
        return
    raise BadRequest(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
