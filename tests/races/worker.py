"""One process of the race tests: builds its own Core, waits for the starting shot, runs its commands.

Standard input, a JSON line each: ``{"url", "jobs", "together"}``, then ``go``. Standard output: ``ready``,
then ``{"job", "result"}`` for each job as it is done, then ``done``.
``do`` of a job: place, decide, pay, invoice, cancel; or any: ``command`` ("module:Class") with ``fields``.
"""

from __future__ import annotations

import asyncio
import json
import sys
from importlib import import_module
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter

from core.billing.use_cases.create_invoices import CreateInvoices
from core.billing.use_cases.take_payment_notice import TakePaymentNotice
from core.bootstrap import build
from core.infra.door import Core
from core.infra.settings import Settings
from core.kernel.actor import Actor, Role
from core.kernel.clock import FixedClock
from core.kernel.command import Command
from core.kernel.errors import Refused
from core.kernel.ids import ApprovalId, DealerId, DraftId, OrderId, PersonId
from core.kernel.money import Money
from core.orders.decisions import Approve, ApprovePart, Decline, OrderDecision
from core.orders.use_cases.cancel_order import CancelOrder
from core.orders.use_cases.decide_order import DecideOrder
from core.orders.use_cases.place_order import PlaceOrder
from core.orders.use_cases.show_orders import ListOrders
from tests.conftest import START
from tests.races.picking import pick_and_ship


def say(message: Any) -> None:
    sys.stdout.write(json.dumps(message, default=str) + "\n")
    sys.stdout.flush()


def actor_of(job: dict[str, Any]) -> Actor:
    dealer = job.get("dealer")
    return Actor(
        PersonId(UUID(job["person"])),
        frozenset({Role(job["role"])}),
        DealerId(UUID(dealer)) if dealer else None,
    )


def command_of(job: dict[str, Any]) -> Command[Any]:
    if job["do"] == "pay":
        return TakePaymentNotice(job["code"], Money(job["minor"], "USD"), START.date(), job["reference"])
    if job["do"] == "invoice":
        return CreateInvoices()
    if job["do"] == "decide":
        approval_id, part = ApprovalId(UUID(job["approval"])), job.get("part")
        if part is not None:
            return DecideOrder(approval_id, ApprovePart(amount=Money(part, "USD")))
        return DecideOrder(approval_id, Approve() if job["approve"] else Decline())
    if job["do"] == "cancel":
        return CancelOrder(OrderId(UUID(job["order"])))
    if job["do"] == "any":
        module, _, name = job["command"].partition(":")
        made: Command[Any] = TypeAdapter(getattr(import_module(module), name)).validate_python(job["fields"])
        return made
    return PlaceOrder(DraftId(UUID(job["draft"])), job["version"], job["seen"])


async def run_job(core: Core, at: int, job: dict[str, Any]) -> None:
    try:
        if job["do"] == "pick":
            say({"job": at, "result": await pick_and_ship(core, job["at"])})
            return
        result = await core.execute(actor_of(job), command_of(job), key=job.get("key"))
        if isinstance(result, OrderDecision):
            say({"job": at, "result": result.state})
            return
        say({"job": at, "result": getattr(result, "number", result)})
    except Refused as refused:
        say({"job": at, "result": refused.code})
    except Exception as error:
        say({"job": at, "result": f"FAULT {error!r}"})


async def run_race(race: dict[str, Any]) -> None:
    settings = Settings.model_validate({"database_url": race["url"]})
    core = build(settings, clock=FixedClock(START))
    try:
        for job in race["jobs"][:1]:
            if job.get("dealer"):
                await core.ask(actor_of(job), ListOrders())  # connections are open before the shot
        say("ready")
        await asyncio.to_thread(sys.stdin.readline)
        if race["together"]:
            await asyncio.gather(*(run_job(core, at, job) for at, job in enumerate(race["jobs"])))
        else:
            for at, job in enumerate(race["jobs"]):
                await run_job(core, at, job)
        say("done")
    finally:
        await core.close()


def main() -> None:
    while line := sys.stdin.readline():
        asyncio.run(run_race(json.loads(line)))


if __name__ == "__main__":
    main()
