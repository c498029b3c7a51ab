"""The pick list on paper: the walk through the warehouse, and each shipment with a bar code to scan."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from core.deliveries.engine.code128 import bar_widths
from core.deliveries.engine.waves import walking_order
from core.deliveries.types import PickList, Shipment, ShipmentLine
from core.i18n.fonts import FAMILIES, drawable
from core.i18n.phrases import Say
from core.i18n.printing import set_document

TEMPLATE = Path(__file__).parent / "pick_list.typ"
_COLUMNS = ("pick.tick", "pick.location", "pick.article", "pick.quantity", "pick.lots", "pick.shipment")


def print_pick_list(pick_list: PickList, say: Say) -> bytes:
    """The PDF, in the reader's language; the same list gives the same bytes."""
    return set_document(TEMPLATE, page_of(pick_list, say))


def page_of(pick_list: PickList, say: Say) -> dict[str, Any]:
    """What the template is given. Pure."""
    walk = [(line, shipment) for shipment in pick_list.shipments for line in shipment.lines]
    walk.sort(key=lambda pair: (walking_order(pair[0].location, pair[0].sku), pair[1].number))
    return {
        "fonts": FAMILIES,
        "lang": say.language.partition("_")[0],
        "title": f"{say('pick.title')} · {drawable(pick_list.warehouse)}",
        "subtitle": say("pick.size", len(pick_list.shipments), lines=len(walk)),
        "number": pick_list.number,
        "made": say.moment(pick_list.made_at),
        "bars": bar_widths(pick_list.number),
        "columns": [say(key) for key in _COLUMNS],
        "rows": [_row(line, shipment, say) for line, shipment in walk],
        "shipments": [_shipment(one, say) for one in pick_list.shipments],
    }


def _row(line: ShipmentLine, shipment: Shipment, say: Say) -> dict[str, str]:
    lots = (
        say("pick.lot_until", lot=lot.lot, quantity=lot.quantity, day=lot.expires_on)
        if lot.expires_on
        else say("pick.lot", lot=lot.lot, quantity=lot.quantity)
        for lot in line.lots
    )
    return {
        "location": drawable(str(line.location)) or "–",
        "name": drawable(line.name),
        "sku": drawable(" · ".join(filter(None, (line.sku, _wanted(line, say))))),
        "quantity": say.number(line.quantity),
        "lots": ", ".join(map(drawable, lots)),
        "shipment": shipment.number,
    }


def _wanted(line: ShipmentLine, say: Say) -> str | None:
    return line.instead_of and say("document.instead_of", name=line.instead_of)


def _shipment(shipment: Shipment, say: Say) -> dict[str, Any]:
    pieces = sum(line.quantity for line in shipment.lines)
    facts = [
        ", ".join(map(drawable, shipment.orders)),
        say("pick.pieces", pieces),
        *([say("pick.promised", day=shipment.promised_on)] if shipment.promised_on else []),
    ]
    return {
        "number": shipment.number,
        "bars": bar_widths(shipment.number),
        "dealer": drawable(shipment.dealer_name),
        "place": drawable(shipment.ship_to),
        "urgent": say("pick.urgent") if shipment.is_urgent else "",
        "facts": " · ".join(facts),
    }
