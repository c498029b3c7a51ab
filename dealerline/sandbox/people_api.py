"""The people's side over HTTP, under ``/sandbox``: for the page and for tests; events as a stream."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from typing import Any
from urllib.parse import quote, urlsplit

from fastapi import APIRouter, Depends, HTTPException, Request
from pydantic import BaseModel, Field
from starlette.responses import Response, StreamingResponse

from dealerline.sandbox.chats import Json, StoredMessage, Tap
from dealerline.sandbox.errors import PersonError
from dealerline.sandbox.faults import Fault
from dealerline.sandbox.files import UPLOAD_BYTES
from dealerline.sandbox.forms import read_form
from dealerline.sandbox.people import Acts
from dealerline.sandbox.settings import SandboxPerson, SandboxSettings
from dealerline.sandbox.stage import Stage
from dealerline.sandbox.world import World

HEARTBEAT_SECONDS = 15.0
FILE_KINDS = ("photo", "document", "voice", "audio")
_SHOWN_IN_PAGE = ("image/png", "image/jpeg", "image/gif", "image/webp", "audio/ogg", "audio/mpeg")


class Say(BaseModel):
    text: str
    reply_to: int | None = None


class PressButton(BaseModel):
    row: int = Field(ge=0)
    column: int = Field(ge=0)


class TapButton(BaseModel):
    """A button by its place, or by the data of one that is no longer there."""

    message_id: int
    row: int | None = Field(default=None, ge=0)
    column: int | None = Field(default=None, ge=0)
    data: str | None = None


class ShareContact(BaseModel):
    phone_number: str | None = None
    first_name: str = "Somebody"
    user_id: int | None = None


class ShareLocation(BaseModel):
    latitude: float = Field(ge=-90, le=90)
    longitude: float = Field(ge=-180, le=180)


class SendSticker(BaseModel):
    emoji: str = "👍"


class Forward(BaseModel):
    text: str = Field(min_length=1)
    from_name: str = "Somebody"


class EditText(BaseModel):
    message_id: int
    text: str


class AskInline(BaseModel):
    text: str = ""
    offset: str = ""


class ChooseInline(BaseModel):
    query_id: str
    result_id: str


class Redeliver(BaseModel):
    """The newest update again, under its own id or a new one."""

    new_id: bool = False


class DuplicateNext(BaseModel):
    times: int = Field(default=1, ge=1)


def _same_origin(request: Request) -> None:
    """Another site open in the same browser must not talk for the people here."""
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
        raise HTTPException(403, "the sandbox listens to its own page only")


class PeopleApi:
    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    @property
    def _world(self) -> World:
        return self._stage.world

    def router(self) -> APIRouter:
        router = APIRouter(prefix="/sandbox", dependencies=[Depends(_same_origin)])
        gets: dict[str, Callable[..., Any]] = {
            "/state": self.state,
            "/events": self.events,
            "/calls": self.calls,
            "/files/{file_id}": self.file,
        }
        for path, question in gets.items():
            router.add_api_route(path, question, methods=["GET"], response_model=None)
        router.add_api_route("/faults", self.clear_faults, methods=["DELETE"], response_model=None)
        posts: dict[str, Callable[..., Any]] = {
            "/start_over": self.start_over,
            "/users": self.add_user,
            "/faults": self.add_fault,
            "/redeliver": self.redeliver,
            "/duplicate": self.duplicate,
            "/users/{user_id}/say": self.say,
            "/users/{user_id}/press": self.press,
            "/users/{user_id}/tap": self.tap,
            "/users/{user_id}/contact": self.contact,
            "/users/{user_id}/location": self.location,
            "/users/{user_id}/sticker": self.sticker,
            "/users/{user_id}/forward": self.forward,
            "/users/{user_id}/edit": self.edit,
            "/users/{user_id}/block": self.block,
            "/users/{user_id}/unblock": self.unblock,
            "/users/{user_id}/inline": self.inline,
            "/users/{user_id}/choose": self.choose,
            "/users/{user_id}/file": self.send_file,
        }
        for path, act in posts.items():
            router.add_api_route(path, act, methods=["POST"], response_model=None)
        return router

    # What there is

    async def state(self) -> Json:
        return self._world.as_json()

    async def calls(self) -> list[Json]:
        return [call.as_json() for call in self._world.calls]

    async def events(self, after: int = 0, start_id: str = "") -> StreamingResponse:
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        stream = self._stream(after, start_id)
        return StreamingResponse(stream, media_type="text/event-stream", headers=headers)

    async def _stream(self, number: int, start_id: str) -> AsyncIterator[str]:
        log = self._world.events
        if start_id and start_id != log.start_id:
            number = log.number + 1  # numbers of another life mean nothing here
        yield ": hello\n\n"
        while not log.closed:
            events = log.after(number)
            if events is None:
                yield "event: reset\ndata: {}\n\n"
                return
            for event in events:
                number = event.number
                yield f"data: {json.dumps(event.as_json(), ensure_ascii=False)}\n\n"
            if log.number == number and not log.closed:
                await log.wait(HEARTBEAT_SECONDS)
                if log.number == number:
                    yield ": still here\n\n"

    async def file(self, file_id: str) -> Response:
        stored = self._world.files.get(file_id)
        if stored is None:
            raise HTTPException(404, "no such file")
        shown = stored.content_type in _SHOWN_IN_PAGE
        place = "inline" if shown else "attachment"
        headers = {
            "Content-Disposition": f"{place}; filename*=UTF-8''{quote(stored.name)}",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, max-age=3600",
        }
        media_type = stored.content_type if shown else "application/octet-stream"
        return Response(stored.data, media_type=media_type, headers=headers)

    # Troubles

    async def add_fault(self, fault: Fault) -> list[Json]:
        self._world.faults.add(fault)
        return self._world.faults.as_json()

    async def clear_faults(self) -> None:
        self._world.faults.clear()

    async def redeliver(self, wanted: Redeliver) -> Json:
        return {"update_id": self._world.updates.repeat(new_id=wanted.new_id)}

    async def duplicate(self, wanted: DuplicateNext) -> None:
        self._world.updates.duplicate_next(wanted.times)

    # Acts of people

    async def start_over(self, settings: SandboxSettings) -> None:
        """A new world: other people, no messages, no faults."""
        self._stage.start_over(settings)

    async def add_user(self, person: SandboxPerson) -> Json:
        chat = self._world.add_person(person)
        return self._done({"user_id": chat.id})

    async def say(self, user_id: int, act: Say) -> Json:
        return self._sent(self._acts(user_id).say(act.text, act.reply_to))

    async def press(self, user_id: int, act: PressButton) -> Json:
        return self._sent(self._acts(user_id).press(act.row, act.column))

    async def tap(self, user_id: int, act: TapButton) -> Json:
        acts = self._acts(user_id)
        if act.data is not None:
            tap = acts.tap(act.message_id, act.data)
        elif act.row is not None and act.column is not None:
            tap = acts.tap_button(act.message_id, act.row, act.column)
        else:
            raise PersonError("say which button: row and column, or data")
        return self._tapped(tap)

    async def contact(self, user_id: int, act: ShareContact) -> Json:
        other: Json | None = None
        if act.phone_number is not None:
            other = {"phone_number": act.phone_number, "first_name": act.first_name}
            if act.user_id is not None:
                other["user_id"] = act.user_id
        return self._sent(self._acts(user_id).share_contact(other))

    async def location(self, user_id: int, act: ShareLocation) -> Json:
        return self._sent(self._acts(user_id).share_location(act.latitude, act.longitude))

    async def sticker(self, user_id: int, act: SendSticker) -> Json:
        return self._sent(self._acts(user_id).send_sticker(act.emoji))

    async def forward(self, user_id: int, act: Forward) -> Json:
        return self._sent(self._acts(user_id).forward(act.text, act.from_name))

    async def edit(self, user_id: int, act: EditText) -> Json:
        return self._sent(self._acts(user_id).edit(act.message_id, act.text))

    async def block(self, user_id: int) -> Json:
        self._acts(user_id).block()
        return self._done({})

    async def unblock(self, user_id: int) -> Json:
        self._acts(user_id).unblock()
        return self._done({})

    async def inline(self, user_id: int, act: AskInline) -> Json:
        return self._done({"query_id": self._acts(user_id).ask_inline(act.text, act.offset)})

    async def choose(self, user_id: int, act: ChooseInline) -> Json:
        return self._sent(self._acts(user_id).choose_inline(act.query_id, act.result_id))

    async def send_file(self, user_id: int, request: Request) -> Json:
        """Multipart: ``kind`` (photo, document, voice, audio), ``file``, perhaps ``caption``, ``seconds``."""
        acts = self._acts(user_id)
        body = bytearray()
        async for chunk in request.stream():
            body += chunk
            if len(body) > UPLOAD_BYTES + 65536:
                raise PersonError("the file is too big", 413)
        form = read_form(request.headers.get("content-type", ""), bytes(body))
        kind = form.text("kind") or "document"
        upload = form.files.get("file")
        if upload is None or kind not in FILE_KINDS:
            raise PersonError(f"a file and its kind ({', '.join(FILE_KINDS)}) are needed")
        return self._sent(acts.send_file(kind, upload, form.text("caption"), form.integer("seconds", 1)))

    def _acts(self, user_id: int) -> Acts:
        chat = self._world.chats.get(user_id)
        if chat is None:
            raise PersonError("there is no such person here", 404)
        return Acts(self._world, chat)

    def _done(self, result: dict[str, Any]) -> Json:
        """Answers carry the number of the last event: who has seen that one has seen the act."""
        return {**result, "number": self._world.events.number}

    def _sent(self, message: StoredMessage) -> Json:
        return self._done(message.as_json())

    def _tapped(self, tap: Tap) -> Json:
        chat = self._world.chats[tap.chat_id]
        return self._done({"tap_id": tap.id, "revision": chat.revision})
