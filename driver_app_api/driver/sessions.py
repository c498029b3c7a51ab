"""Who calls: tokens in a header or a cookie, sign-in in three ways, sign-out."""

from datetime import UTC, datetime
from typing import Annotated

from aiogram.utils.web_app import safe_parse_webapp_init_data
from fastapi import APIRouter, Cookie, Depends, Header, Request, Response
from fastapi.responses import JSONResponse

from core.driving.session_types import SignedIn
from core.driving.use_cases.sign_in import (
    SESSION_DAYS,
    IdentifyDriver,
    NotePhoneSeen,
    SignInByChat,
    SignInByCode,
    SignInByLink,
    SignOutDriver,
)
from core.infra.door import Core
from core.kernel.actor import STRANGER, SYSTEM, Actor
from core.kernel.errors import Refused
from driver_app_api.driver.limits import Limit
from driver_app_api.driver.schemas import Driver, MeBody, SignedInBody, SignIn
from driver_app_api.driver.trouble import PROBLEMS, Trouble

COOKIE = "driver_session"
COOKIE_PATH = "/driver/v1"
APP_HEADER = "X-Driver-App"
_SAFE = frozenset({"GET", "HEAD"})
_FRONT = SYSTEM.from_origin("driver")


class Callers:
    """The dependency that tells who calls: ``actor`` for every route but the sign-in."""

    def __init__(self, core: Core) -> None:
        self.core = core
        self._guesses = Limit(burst=20, per_second=0.2)  # of one address: 12 tries a minute
        self._calls = Limit(burst=200, per_second=20)  # of one phone

    async def actor(
        self,
        request: Request,
        authorization: Annotated[str | None, Header(max_length=300)] = None,
        driver_session: Annotated[str | None, Cookie(max_length=300)] = None,
        x_driver_app: Annotated[str | None, Header(max_length=10)] = None,
    ) -> Actor:
        """Raises Trouble: 401 signed_out, 403 app_header_missing, 429 too_fast."""
        scheme, _, token = (authorization or "").partition(" ")
        if scheme.lower() != "bearer":
            token = driver_session or ""
            # Another site can make a browser send its cookie, but not this header.
            if token and request.method not in _SAFE and x_driver_app is None:
                raise Trouble(403, "app_header_missing")
        known = await self.core.ask(STRANGER, IdentifyDriver(token)) if token else None
        if known is None:
            self.slow(self._guesses, address_of(request))
            raise Trouble(401, "signed_out")
        self.slow(self._calls, str(known.actor.session_id))
        if known.is_stale:
            await self.core.execute(known.actor, NotePhoneSeen())
        return known.actor

    def guess(self, request: Request) -> None:
        """Count a try to sign in. Raises Trouble: 429."""
        self.slow(self._guesses, address_of(request))

    @staticmethod
    def slow(limit: Limit, caller: str) -> None:
        wait = limit.wait(caller)
        if wait:
            raise Trouble(429, "too_fast", headers={"Retry-After": str(wait)})


def address_of(request: Request) -> str:
    return request.client.host if request.client is not None else ""


def sessions_router(core: Core, callers: Callers) -> APIRouter:
    """POST /sessions, DELETE /sessions/current, GET /me."""
    router = APIRouter(responses=PROBLEMS)

    @router.post("/sessions", status_code=201, response_model=SignedInBody)
    async def sign_in(request: Request, body: SignIn, user_agent: Annotated[str, Header()] = "") -> Response:
        """Sign this phone in; the token is told once, and set as a cookie."""
        callers.guess(request)
        found = await _sign_in(core, body, user_agent[:200])
        now = core.clock.now()
        driver = driver_of(found.actor)
        told = SignedInBody(token=found.token, driver=driver, expires_at=found.expires_at, server_time=now)
        answer = JSONResponse(told.model_dump(mode="json"), status_code=201)
        answer.set_cookie(
            COOKIE,
            found.token,
            max_age=SESSION_DAYS * 86_400,
            path=COOKIE_PATH,
            httponly=True,
            samesite="strict",
            secure=request.url.scheme == "https" or core.settings.public_url.startswith("https:"),
        )
        return answer

    @router.delete("/sessions/current", status_code=204)
    async def sign_out(actor: Annotated[Actor, Depends(callers.actor)]) -> Response:
        """Sign this phone out, at once."""
        await core.execute(actor, SignOutDriver())
        answer = Response(status_code=204)
        answer.delete_cookie(COOKIE, path=COOKIE_PATH, httponly=True, samesite="strict")
        return answer

    @router.get("/me", response_model=MeBody)
    async def me(actor: Annotated[Actor, Depends(callers.actor)]) -> MeBody:
        return MeBody(driver=driver_of(actor), server_time=core.clock.now())

    return router


def driver_of(actor: Actor) -> Driver:
    assert actor.person_id is not None
    return Driver(id=actor.person_id, name=actor.name, language=actor.language)


async def _sign_in(core: Core, body: SignIn, label: str) -> SignedIn:
    try:
        if body.link is not None:
            return await core.execute(
                STRANGER.from_origin("driver"), SignInByLink(body.link, label, body.attempt)
            )
        if body.code is not None and body.phone is not None:
            found = await core.execute(
                STRANGER.from_origin("driver"), SignInByCode(body.phone, body.code, label, body.attempt)
            )
            if found is None:
                raise Trouble(401, "code_wrong")
            return found
        if body.init_data is not None:
            return await core.execute(_FRONT, _from_chat(core, body, label))
    except Refused as refused:
        if refused.code in ("link_unfit", "start_data_unfit"):
            raise Trouble(401, refused.code) from refused
        raise
    raise Trouble(422, "unreadable")


def _from_chat(core: Core, body: SignIn, label: str) -> SignInByChat:
    """Start data whose signature is the bot's; its age and whether it was used the core looks at."""
    token, init_data = core.settings.bot_token.get_secret_value(), body.init_data or ""
    try:
        if not token:
            raise ValueError("no bot")
        data = safe_parse_webapp_init_data(token, init_data)
        if data.user is None:
            raise ValueError("nobody")
        signed_at = data.auth_date.astimezone(UTC)
    except (ValueError, OverflowError, TypeError, AttributeError) as error:
        raise Trouble(401, "start_data_unfit") from error
    assert isinstance(signed_at, datetime)
    # Its signature stands for it: the same data can be written in many ways, "&x=" behind them is one.
    return SignInByChat(data.user.id, signed_at, data.hash, label, body.attempt)
