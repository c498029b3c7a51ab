"""What went wrong, as problem+json with words in the caller's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response

from core.i18n.phrases import Phrasebook, Say
from core.kernel.errors import Busy, NotFound, NotPermitted, Refused
from driver_app_api.driver.schemas import ProblemBody
from driver_app_api.problems import MEDIA_TYPE, problem

_STATUS: Mapping[str, int] = {
    "no_driver": 403,
    "id_taken": 409,
    "piece_misplaced": 409,
    "file_too_large": 413,
}
# Answers that any route may give, for the description of the API.
PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"description": text, "content": {MEDIA_TYPE: {"schema": ProblemBody.model_json_schema()}}}
    for status, text in {
        400: "The request is no HTTP of ours.",
        401: "Not signed in (any more).",
        403: "Not allowed.",
        404: "No such thing, or not yours.",
        409: "It does not fit what is here.",
        413: "Too large.",
        415: "Not JSON.",
        422: "Unreadable.",
        429: "Too fast: see Retry-After.",
        503: "Busy: send it again.",
    }.items()
}


class Trouble(Exception):
    """An answer that is no success; its words are the phrase ``driveapi.<code>``."""

    def __init__(self, status: int, code: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(code)
        self.status, self.code, self.headers = status, code, headers


def answer_trouble(book: Phrasebook, request: Request, trouble: Trouble) -> Response:
    answer = problem(trouble.status, trouble.code, say_to(book, request)(f"driveapi.{trouble.code}"))
    answer.headers.update(trouble.headers or {})
    return answer


def answer_refused(book: Phrasebook, request: Request, refused: Refused) -> Response:
    say = say_to(book, request)
    status = _STATUS.get(refused.code, 422)
    match refused:
        case NotFound():
            status = 404
        case NotPermitted():
            status = 403
        case Busy():
            status = 503
    answer = problem(status, refused.code, refusal_text(refused.code, refused.fields, say))
    if isinstance(refused, Busy):
        answer.headers["Retry-After"] = "1"
    if "received" in refused.fields:
        answer.headers["Upload-Offset"] = str(refused.fields["received"])
    return answer


def answer_unreadable(book: Phrasebook, request: Request, error: RequestValidationError) -> JSONResponse:
    fields = [".".join(map(str, fault["loc"])) for fault in error.errors()][:20]
    return problem(422, "unreadable", say_to(book, request)("driveapi.unreadable"), fields=fields)


def refusal_text(code: str, fields: Mapping[str, object], say: Say) -> str:
    """Why an act was refused, in words."""
    specific = f"error.{code}.{fields.get('what', '')}"
    for key in (specific, f"error.{code}"):
        if say.book.has("en", key):
            return say(key, None, **fields)
    return say("error.refused")


def say_to(book: Phrasebook, request: Request, language: str | None = None) -> Say:
    """The voice for a caller: the driver's own language, else what the browser asks for first."""
    wanted = request.headers.get("accept-language", "")[:20].partition(",")[0].partition("-")[0].lower()
    named = {"zh": "zh_CN"}.get(wanted, wanted)
    return book.say(language or named)
