"""Moves with a buffer, water marks, lots near their date, substitutes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from core.allocation.engine.moving import propose_replenishment, propose_transfers
from core.allocation.engine.shelf_life import first_expired_first, near_expiry, propose_expiry_offers
from core.allocation.engine.substituting import rank_substitutes
from core.allocation.supply_types import ExpiryStep, Purchasing, ShelfLevel, SubstituteCandidate
from core.allocation.types import Bin, Goods, Supply, TransferLane
from core.kernel.money import UnitPrice
from core.kernel.reasons import Reason
from tests.core.allocation.boards import TUESDAY, house, lorry, place_id, product_id, usd

LA, PHX, DEN = place_id("LA"), place_id("PHX"), place_id("DEN")
TV = product_id("tv")


def supply(*transfers: TransferLane, pack: int = 1) -> Supply:
    places = [house("LA"), house("PHX"), house("DEN")]
    return Supply(TUESDAY, "USD", places, {}, {TV: Goods(pack=pack, grams=2_000)}, transfers)


def level(
    place: str, free: int, *, safety: int = 0, warning: int = 0, maximum: int = 0, coming: int = 0
) -> ShelfLevel:
    return ShelfLevel(TV, place_id(place), free, coming, safety, warning, maximum)


def test_phoenix_lacks_ten_and_gets_twenty_five_from_la_by_the_next_lorry() -> None:
    # The lorry leaves on Thursdays; the buffer of 15 is the safety mark of Phoenix.
    levels = [level("PHX", -10, safety=15, warning=30), level("LA", 120, safety=20, warning=40)]
    (move,) = propose_transfers(levels, supply(lorry("LA", "PHX", 60, 1, weekdays=[3])))
    assert (move.from_id, move.to_id, move.quantity) == (LA, PHX, 25)
    assert (move.lacking, move.buffer) == (10, 15)
    assert (move.leaves_on, move.arrives_on) == (date(2025, 10, 16), date(2025, 10, 17))
    assert move.cost == usd("60")
    assert move.why == Reason("allocation.transfer_lacking", {"lacking": 10, "buffer": 15, "safety": 15})


def test_a_place_gives_only_what_is_above_its_warning_mark() -> None:
    levels = [
        level("PHX", -10, safety=15),
        level("LA", 52, safety=20, warning=40),
        level("DEN", 45, warning=40),
    ]
    lorries = supply(lorry("LA", "PHX", 60, 1), lorry("DEN", "PHX", 10, 1))
    moves = propose_transfers(levels, lorries)
    assert [(move.from_id, move.quantity, move.lacking, move.buffer) for move in moves] == [
        (LA, 12, 10, 2),
        (DEN, 5, 0, 5),
    ]
    assert propose_transfers([levels[0], level("LA", 40, warning=40)], lorries) == ()


def test_moves_are_whole_packs_and_no_place_gives_twice() -> None:
    levels = [level("PHX", -10, safety=15), level("DEN", -10), level("LA", 40)]
    lorries = supply(lorry("LA", "PHX", 60, 1), lorry("LA", "DEN", 60, 1), pack=12)
    assert [(move.to_id, move.quantity) for move in propose_transfers(levels, lorries)] == [(PHX, 36)]


def test_a_lorry_without_a_known_cost_is_not_proposed() -> None:
    unknown = TransferLane(LA, PHX, None, 1)
    assert propose_transfers([level("PHX", -10), level("LA", 90)], supply(unknown)) == ()


def test_below_the_warning_mark_surplus_is_moved_and_the_rest_is_bought() -> None:
    levels = [
        level("PHX", 8, coming=5, safety=15, warning=20, maximum=60),
        level("LA", 100, safety=20, warning=40, maximum=80),
        level("DEN", 21, safety=5, warning=20, maximum=60),
    ]
    buying = [Purchasing(TV, multiple=12, least=24, days=5)]
    plan = propose_replenishment(levels, supply(lorry("LA", "PHX", 60, 1)), buying)
    assert [(move.from_id, move.to_id, move.quantity) for move in plan.transfers] == [(LA, PHX, 20)]
    (purchase,) = plan.purchases
    # 60 wanted, 13 there or coming, 20 moved: 27 are missing, 36 in whole dozens.
    assert (purchase.place_id, purchase.quantity, purchase.urgent) == (PHX, 36, True)
    assert purchase.comes_on == TUESDAY + timedelta(days=7)
    assert purchase.why.params == {"position": 13, "warning": 20, "maximum": 60, "moved": 20}
    assert plan.short == ()
    nobody = propose_replenishment(levels, supply())
    assert (nobody.transfers, nobody.purchases) == ((), ())
    assert [reason.code for reason in nobody.short] == ["allocation.no_vendor"]


def lot(name: str, quantity: int, after: int | None, place: str = "LA") -> Bin:
    return Bin(
        place_id(place), quantity, None, name, None if after is None else TUESDAY + timedelta(days=after)
    )


def test_first_expired_goes_first_and_lots_too_near_stay() -> None:
    lots = [lot("none", 5, None), lot("b", 5, 9), lot("a", 5, 4), lot("gone", 5, -1)]
    good, bad = first_expired_first(lots, TUESDAY + timedelta(days=1), shelf_days=3)
    assert [one.lot for one in good] == ["a", "b", "none"]
    assert [one.lot for one in bad] == ["gone"]
    assert [one.lot for one in near_expiry(lots, TUESDAY, 4)] == ["a"]


def test_only_what_will_not_be_sold_in_time_is_offered() -> None:
    steps = [ExpiryStep(30, 1_000), ExpiryStep(7, 3_000)]
    stock = {TV: [lot("soon", 50, 4), lot("later", 30, 19), lot("far", 90, 60), lot("gone", 9, -2)]}
    offers = propose_expiry_offers(stock, TUESDAY, steps, {(TV, LA): 3_500})
    # 3.5 a day: 17 of the first lot in five days; 70 in twenty days, 53 of them for the second lot of 30.
    assert [(one.lot, one.days_left, one.quantity, one.at_risk, one.basis_points) for one in offers] == [
        ("soon", 4, 50, 33, 3_000)
    ]
    unsold = propose_expiry_offers(stock, TUESDAY, steps, {})
    assert [(one.lot, one.at_risk, one.basis_points) for one in unsold] == [
        ("soon", 50, 3_000),
        ("later", 30, 1_000),
    ]


def test_substitutes_are_ranked_by_cover_day_rank_and_price() -> None:
    friday = TUESDAY + timedelta(days=3)
    price = UnitPrice.parse("2.00", "USD")

    def one(
        name: str, rank: int, free: int, after: int | None = 3, dollars: str = "2.00"
    ) -> SubstituteCandidate:
        day = None if after is None else TUESDAY + timedelta(days=after)
        return SubstituteCandidate(product_id(name), rank, free, day, UnitPrice.parse(dollars, "USD"))

    candidates = [
        one("part", 1, 6),
        one("late", 1, 50, after=6),
        one("dear", 2, 50, dollars="2.50"),
        one("cheap", 2, 50, dollars="1.50"),
        one("none", 1, 0),
        replace(one("small", 3, 500), units=3, pack=12),
        one("sometime", 1, 50, after=None),
    ]
    ranked = rank_substitutes(10, candidates, needed_on=friday, price=price)
    names = {
        product_id(name): name for name in ("part", "late", "dear", "cheap", "none", "small", "sometime")
    }
    assert [(names[found.product_id], found.quantity, found.covers, found.extra) for found in ranked] == [
        ("cheap", 10, 10, usd("-5.00")),
        ("dear", 10, 10, usd("5.00")),
        ("small", 36, 10, usd("52.00")),
        ("late", 10, 10, usd("0")),
        ("sometime", 10, 10, usd("0")),
        ("part", 6, 6, usd("0")),
    ]
    assert [reason.code for reason in ranked[1].why] == ["allocation.covers_all", "allocation.dearer"]
    assert ranked[3].why[1] == Reason("allocation.later", {"days": 3})
    assert ranked[5].why[0] == Reason("allocation.covers_part", {"covers": 6, "missing": 10})
    assert rank_substitutes(0, candidates) == ()
