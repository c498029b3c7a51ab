"""Answers to taps and to inline queries."""

from __future__ import annotations

import re

from dealerline.sandbox.chats import Json
from dealerline.sandbox.entities import utf16_length
from dealerline.sandbox.errors import BadRequest
from dealerline.sandbox.methods.call import TEXT_LENGTH, Call, method

ANSWER_LENGTH = 200
INLINE_RESULTS = 50
INLINE_OFFSET = 64
_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


@method("answerCallbackQuery")
def answer_callback_query(call: Call) -> bool:
    text = call.form.text("text")
    if utf16_length(text) > ANSWER_LENGTH:
        raise BadRequest("MESSAGE_TOO_LONG")
    tap = call.world.take_tap(call.form.text("callback_query_id"))
    if tap is None:
        raise BadRequest(_TOO_OLD)
    call.world.events.record(
        "answer",
        tap.chat_id,
        tap_id=tap.id,
        message_id=tap.message_id,
        text=text,
        show_alert=call.form.flag("show_alert"),
        url=call.form.text("url"),
    )
    return True


@method("answerInlineQuery")
def answer_inline_query(call: Call) -> bool:
    results = call.form.nested("results", "inline query results")
    if not isinstance(results, list):
        raise BadRequest("expected an Array of inline query results")
    if len(results) > INLINE_RESULTS:
        raise BadRequest("RESULTS_TOO_MUCH")
    seen = set()
    for result in results:
        if not isinstance(result, dict) or not 1 <= len(str(result.get("id", "")).encode()) <= 64:
            raise BadRequest("RESULT_ID_INVALID")
        if result["id"] in seen:
            raise BadRequest("RESULT_ID_DUPLICATE")
        seen.add(result["id"])
        _check_article(result)
    button = call.form.nested("button", "inline query results button")
    if button is not None:
        _check_button(button)
    more = call.form.text("next_offset")
    if len(more.encode()) > INLINE_OFFSET:
        raise BadRequest("NEXT_OFFSET_INVALID")
    query_id = call.form.text("inline_query_id")
    query = call.world.inline_queries.get(query_id)
    if query is None or query.results is not None:
        raise BadRequest(_TOO_OLD)
    query.results = results
    call.world.events.record(
        "inline_answer", query.chat_id, query_id=query_id, results=results, button=button, next_offset=more
    )
    return True


def _check_article(result: Json) -> None:
    """Articles, with a text as what they send: the only kind that the page shows."""
    if result.get("type") != "article":
        raise BadRequest("the sandbox shows inline results of type article")
    content = result.get("input_message_content")
    text = content.get("message_text") if isinstance(content, dict) else None
    if not result.get("title") or not isinstance(text, str) or not text.strip():
        raise BadRequest("can't parse inline query result: MESSAGE_EMPTY")
    if utf16_length(text) > TEXT_LENGTH:
        raise BadRequest("MESSAGE_TOO_LONG")


def _check_button(button: object) -> None:
    if not isinstance(button, dict) or not button.get("text"):
        raise BadRequest("can't parse inline query results button: Can't find field \"text\"")
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", str(button.get("start_parameter", ""))):
        raise BadRequest("START_PARAM_INVALID")
