"""D5: a deal is replaced for everybody at once; buy and get; a flash sale that runs out; coupons."""

from datetime import timedelta

from sqlalchemy import update

from core.bootstrap import build
from core.orders.tables import OrderLineRow, OrderRow
from core.orders.use_cases.show_quote import ShowQuote
from core.pricing.tables import PromotionRow
from core.stock.tables import StockRow
from tests.chat import Chat, ask, tap
from tests.make import (
    column,
    count,
    make_coupon,
    make_flash_sale,
    make_gift,
    make_product,
    make_stock,
    rows,
    set_limit,
    write,
)
from tests.stories.trade import confirm_together, import_rows, offering, refused

PROMOTIONS = "code,name,kind,terms,coupon,valid_from,valid_until,cap,active"
GIFT = '{"buy": 240, "free": 24, "scope": [{"product": "SPRITE330"}]}'


def _spend(code: str, threshold: int, off: int, active: str = "yes") -> tuple[str, ...]:
    terms = f'{{"threshold": "{threshold}", "off": "{off}"}}'
    return (code, f"{off} off {threshold}", "spend_save", terms, "", "", "", "", active)


async def _bench(chat: Chat) -> None:
    """100.00 for everybody."""
    bench = await make_product(chat.core, "BENCH", "Garden bench", cost=None, list_price="100", brand="Oak")
    await make_stock(chat.core, bench, chat.warehouse, 500)


async def test_a_deal_replaced_holds_for_everybody_at_the_next_look(chat: Chat) -> None:
    await _bench(chat)
    await import_rows(chat, "promotions", PROMOTIONS, _spend("S-1000", 1000, 100))
    elsewhere = build(chat.core.settings, clock=chat.clock)
    try:
        old = await ask(chat.ada, "10 BENCH")
        assert "🎉 100 off 1000: −$100.00\n🚚 Shipping free\nTotal $900.00" in old.text
        below = await ask(chat.cora, "9 BENCH")
        assert "🎉" not in below.text
        assert "💡 $100.00 more and you get $100.00 off" in below.text
        seen = await elsewhere.ask(chat.other, ShowQuote())
        assert seen is not None
        assert seen.total.minor == 90_000

        await import_rows(
            chat, "promotions", PROMOTIONS, _spend("S-1000", 1000, 100, "no"), _spend("S-800", 800, 120)
        )
        now = await ask(chat.cora, "/draft", "🎉")
        assert "Goods $900.00\n🎉 120 off 800: −$120.00\n🚚 Shipping free\nTotal $780.00" in now.text
        seen = await elsewhere.ask(chat.other, ShowQuote())
        assert seen is not None
        assert seen.total.minor == 78_000
    finally:
        await elsewhere.close()
    changed = await refused(chat.ada, chat, "Confirm $900.00", old, "A price changed a moment ago")
    assert "🎉 120 off 800: −$120.00\n🚚 Shipping free\nTotal $880.00" in changed.text
    assert await count(chat.core, OrderRow) == 0


async def test_the_new_threshold_counts_from_its_first_cent(chat: Chat) -> None:
    await _bench(chat)
    await import_rows(
        chat, "promotions", PROMOTIONS, _spend("S-1000", 1000, 100, "no"), _spend("S-800", 800, 120)
    )
    card = await ask(chat.ada, "7 BENCH")
    assert "Total $700.00" in card.text
    assert "💡 $100.00 more and you get $120.00 off" in card.text
    card = await ask(chat.ada, "make line 1 8", "8 pieces")
    assert "🎉 120 off 800: −$120.00\n🚚 Shipping free\nTotal $680.00" in card.text
    assert "You save $120.00 against list" in card.text


