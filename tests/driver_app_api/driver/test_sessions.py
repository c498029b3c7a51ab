"""I1: a phone signs in by link, code or Telegram, and out at once; guessing does not pay."""

import hashlib
import hmac
import json
from datetime import timedelta
from urllib.parse import urlencode

import aiohttp
from pydantic import SecretStr
from sqlalchemy import update

from core.dealers.tables import PersonRow
from core.driving.events import DriverSignedIn
from core.driving.tables import DriverSessionRow
from core.driving.use_cases.sign_in import ListPhones, MakeSignInLink, SignOutDriver
from core.infra.door import Core
from core.infra.journal import JournalRow
from core.kernel.actor import Role
from core.kernel.clock import FixedClock
from tests.core.driving.house import make_driver
from tests.driver_app_api.driver.phone import Phone, api, client_id, phone_of
from tests.make import count, make_staff, rows, write

TOKEN = "123456:test-token"


def start_data(at: float, user: int = 77, token: str = TOKEN) -> str:
    """Mini App start data as Telegram signs them."""
    who = json.dumps({"id": user, "first_name": "D"})
    fields = {"auth_date": str(int(at)), "query_id": "AAH", "user": who}
    text = "\n".join(f"{name}={fields[name]}" for name in sorted(fields))
    key = hmac.new(b"WebAppData", token.encode(), hashlib.sha256).digest()
    return urlencode(fields | {"hash": hmac.new(key, text.encode(), hashlib.sha256).hexdigest()})


