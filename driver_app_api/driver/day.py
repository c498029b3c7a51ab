"""The day as a phone gets it, and the acts that come back."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Request, Response
from fastapi.responses import JSONResponse

from core.driving.act_types import ActResult
from core.driving.types import REASONS, CauseKind, DriverRoute, DriverStop, Today
from core.driving.use_cases.show_today import ShowDriverDay
from core.driving.use_cases.take_acts import TakeActs, in_runs
from core.i18n.phrases import Phrasebook, Say
from core.infra.door import Core
from core.kernel.actor import Actor
from driver_app_api.driver.map_file import MapFile
from driver_app_api.driver.schemas import EventResult, EventResults, Events, act_of
from driver_app_api.driver.sessions import Callers, driver_of
from driver_app_api.driver.trouble import PROBLEMS, refusal_text, say_to


def day_router(core: Core, book: Phrasebook, callers: Callers, own_map: MapFile | None) -> APIRouter:
    """GET /today, POST /events."""
    router = APIRouter(responses=PROBLEMS)

    @router.get("/today", responses={200: {"description": "The day."}, 304: {"description": "As before."}})
    async def today(
        request: Request,
        actor: Annotated[Actor, Depends(callers.actor)],
        if_none_match: Annotated[str | None, Header(max_length=200)] = None,
    ) -> Response:
        """The own routes with everything that is needed without network."""
        shown = await core.ask(actor, ShowDriverDay())
        body = {**day_body(shown, actor, say_to(book, request, actor.language)), **map_body(own_map)}
        version = hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()[:32]
        headers = {"ETag": f'"{version}"', "Cache-Control": "private, no-cache"}
        if if_none_match is not None and f'"{version}"' in if_none_match:
            return Response(status_code=304, headers=headers)
        told = {**body, "version": version, "server_time": core.clock.now().isoformat()}
        return JSONResponse(told, headers=headers)

    @router.post("/events", response_model=EventResults)
    async def events(
        request: Request,
        body: Events,
        actor: Annotated[Actor, Depends(callers.actor)],
        x_phone_time: Annotated[str | None, Header(max_length=40)] = None,
    ) -> EventResults:
        """Acts in the order of seq, each once by its id; a refused one blocks none behind it.

        X-Phone-Time: what the phone's clock says now (ISO), so that a wrong one can be put right.
        """
        results: list[ActResult] = []
        ahead = _ahead(x_phone_time, core.clock.now())
        for run in in_runs([act_of(event, ahead) for event in body.events]):
            taken = await core.execute(actor, TakeActs(str(body.device), run))
            results.extend(taken)
        say = say_to(book, request, actor.language)
        return EventResults(
            server_time=core.clock.now(), results=[_result(result, say) for result in results]
        )

    return router


def map_body(own_map: MapFile | None) -> dict[str, Any]:
    """Which map there is at /map/{version}, where the operator has one; null while it cannot be used."""
    if own_map is None:
        return {}
    now = own_map.now()
    return {"map": now and {"version": now.version, "credit": now.credit}}


def _ahead(told: str | None, now: datetime) -> timedelta | None:
    """How far a phone's clock is ahead of ours; None where it says nothing that can be read."""
    try:
        return None if told is None else datetime.fromisoformat(told) - now
    except (ValueError, TypeError, OverflowError):
        return None


def _result(result: ActResult, say: Say) -> EventResult:
    text = None if result.code is None else refusal_text(result.code, result.fields, say)
    return EventResult.model_validate(
        {"id": result.id, "status": result.status, "code": result.code, "text": text}
    )


def day_body(today: Today, actor: Actor, say: Say) -> dict[str, Any]:
    """The day as JSON, without what changes at every call."""
    return {
        "day": today.day.isoformat(),
        "driver": driver_of(actor).model_dump(mode="json"),
        "routes": [_route(route) for route in today.routes],
        "reasons": {kind.value: list(REASONS[kind]) for kind in CauseKind},
        "changes": [
            {
                "kind": change["kind"],
                "stop_id": change["stop_id"],
                "text": say(f"drivechange.{change['kind']}", **_named(change)),
            }
            for route in today.routes
            for change in route.changes
        ],
    }


def _named(change: Any) -> dict[str, str]:
    return {name: change[name] for name in ("dealer", "was", "now")}


def _route(route: DriverRoute) -> dict[str, Any]:
    return {
        "id": str(route.id),
        "day": route.day.isoformat(),
        "version": route.version,
        "state": route.state,
        "van": {"name": route.van, "plate": route.plate},
        "depot": {
            "name": route.depot,
            "lat": route.depot_latitude,
            "lon": route.depot_longitude,
            "address": route.depot_address,
        },
        "starts_at": route.starts_at.isoformat(),
        "ends_at": route.ends_at.isoformat(),
        "distance_m": route.distance_m,
        "stops": [_stop(stop) for stop in route.stops],
        "load": _goods(route.load),
        "taken": [asdict(bag) for bag in route.bags],
        "given_to": route.given_to or None,
        "taken_from": route.taken_from or None,
    }


def _stop(stop: DriverStop) -> dict[str, Any]:
    return {
        "id": str(stop.id),
        "position": stop.position,
        "state": stop.state,
        "by": stop.by or None,
        "dealer": stop.dealer,
        "address": stop.address,
        "lat": stop.latitude,
        "lon": stop.longitude,
        "phone": stop.phone or None,
        "note": stop.note or None,
        "window": _window(stop.window),
        "eta": stop.eta.isoformat(),
        "service_minutes": stop.service_minutes,
        "has_code": stop.has_code,
        "needs": [need.value for need in stop.needs],
        "lacks": [need.value for need in stop.lacks],
        "weight_g": stop.weight_g,
        "cash_due_minor": stop.cash_due.minor,
        "currency": stop.cash_due.currency,
        "paid": None if stop.paid is None else asdict(stop.paid),
        "is_fetch": stop.is_fetch,
        "orders": [
            {
                "id": str(order.id),
                "number": order.number,
                "lines": [
                    {"id": str(line.id), **goods, "wanted": line.instead_of}
                    for line, goods in zip(order.lines, _goods(order.lines), strict=True)
                ],
            }
            for order in stop.orders
        ],
    }


def _window(window: tuple[datetime, datetime] | None) -> dict[str, str] | None:
    return None if window is None else {"from": window[0].isoformat(), "to": window[1].isoformat()}


def _goods(lines: Sequence[Any]) -> list[dict[str, Any]]:
    return [{"sku": one.sku, "name": one.name, "quantity": one.quantity, "unit": one.unit} for one in lines]