async def test_buy_ten_cases_get_one_counts_every_ten_and_comes_with_the_order(chat: Chat) -> None:
    await import_rows(
        chat, "promotions", PROMOTIONS, ("S-10-1", "Sprite 10+1", "buy_get", GIFT, "", "", "", "", "yes")
    )
    nine = await ask(chat.ada, "9 case SPRITE330\n1 iphone 15 pro")
    assert "🎁" not in nine.text
    assert "💡 24 more of Sprite 330 ml can and you get 24 free" in nine.text
    ten = await ask(chat.ada, "make line 1 10", "10 cases")
    assert "🎁 Sprite 10+1: 24 × SPRITE330 free" in ten.text
    twenty = await ask(chat.ada, "make line 1 20", "20 cases")
    assert "🎁 Sprite 10+1: 48 × SPRITE330 free" in twenty.text
    assert "Total $1,299.20" in twenty.text
    await tap(chat.ada, "Confirm $1,299.20", twenty, "B2B-2025-1")
    lines = sorted(await rows(chat.core, OrderLineRow), key=lambda line: line.position)
    assert [(line.sku, line.quantity, line.total_minor) for line in lines] == [
        ("SPRITE330", 480, 25_920),
        ("IP15P", 1, 104_000),
        ("SPRITE330", 48, 0),
    ]
    assert await column(chat.core, StockRow.reserved, StockRow.product_id == chat.sprite) == [528]


async def test_a_gift_out_of_stock_is_not_promised_and_not_left_out_behind_the_dealers_back(
    chat: Chat,
) -> None:
    await make_gift(chat.core, "IP15P", buy=2, free=10, gift="SPRITE330")
    await _on_hand(chat, 10)
    card = await ask(chat.ada, "2 iphone 15 pro")
    assert "🎁 gift-IP15P: 10 × SPRITE330 free" in card.text
    await _on_hand(chat, 9)
    changed = await refused(chat.ada, chat, "Confirm", card, "The gift is out of stock by now: gift-IP15P")
    assert "10 × SPRITE330" not in changed.text
    assert "🎁 gift-IP15P: out of stock, so no gift this time" in changed.text
    await tap(chat.ada, "Confirm $2,080.00", changed, "B2B-2025-1")
    assert await column(chat.core, OrderLineRow.sku) == ["IP15P"]


async def _on_hand(chat: Chat, pieces: int) -> None:
    await write(chat.core, update(StockRow).where(StockRow.product_id == chat.sprite).values(on_hand=pieces))


async def test_a_flash_sale_that_runs_out_between_two_dealers_is_never_given_twice(chat: Chat) -> None:
    await make_flash_sale(chat.core, "IP15P", "999", cap=8)
    await set_limit(chat.core, chat.corner, "50000")
    card_of_ada, card_of_cora = (
        await ask(chat.ada, "5 iphone 15 pro"),
        await ask(chat.cora, "5 iphone 15 pro"),
    )
    for card in (card_of_ada, card_of_cora):
        assert "   5 pieces × $999.00 = $4,995.00 🟢" in card.text
    await tap(chat.ada, "Confirm $4,995.00", card_of_ada, "B2B-2025-1")
    left = await refused(chat.cora, chat, "Confirm $4,995.00", card_of_cora, "A price changed a moment ago")
    assert (
        "   5 pieces = $5,397.00 🟢\n   3 × $999.00 = $2,997.00\n   2 × $1,200.00 = $2,400.00\n" in left.text
    )
    await tap(chat.cora, "Confirm $5,397.00", left, "B2B-2025-2")
    assert await column(chat.core, PromotionRow.used) == [8]
    after = await ask(chat.ada, "6 iphone 15 pro")
    assert "   6 pieces × $1,040.00 = $6,240.00 🟢" in after.text


async def test_two_dealers_who_tap_at_once_share_what_the_flash_sale_has_left(chat: Chat) -> None:
    await make_flash_sale(chat.core, "IP15P", "999", cap=5)
    await set_limit(chat.core, chat.corner, "50000")
    taps = [(user, await ask(user, "5 iphone 15 pro")) for user in (chat.ada, chat.cora)]
    said = [message.text for message in await confirm_together(chat, *taps)]
    placed = [text for text in said if text.startswith("✅ Thank you! Order B2B-2025-1 is placed.")]
    assert len(placed) == 1
    (told,) = set(said) - set(placed)
    assert told.startswith("⚠️ A price changed a moment ago; here is the new total.")
    own = ("1,200.00", "6,000.00") if said[0] == placed[0] else ("1,040.00", "5,200.00")
    assert f"   5 pieces × ${own[0]} = ${own[1]} 🟢" in told
    assert await column(chat.core, PromotionRow.used) == [5]
    assert await column(chat.core, OrderRow.total_minor) == [499_500]


