"""D1-D4: tiers, negotiated rates, quantity breaks, dated and regional prices, to the cent, with reasons."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from core.kernel.reasons import Reason
from core.pricing.types import (
    BreakBasis,
    BreakSchedule,
    BreakStep,
    EntryKind,
    Period,
    PriceEntry,
    Target,
    Why,
)
from tests.core.pricing.trade import (
    IPHONE,
    NOW,
    STANDARD_BREAKS,
    TECHMART,
    TECHMART_RATES,
    dealer,
    lost,
    price,
    priced,
    priced_line,
    product,
    rate,
    steps,
    usd,
)

YESTERDAY, TOMORROW = NOW - timedelta(days=1), NOW + timedelta(days=1)
CABLE = product("CABLE", listed="10", category=("electronics", "accessories"), brand="Anker")
WEST = ("us", "west")


@pytest.mark.parametrize(
    ("tier", "unit", "total"),
    [
        ("platinum", "1080", "27000.00"),
        ("gold", "1120", "28000.00"),
        ("silver", "1160", "29000.00"),
        ("bronze", "1200", "30000.00"),
    ],
)
def test_each_tier_pays_cost_plus_its_margin(tier: str, unit: str, total: str) -> None:
    line = priced_line(dealer(tier), IPHONE, 25, breaks=[STANDARD_BREAKS])
    assert line.unit_price == price(unit)
    assert line.line_total == usd(total)
    assert steps(line) == [("tier", tier, f"{unit}.00")]
    assert lost(line) == {"breaks": Why.DEARER}


def test_techmart_pays_1040_for_an_iphone_that_would_be_1080() -> None:
    line = priced_line(dealer(who=TECHMART), IPHONE, 25, rates=TECHMART_RATES, breaks=[STANDARD_BREAKS])
    assert line.unit_price == price("1040")
    assert line.line_total == usd("26000.00")
    assert steps(line) == [("negotiated", "Smartphones", "1040.00")]
    assert line.receipt.steps[0].before == price("1080")
    tier = next(rule for rule in line.receipt.losers if rule.rule_id == "platinum")
    assert tier.price == price("1080")
    assert tier.why == Reason(Why.NEGOTIATED, {"by": "Smartphones"})


@pytest.mark.parametrize(
    ("category", "unit"),
    [
        (("electronics", "gaming"), "106"),
        (("electronics", "phones", "smartphones"), "104"),
        (("electronics", "accessories"), "112"),  # dearer than Platinum's 108, and still it stands
        (("electronics", "accessories", "cables"), "112"),
        (("electronics", "phones"), "108"),
        (("industrial",), "108"),
    ],
)
def test_techmart_rates_hold_for_their_category_and_below(category: tuple[str, ...], unit: str) -> None:
    line = priced_line(dealer(who=TECHMART), product("X", "100", category=category), 3, rates=TECHMART_RATES)
    assert line.unit_price == price(unit)


def test_rates_of_one_dealer_are_nobody_elses() -> None:
    assert priced_line(dealer(), IPHONE, 25, rates=TECHMART_RATES).unit_price == price("1080")


def test_the_narrowest_rate_wins_also_when_it_is_the_dearest() -> None:
    rates = [
        rate("brand", Target.of_brand("Apple"), margin_bp=100),
        rate("root", Target.of_category("electronics"), margin_bp=200),
        rate("deep", Target.of_category("electronics", "phones"), margin_bp=300),
        rate("product", Target.product(IPHONE.product_id), net=price("1500")),
    ]
    units = []
    while rates:
        line = priced_line(dealer(who=TECHMART), IPHONE, 1, rates=rates)
        units.append((line.receipt.steps[-1].rule_id, line.unit_price))
        broader = {rule.rule_id: Why.BROADER for rule in rates[:-1]}
        assert broader.items() <= lost(line).items()
        rates.pop()
    assert units == [
        ("product", price("1500")),
        ("deep", price("1030")),
        ("root", price("1020")),
        ("brand", price("1010")),
    ]


@pytest.mark.parametrize(
    ("figure", "unit", "chain"),
    [
        ({"net": price("999.99")}, "999.99", ["negotiated"]),
        ({"margin_bp": 0}, "1000", ["negotiated"]),
        ({"off_bp": 1000}, "972", ["tier", "negotiated"]),
        ({"off_bp": 1000, "breaks_apply": True}, "923.4", ["tier", "negotiated", "quantity_break"]),
        ({"margin_bp": 400, "breaks_apply": True}, "988", ["negotiated", "quantity_break"]),
    ],
)
def test_a_rate_is_a_margin_a_net_price_or_a_percentage(
    figure: dict[str, object], unit: str, chain: list[str]
) -> None:
    rates = [rate("phones", Target.of_category("electronics", "phones"), **figure)]
    line = priced_line(dealer(who=TECHMART), IPHONE, 25, rates=rates, breaks=[STANDARD_BREAKS])
    assert line.unit_price == price(unit)
    assert [step.kind.value for step in line.receipt.steps] == chain


def test_a_rate_that_cannot_be_worked_out_is_passed_over_with_its_reason() -> None:
    rates = [
        rate("no cost", Target.product(CABLE.product_id), margin_bp=400),
        rate("euro", Target.of_category("electronics", "accessories"), net=price("8", "EUR")),
        rate("brand", Target.of_brand("Anker"), off_bp=1000),
    ]
    line = priced_line(dealer(who=TECHMART), CABLE, 1, rates=rates)
    assert line.unit_price == price("9")
    assert lost(line) == {
        "platinum": Why.COST_UNKNOWN,
        "no cost": Why.COST_UNKNOWN,
        "euro": Why.OTHER_CURRENCY,
    }


@pytest.mark.parametrize(
    ("period", "unit", "why"),
    [
        (Period(None, YESTERDAY), "1080", Why.EXPIRED),
        (Period(None, NOW), "1080", Why.EXPIRED),
        (Period(TOMORROW, None), "1080", Why.NOT_STARTED),
        (Period(NOW, TOMORROW), "1050", None),
    ],
)
def test_a_rate_holds_from_its_start_until_just_before_its_end(
    period: Period, unit: str, why: Why | None
) -> None:
    agreed = rate("dated", Target.of_brand("Apple"), net=price("1050"), period=period)
    line = priced_line(dealer(who=TECHMART), IPHONE, 1, rates=[agreed])
    assert line.unit_price == price(unit)
    assert lost(line).get("dated") == why


def test_of_two_rates_on_one_target_the_later_start_wins_then_priority_then_the_smaller_id() -> None:
    target = Target.of_brand("Apple")
    old = rate("old", target, net=price("1"), period=Period(NOW - timedelta(days=9)), priority=9)
    low = rate("low", target, net=price("2"), period=Period(YESTERDAY))
    high = rate("high", target, net=price("3"), period=Period(YESTERDAY), priority=1)
    twin = rate("twin", target, net=price("4"), period=Period(YESTERDAY), priority=1)
    line = priced_line(dealer(who=TECHMART), IPHONE, 1, rates=[old, low, twin, high])
    assert line.unit_price == price("3")
    # Only the runner-up is named: "low" and "old" would not have decided without "high" either.
    assert lost(line) == {"IPH15P": Why.DEARER, "platinum": Why.NEGOTIATED, "twin": Why.OLDER}


@pytest.mark.parametrize(
    ("quantity", "unit", "total"),
    [
        (1, "10", "10.00"),
        (9, "10", "90.00"),
        (10, "9.5", "95.00"),
        (49, "9.5", "465.50"),
        (50, "9", "450.00"),
        (99, "9", "891.00"),
        (100, "8.5", "850.00"),
        (5000, "8.5", "42500.00"),
    ],
)
def test_quantity_breaks_come_off_the_list_price(quantity: int, unit: str, total: str) -> None:
    line = priced_line(dealer(None), CABLE, quantity, breaks=[STANDARD_BREAKS])
    assert (line.unit_price, line.line_total) == (price(unit), usd(total))
    assert line.list_price == price("10")
    assert line.saving == usd(f"{quantity * 10}") - usd(total)


def test_two_lines_on_one_product_count_together_for_the_break() -> None:
    cart = priced(dealer(None), (CABLE, 6), (CABLE, 4), (IPHONE, 1), book={"breaks": [STANDARD_BREAKS]})
    assert [line.line_total for line in cart.lines] == [usd("57"), usd("38"), usd("1299")]
    assert [line.receipt.counted for line in cart.lines] == [10, 10, 1]


def test_the_standard_price_is_the_better_of_tier_and_list_with_its_break() -> None:
    facts = product("MOUSE", "9", "10")
    few = priced_line(dealer(), facts, 10, breaks=[STANDARD_BREAKS])
    many = priced_line(dealer("gold"), facts, 100, breaks=[STANDARD_BREAKS])
    assert (few.unit_price, steps(few)) == (price("9.5"), [
        ("list_price", "MOUSE", "10.00"),
        ("quantity_break", "breaks", "9.50"),
    ])  # fmt: skip
    loser = few.receipt.losers[-1]
    assert (loser.rule_id, loser.price) == ("platinum", price("9.72"))
    assert loser.why == Reason(Why.DEARER, {"price": price("9.72"), "best": price("9.5")})
    assert many.unit_price == price("8.5")


def test_at_a_tie_the_tier_price_is_named() -> None:
    assert steps(priced_line(dealer(), product("T", "100", "108"), 1)) == [("tier", "platinum", "108.00")]


def test_the_narrowest_break_schedule_wins() -> None:
    none = BreakSchedule(
        schedule_id="none", name="No breaks", steps=(BreakStep(1, 0),), target=Target.of_brand("Anker")
    )
    big = BreakSchedule(
        schedule_id="big",
        name="Accessories",
        steps=(BreakStep(10, 2000),),
        target=Target.of_category("electronics"),
    )
    assert priced_line(dealer(None), CABLE, 10, breaks=[STANDARD_BREAKS, none]).unit_price == price("10")
    line = priced_line(dealer(None), CABLE, 10, breaks=[STANDARD_BREAKS, none, big])
    assert line.unit_price == price("8")
    assert lost(line) == {"none": Why.BROADER, "breaks": Why.BROADER}


def test_a_schedule_may_come_off_the_tier_price() -> None:
    breaks = BreakSchedule(
        schedule_id="s", name="Off tier", steps=(BreakStep(10, 500),), basis=BreakBasis.STANDARD
    )
    line = priced_line(dealer(), IPHONE, 10, breaks=[breaks])
    assert line.unit_price == price("1026")
    assert steps(line) == [("tier", "platinum", "1080.00"), ("quantity_break", "s", "1026.00")]
    assert lost(line) == {"IPH15P": Why.DEARER}


def entry(name: str, text: str, **more: Any) -> PriceEntry:
    made: dict[str, Any] = {
        "entry_id": name,
        "list_name": name,
        "product_id": CABLE.product_id,
        "price": price(text),
    }
    return PriceEntry(**{**made, **more})


def test_price_lists_go_by_region_then_later_start_then_priority() -> None:
    who = dealer(None, region=("us", "west", "la"))
    entries = [
        entry("all", "11"),
        entry("all newer", "12", period=Period(YESTERDAY), priority=-1),
        entry("all important", "13", period=Period(YESTERDAY), priority=5),
        entry("west", "14", region=WEST, period=Period(NOW - timedelta(days=400))),
        entry("west next year", "15", region=WEST, period=Period(TOMORROW)),
        entry("east", "1", region=("us", "east")),
    ]
    units = [priced_line(who, CABLE, 1, entries=entries[:n]).unit_price for n in range(len(entries) + 1)]
    assert units == [price(text) for text in ("10", "11", "12", "13", "14", "14", "14")]
    line = priced_line(who, CABLE, 1, entries=entries)
    assert steps(line) == [("price_list", "west", "14.00")]
    assert lost(line) == {
        "all important": Why.BROADER,
        "CABLE": Why.REPLACED,
    }


def test_price_history_answers_what_it_cost_then() -> None:
    entries = [
        entry(
            f"month {month}",
            f"{month}",
            period=Period(NOW.replace(month=month), NOW.replace(month=month + 1)),
        )
        for month in range(1, 12)
    ]
    for month in range(1, 12):
        line = priced_line(dealer(None), CABLE, 1, entries=entries, at=NOW.replace(month=month, day=20))
        assert line.unit_price == price(str(month))


def test_a_net_price_stands_without_tier_and_break_but_a_negotiated_rate_beats_it() -> None:
    facts = product("CABLE", "5", "10")
    rules = {
        "entries": [entry("net west", "9.9", kind=EntryKind.NET, region=WEST), entry("list", "12")],
        "breaks": [STANDARD_BREAKS],
    }
    line = priced_line(dealer(region=WEST), facts, 100, **rules)
    assert line.unit_price == price("9.9")
    assert line.list_price == price("12")
    assert steps(line) == [("regional_net", "net west", "9.90")]
    assert lost(line) == {"CABLE": Why.REPLACED, "platinum": Why.NET_PRICE, "breaks": Why.NET_PRICE}
    agreed = [rate("brand", Target.product(facts.product_id), off_bp=1000)]
    assert priced_line(
        dealer(who=TECHMART, region=WEST), facts, 100, rates=agreed, **rules
    ).unit_price == price("8.91")


def test_a_price_in_another_currency_is_never_used() -> None:
    euro = product("EURO", "5", "10", currency="EUR")
    rates = [rate("net", Target.product(euro.product_id), net=price("7", "EUR"))]
    cart = priced(dealer(who=TECHMART), (euro, 5), (IPHONE, 1), book={"rates": rates})
    assert [line.sku for line in cart.lines] == ["IPH15P"]
    (unpriced,) = cart.unpriced
    assert unpriced.why == Reason(Why.NO_PRICE_IN_CURRENCY, {"sku": "EURO", "currency": "USD"})
    assert cart.total == usd("1080")


def test_a_product_without_any_price_gets_a_verdict() -> None:
    cart = priced(dealer(), (product("BARE"), 5))
    assert cart.lines == ()
    assert cart.unpriced[0].why == Reason(Why.NO_PRICE, {"sku": "BARE", "currency": "USD"})
    assert cart.total == usd("0")


def test_a_list_in_the_dealers_currency_prices_what_has_none_else() -> None:
    yen = entry("yen", "1500", price=price("1500.4", "JPY"))
    line = priced_line(dealer(currency="JPY"), CABLE, 3, entries=[yen])
    assert (line.line_total.minor, line.line_total.currency) == (4501, "JPY")


@pytest.mark.parametrize(
    ("cost", "quantity", "total"),
    [
        ("0.333333", 7, "2.52"),  # 0.36 each after half up to a millionth: 0.3600 * 7 = 2.520
        ("0.004630", 1, "0.01"),  # 0.0050004
        ("0.004629", 1, "0.00"),  # 0.004999
        ("1.11", 12, "14.39"),  # 1.1988 * 12 = 14.3856
    ],
)
def test_money_is_rounded_once_half_up(cost: str, quantity: int, total: str) -> None:
    line = priced_line(dealer(), product("SMALL", cost), quantity)
    assert line.line_total == usd(total)
    (part,) = line.parts
    assert part.unit_price.micros * quantity + part.rounding_micros == line.line_total.minor * 10_000


def test_the_same_product_must_come_with_the_same_facts() -> None:
    with pytest.raises(ValueError, match="same facts on all lines"):
        priced(dealer(), (product("P", "5"), 1), (product("P", "6"), 1))
