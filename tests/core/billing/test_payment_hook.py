"""E4 from the bank's side: a signed report frees held orders; what is unsigned or stale is nothing."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
import uvicorn
from pydantic import SecretStr

from core.billing.tables import PaymentRow
from core.dealers.tables import DealerRow
from core.infra.door import Core
from core.infra.journal import JournalRow
from core.orders.types import OrderState
from core.orders.use_cases.show_orders import ShowOrder
from dealerline.sandbox.serve import open_socket
from dealerline.web import QuietServer
from driver_app_api.app import create_app
from driver_app_api.hooks.payments import payments_router
from driver_app_api.hooks.signed import SIGNATURE_HEADER, TIMESTAMP_HEADER, sign
from tests.core.billing.house import House, assert_books_balance, make_house, written
from tests.make import account, column, count, rows

SECRET = "shared-with-the-bank"


@asynccontextmanager
async def hook(core: Core) -> AsyncIterator[str]:
    core.settings = core.settings.model_copy(update={"payment_secret": SecretStr(SECRET)})
    listening = open_socket()
    config = uvicorn.Config(create_app(core), log_config=None, access_log=False, lifespan="off")
    server = QuietServer(config)
    serving = asyncio.get_running_loop().create_task(server.serve(sockets=[listening]))
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/hooks/payments"
    finally:
        server.should_exit = True
        await serving
        listening.close()


async def post(
    core: Core, url: str, body: bytes, *, late: int = 0, signature: str | None = None
) -> tuple[int, dict[str, Any]]:
    """Send a body, signed now (or ``late`` seconds ago) unless a signature is given."""
    timestamp = str(int(core.clock.now().timestamp()) - late)
    headers = {
        TIMESTAMP_HEADER: timestamp,
        SIGNATURE_HEADER: sign(SECRET, timestamp, body) if signature is None else signature,
    }
    async with aiohttp.ClientSession() as session, session.post(url, data=body, headers=headers) as answer:
        kind = "application/json" if answer.status == 200 else "application/problem+json"
        assert answer.content_type == kind
        return answer.status, await answer.json(content_type=None)


async def notice(core: Core, house: House, **changes: Any) -> bytes:
    (code,) = await column(core, DealerRow.code, DealerRow.id == house.dealer_id)
    body = {
        "id": "evt_1",
        "dealer": code,
        "amount": "100.00",
        "currency": "USD",
        "paid_on": "2025-10-14",
        "reference": "bank 77",
        **changes,
    }
    return json.dumps(body).encode()


async def test_a_signed_report_is_counted_once_and_frees_a_held_order(core: Core) -> None:
    house = await make_house(core, limit="1000")
    await house.invoice(core, 7)
    waiting = await house.order(core, 2)
    assert waiting.state is OrderState.IN_REVIEW
    async with hook(core) as url:
        body = await notice(core, house)
        first = await post(core, url, body)
        assert first == (
            200,
            {
                "receipt": "RC-2025-1",
                "applied": [{"document": "INV-2025-1", "paid": "100.00"}],
                "unapplied": "0.00",
                "released": [waiting.number],
            },
        )
        # The provider did not hear us: the same event again, even many at once, changes nothing.
        again = await asyncio.gather(*(post(core, url, body) for _ in range(5)))
        assert again == [first] * 5
        other_event = await post(core, url, await notice(core, house, id="evt_2"))
        assert (other_event[0], other_event[1]["code"], other_event[1]["receipt"]) == (
            409,
            "already_recorded",
            "RC-2025-1",
        )
    assert (await core.ask(house.buyer, ShowOrder(waiting.order_id))).state is OrderState.APPROVED
    assert await count(core, PaymentRow) == 1
    (told,) = await rows(core, JournalRow, JournalRow.name == "payment_recorded")
    assert (told.actor_id, told.origin) == (None, "webhook:payments")
    await assert_books_balance(core)


async def test_what_is_not_signed_by_the_bank_just_now_is_not_looked_at(core: Core) -> None:
    house = await make_house(core)
    body = await notice(core, house)
    before = await written(core)
    now = str(int(core.clock.now().timestamp()))
    async with hook(core) as url:
        for late, signature in (
            (301, None),
            (-301, None),
            (0, ""),
            (0, "0" * 64),
            (0, sign("another secret", now, body)),
            (0, sign(SECRET, now, body + b" ")),
        ):
            status, problem = await post(core, url, body, late=late, signature=signature)
            assert (status, problem["code"], problem["status"]) == (401, "bad_signature", 401)
        async with aiohttp.ClientSession() as session, session.post(url, data=body) as answer:
            assert answer.status == 401
        assert (await post(core, url, body, late=300))[0] == 200
    assert await written(core) != before
    assert await count(core, PaymentRow) == 1


async def test_a_report_that_makes_no_sense_is_refused_with_its_code(core: Core) -> None:
    house = await make_house(core)
    before = await written(core), await account(core, house.dealer_id)
    cases: list[tuple[bytes, int, str]] = [
        (b"{", 422, "unreadable"),
        (b"[1]", 422, "unreadable"),
        (await notice(core, house, amount="1e9"), 422, "unreadable"),
        (await notice(core, house, amount="0.001"), 422, "unreadable"),
        (await notice(core, house, paid_on="yesterday"), 422, "unreadable"),
        (await notice(core, house, dealer="NOBODY"), 422, "not_found"),
        (await notice(core, house, amount="-5"), 422, "amount_not_positive"),
        (await notice(core, house, currency="EUR"), 422, "wrong_currency"),
        (await notice(core, house, paid_on="2025-10-16"), 422, "date_in_future"),
        (await notice(core, house, reference=" "), 422, "reference_missing"),
        (await notice(core, house, invoices=["INV-2025-9"]), 422, "unknown_invoice"),
        (b" " * 70_000, 413, "too_large"),
    ]
    async with hook(core) as url:
        for body, status, code in cases:
            answered, problem = await post(core, url, body)
            assert (answered, problem["code"]) == (status, code), body[:80]
    assert (await written(core), await account(core, house.dealer_id)) == before


def test_there_is_no_hook_without_a_secret(core: Core) -> None:
    with pytest.raises(ValueError, match="DEALERLINE_PAYMENT_SECRET"):
        payments_router(core, "")
    assert "/hooks/payments" not in {getattr(route, "path", "") for route in create_app(core).routes}