async def test_a_coupon_good_once_goes_to_who_confirms_first(chat: Chat) -> None:
    await _bench(chat)
    await make_coupon(chat.core, "WELCOME50", threshold="1000", off="50", cap=1)
    cards = []
    for user in (chat.ada, chat.cora):
        await ask(user, "11 BENCH")
        card = await ask(user, "/coupon welcome50", "🎉")
        assert "🎉 coupon-WELCOME50: −$50.00\n🚚 Shipping free\nTotal $1,050.00" in card.text
        assert "🏷 Coupon welcome50 applied" in card.text
        cards.append(card)
    await tap(chat.ada, "Confirm $1,050.00", cards[0], "B2B-2025-1")
    says = "Coupon welcome50 does not count any more"
    late = await refused(chat.cora, chat, "Confirm $1,050.00", cards[1], says)
    assert "Total $1,100.00" in late.text
    assert "🏷 Coupon welcome50 is not good for this order" in late.text
    assert await column(chat.core, PromotionRow.used) == [1]


async def test_a_coupon_that_takes_nothing_off_is_not_called_applied(chat: Chat) -> None:
    await _bench(chat)
    await make_coupon(chat.core, "BIG", threshold="2000", off="200")
    await ask(chat.ada, "11 BENCH")
    card = await ask(chat.ada, "/coupon big", "🏷")
    assert "🏷 Coupon big takes nothing off as the order stands" in card.text
    assert "applied" not in card.text
    assert "💡 $900.00 more and you get $200.00 off" in card.text
    card = await ask(chat.ada, "make line 1 20", "20 pieces")
    assert "🏷 Coupon big applied" in card.text
    assert "Total $1,800.00" in card.text


async def test_a_coupon_of_an_ended_deal_does_not_spoil_a_new_one_of_the_same_code(chat: Chat) -> None:
    await _bench(chat)
    deal = ("spend_save", '{"threshold": "1000", "off": "50"}', "HELLO")
    await import_rows(chat, "promotions", PROMOTIONS, ("Z-OLD", "Old hello", *deal, "", "", "1", "yes"))
    await ask(chat.cora, "11 BENCH")
    first = await ask(chat.cora, "/coupon hello", "🎉 Old hello")
    await tap(chat.cora, "Confirm $1,050.00", first, "B2B-2025-1")
    await import_rows(
        chat, "promotions", PROMOTIONS,
        ("Z-OLD", "Old hello", *deal, "", "", "1", "no"),
        ("A-NEW", "New hello", *deal, "", "", "1", "yes"),
    )  # fmt: skip
    await ask(chat.ada, "11 BENCH")
    card = await ask(chat.ada, "/coupon hello", "🏷")
    assert "🎉 New hello: −$50.00" in card.text
    await tap(chat.ada, "Confirm $1,050.00", card, "B2B-2025-2")
    used = {row.code: row.used for row in await rows(chat.core, PromotionRow)}
    assert used == {"Z-OLD": 1, "A-NEW": 1}


async def test_a_deal_begins_and_ends_at_its_moment(chat: Chat) -> None:
    await _bench(chat)
    deal = ("spend_save", '{"threshold": "1000", "off": "50"}', "")
    dates = ("2025-10-14T10:00:00Z", "2025-10-14T12:00:00Z")
    await import_rows(chat, "promotions", PROMOTIONS, ("NOON", "Before noon", *deal, *dates, "", "yes"))
    assert "🎉" not in (await ask(chat.ada, "11 BENCH")).text
    chat.clock.advance(timedelta(hours=1))
    during = await ask(chat.ada, "/draft", offering("Confirm $1,050.00"))
    assert "🎉 Before noon: −$50.00" in during.text
    chat.clock.advance(timedelta(hours=2))
    assert "🎉" not in (await ask(chat.ada, "/draft", offering("Confirm $1,100.00"))).text
