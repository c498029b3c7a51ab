"""Answers to taps and to inline queries."""

from __future__ import annotations

from dealerline.sandbox.entities import utf16_length
from dealerline.sandbox.errors import BadRequest
from dealerline.sandbox.methods.call import Call, method

ANSWER_LENGTH = 200
INLINE_RESULTS = 50
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
    query_id = call.form.text("inline_query_id")
    chat_id = call.world.inline_queries.pop(query_id, None)
    if chat_id is None:
        raise BadRequest(_TOO_OLD)
    call.world.events.record("inline_answer", chat_id, query_id=query_id, results=results)
    return True