async def test_a_link_signs_one_phone_in_once_and_a_revoked_token_is_nobody_at_once(core: Core) -> None:
    dan = await make_driver(core)
    async with phone_of(core, dan) as phone:
        link = await core.execute(dan, MakeSignInLink())
        first = await phone.call("POST", "/sessions", {"link": link.token})
        assert (first.status, first.body["driver"]["name"]) == (201, "Dan")
        cookie = first.headers["Set-Cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=strict" in cookie
        again = await phone.call("POST", "/sessions", {"link": link.token})
        assert (again.status, again.body["code"]) == (401, "link_unfit")
        assert (await phone.call("GET", "/me")).status == 200
        for session in await core.ask(dan, ListPhones()):
            await core.execute(dan, SignOutDriver(session.id))
        gone = await phone.call("GET", "/today")
        assert (gone.status, gone.body["code"]) == (401, "signed_out")
        told = await phone.call("POST", "/events", {"device": phone.device, "events": []})
        assert told.status == 401
    assert first.body["token"] not in str(await rows(core, DriverSessionRow))


async def test_an_answer_that_was_lost_is_given_again_to_the_same_attempt_only(core: Core) -> None:
    core.settings = core.settings.model_copy(update={"bot_token": SecretStr(TOKEN)})
    dan = await make_driver(core, phone="+12135550142", telegram_id=77)
    async with api(core) as at, aiohttp.ClientSession() as http:
        phone = Phone(at, http)
        for shown, refused in (
            (lambda link: {"link": link.token}, "link_unfit"),
            (lambda link: {"code": link.code, "phone": "+12135550142"}, "code_wrong"),
            (lambda _: {"init_data": start_data(core.clock.now().timestamp())}, "start_data_unfit"),
        ):
            body = shown(await core.execute(dan, MakeSignInLink()))
            mine = body | {"attempt": str(client_id())}
            first = await phone.call("POST", "/sessions", mine)
            again = await phone.call("POST", "/sessions", mine)
            assert (first.status, again.status) == (201, 201)
            assert again.body == first.body
            for other in (body, body | {"attempt": str(client_id())}):
                answer = await phone.call("POST", "/sessions", other)
                assert (answer.status, answer.body["code"]) == (401, refused)
            (session,) = await core.ask(dan, ListPhones())
            await core.execute(dan, SignOutDriver(session.id))
            # Once signed out, what was lost is no way back in.
            assert (await phone.call("POST", "/sessions", mine)).body["code"] == refused
    assert await count(core, JournalRow, JournalRow.name == DriverSignedIn.name) == 3


async def test_a_link_too_old_and_a_blocked_driver_are_refused(core: Core, clock: FixedClock) -> None:
    dan = await make_driver(core)
    async with phone_of(core, dan) as phone:
        link = await core.execute(dan, MakeSignInLink())
        clock.advance(timedelta(minutes=10))
        assert (await phone.call("POST", "/sessions", {"link": link.token})).status == 401
        assert (await phone.call("GET", "/me")).status == 200
        await write(core, update(PersonRow).where(PersonRow.name == "Dan").values(blocked=True))
        assert (await phone.call("GET", "/me")).status == 401
        await write(core, update(PersonRow).where(PersonRow.name == "Dan").values(blocked=False))
        clock.advance(timedelta(days=30))
        assert (await phone.call("GET", "/me")).status == 401


async def test_a_code_counts_with_the_phone_number_and_not_after_five_guesses(core: Core) -> None:
    dan = await make_driver(core, phone="+12135550142")
    async with api(core) as at, aiohttp.ClientSession() as http:
        phone = Phone(at, http)
        link = await core.execute(dan, MakeSignInLink())
        other = {"code": link.code, "phone": "+12135550143"}
        assert (await phone.call("POST", "/sessions", other)).body["code"] == "code_wrong"
        right = {"code": link.code, "phone": "(213) 555-0142"}
        assert (await phone.call("POST", "/sessions", right)).status == 201
        assert (await phone.call("POST", "/sessions", right)).status == 401  # once
        link = await core.execute(dan, MakeSignInLink())
        wrong = {"code": f"{(int(link.code) + 1) % 1_000_000:06d}", "phone": "+12135550142"}
        for _ in range(5):
            assert (await phone.call("POST", "/sessions", wrong)).status == 401
        assert (await phone.call("POST", "/sessions", {**wrong, "code": link.code})).status == 401
        for _ in range(20):
            answer = await phone.call("POST", "/sessions", wrong)
        assert (answer.status, answer.body["code"]) == (429, "too_fast")
        assert int(answer.headers["Retry-After"]) >= 1


async def test_telegrams_start_data_count_once_fresh_and_signed_by_our_bot(
    core: Core, clock: FixedClock
) -> None:
    core.settings = core.settings.model_copy(update={"bot_token": SecretStr(TOKEN)})
    dan = await make_driver(core, telegram_id=77)
    await make_staff(core, Role.OFFICE, "Otto", telegram_id=78)
    now = clock.now().timestamp()
    async with api(core) as at, aiohttp.ClientSession() as http:
        phone = Phone(at, http)

        async def tried(data: str) -> tuple[int, str | None]:
            answer = await phone.call("POST", "/sessions", {"init_data": data})
            return answer.status, answer.body.get("code")

        assert await tried(start_data(now, token="9:other")) == (401, "start_data_unfit")
        assert await tried(start_data(now) + "0") == (401, "start_data_unfit")
        assert await tried("nonsense") == (401, "start_data_unfit")
        assert await tried(start_data(now - 601)) == (401, "start_data_unfit")
        assert await tried(start_data(now + 120)) == (401, "start_data_unfit")
        assert await tried(start_data(now, user=78)) == (403, "no_driver")
        assert await tried(start_data(now, user=79)) == (403, "no_driver")
        assert await tried(start_data(now - 1)) == (201, None)
        assert await tried(start_data(now - 1)) == (401, "start_data_unfit")  # the same again
        for written in (start_data(now - 1) + "&x=", "&".join(reversed(start_data(now - 1).split("&")))):
            assert await tried(written) == (401, "start_data_unfit")  # the same in other writing
        assert len(await core.ask(dan, ListPhones())) == 1


async def test_a_cookie_alone_changes_nothing_without_the_apps_own_header(core: Core) -> None:
    dan = await make_driver(core)
    async with phone_of(core, dan) as phone:
        cookie = {"Cookie": f"driver_session={phone.token}"}
        phone.token = ""
        assert (await phone.call("GET", "/me", headers=cookie)).status == 200
        bare = await phone.call("DELETE", "/sessions/current", headers=cookie)
        assert (bare.status, bare.body["code"]) == (403, "app_header_missing")
        own = await phone.call("DELETE", "/sessions/current", headers=cookie | {"X-Driver-App": "1"})
        assert own.status == 204
        assert (await phone.call("GET", "/me", headers=cookie)).status == 401
    assert await count(core, DriverSessionRow, DriverSessionRow.ended_at.is_(None)) == 0
