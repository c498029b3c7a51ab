"""The demo company as files: the same for the same day, made in about a second."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from core.integrations.master_data.types import SheetRows
from dealerline.demo import answers, catalogue, company, routes, trade
from dealerline.demo import dealers as trading
from dealerline.demo.dealers import Dealer, Person

SEED = 20_251_122


@dataclass(frozen=True, slots=True)
class DemoFiles:
    """tables: entity -> its rows, in the order in which they can be imported. people: everybody, with
    phones."""

    tables: Mapping[str, SheetRows]
    people: tuple[Person, ...]


def generate(reference_date: date) -> DemoFiles:
    """Everything about "MegaDistro Solutions" on ``reference_date``: the history ends the day before.

    Each table draws from a generator of its own, so a change to one leaves the others as they were.
    """
    listed = catalogue.items(_chance("items"))
    company_people = everybody()
    found, people = company_people.dealers, company_people.people
    orders = trade.year_of_orders(found, trade.allowed_items(listed), reference_date, _chance("orders"))
    stocked = catalogue.stock(listed, reference_date, _chance("stock"))
    tables = {
        "tiers": company.tiers(),
        "warehouses": company.warehouses(),
        "products": catalogue.products(listed),
        "prices": catalogue.prices(listed),
        "assortments": company.assortments(),
        "people": trading.people_rows(people),
        "dealers": trading.dealer_rows(found),
        "ship_tos": trading.ship_tos(found, _chance("places")),
        "price_list": catalogue.price_list(listed, reference_date),
        "negotiated_rates": trading.negotiated_rates(found, _chance("rates")),
        "quantity_breaks": company.quantity_breaks(),
        "promotions": company.promotions(reference_date),
        "shipping": company.shipping(),
        "lanes": company.lanes(),
        "transfer_lanes": company.transfer_lanes(),
        "stock": stocked,
        "locations": catalogue.locations(stocked),
        "carriers": company.carriers(),
        "depots": routes.depots(_chance("depots")),
        "vans": routes.vans(people),
        "receiving": routes.receiving(found, _chance("receiving")),
        "credit": trading.credit_rows(found),
        "open_invoices": trade.open_invoices(found, reference_date, _chance("invoices")),
        "order_history": trade.history_rows(orders),
        "answers": answers.answers(),
    }
    return DemoFiles(tables=tables, people=people)


@dataclass(frozen=True, slots=True)
class Everybody:
    dealers: tuple[Dealer, ...]
    people: tuple[Person, ...]


def everybody() -> Everybody:
    """All dealers and people; they are the same on every day."""
    phones = trading.Phones()
    house = trading.staff(_chance("staff"), phones)
    found = trading.dealers(_chance("dealers"), house)
    people = (*house, *trading.people_of(found, _chance("people"), phones))
    # Last, so that nobody else gets another number.
    people = (*people, *routes.drivers(_chance("drivers"), phones))
    return Everybody(tuple(found), people)


def _chance(name: str) -> random.Random:
    return random.Random(f"{SEED}:{name}")
