"""C2, A18: a file of prices is looked at freely, and written after the code of the second factor."""

from datetime import timedelta

from core.dealers.use_cases.enrol_second_factor import ConfirmSecondFactor, EnrolSecondFactor
from core.pricing.tables import BasePriceRow
from tests.chat import Chat, tap
from tests.codes import code_at
from tests.make import rows
from tests.stories.trade import all_rows

PRICES = b"sku,currency,list\nCOKE330,USD,0.95\n"


async def test_a_file_of_prices_is_written_after_the_code_and_not_before(chat: Chat) -> None:
    enrolment = await chat.core.execute(chat.office, EnrolSecondFactor())
    await chat.core.execute(chat.office, ConfirmSecondFactor(code_at(enrolment.key, chat.clock.now())))
    chat.clock.advance(timedelta(minutes=6))

    await chat.otto.send_document(PRICES, "prices.csv", "/import prices")
    preview = await chat.otto.wait_for("changed 1")
    before = await all_rows(chat)
    await tap(chat.otto, "Confirm", preview, "Write the six digits")
    after = await all_rows(chat)
    assert {name for name in before if before[name] != after[name]} == {"bot_expectation"}

    await chat.otto.say(code_at(enrolment.key, chat.clock.now()))
    done = await chat.otto.wait_for("prices: 0 new")
    assert done.text == "✅ prices: 0 new, 1 changed."
    prices = {row.list_micros for row in await rows(chat.core, BasePriceRow)}
    assert 950_000 in prices
