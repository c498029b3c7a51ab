"""Papers of the demo company: how house and dealers are named, some orders invoiced and paid, a rebate.

Everything is settled to the cent, so that the balances of the capability list stay as they are.
"""

from __future__ import annotations

from dataclasses import dataclass

from core.billing.types import Address, BankAccount, Party, Seller
from core.billing.use_cases.create_invoices import CreateInvoices
from core.billing.use_cases.record_payment import RecordPayment
from core.billing.use_cases.set_parties import SetBillingParty, SetSeller, ShowBillingParty
from core.billing.use_cases.show_account import ListDueDates
from core.channel.rebate_types import RebateBasis, RebatePeriod, RebateStep, RebateTerms
from core.channel.use_cases.set_rebate import SetRebate
from core.dealers.use_cases.find_dealers import FindDealers, FindPeople
from core.infra.door import Core
from core.kernel.actor import SYSTEM, Actor, Role
from core.kernel.ids import DealerId
from core.orders.use_cases.discard_draft import DiscardDraft
from core.orders.use_cases.fit_to_stock import FitToStock
from core.orders.use_cases.place_order import PlaceOrder
from core.orders.use_cases.set_draft import KeepRepeat
from core.orders.use_cases.show_quote import ShowQuote
from core.orders.use_cases.take_message import TakeMessage
from dealerline.demo.generate import everybody

# Numbers that begin with 00 are given to nobody, the domain ends in .example: all of it is invented.
SELLER = Seller(
    name="MegaDistro Solutions",
    address=Address("1200 Harbor Gateway", "Los Angeles", "90501", "CA", "US"),
    tax_id="00-4711001",
    registration="California C0004711",
    email="billing@megadistro.example",
    phone="+1 213 555 0199",
    bank=BankAccount("MegaDistro Solutions", "First Harbor Bank", "0000 4711 0815", "FHBKUS6LXXX"),
)

# K2 in the size of this company: 10,000 a quarter 1 %, 50,000 2 %, on everything bought.
REBATE = RebateTerms(
    "USD",
    RebatePeriod.QUARTER,
    RebateBasis.WHOLE,
    (RebateStep(1_000_000, 100), RebateStep(5_000_000, 200)),
    tiers=("platinum", "gold"),
)


@dataclass(frozen=True, slots=True)
class Papers:
    """How a named dealer is addressed, and what it has ordered, got an invoice for, and paid."""

    code: str
    address: Address
    tax_id: str
    email: str
    order: str = ""


NAMED = (
    Papers("TECHMART", Address("455 Grand Avenue", "Los Angeles", "90071", "CA", "US"), "00-4711101",
           "payables@techmart.example", "IP15-128GB x 4\nCOKE-330 x 240"),
    Papers("REGIONAL", Address("80 Copper Street", "Phoenix", "85004", "AZ", "US"), "00-4711102",
           "accounts@regional.example", "IP15-128GB x 3"),
    Papers("CITYGADGETS", Address("17 Larimer Square", "Denver", "80202", "CO", "US"), "00-4711103",
           "office@citygadgets.example", "IP15-128GB x 2"),
    Papers("CORNERSTORE", Address("3 Alvarado Street", "Los Angeles", "90057", "CA", "US"), "00-4711104",
           "owner@cornerstore.example",
           "SPK-SON-BLHOUR-5W-BLUE x 29\nCOKE-330 x 144\nHS-BRI-LEN-300ML x 600"),
    Papers("WESTCOAST", Address("900 Pacific Highway", "San Diego", "92101", "CA", "US"), "00-4711105",
           "finance@westcoast.example"),
)  # fmt: skip


async def make_papers(core: Core) -> None:
    """Make what is missing of it; the last dealer, who has ordered nothing, says that all is there.

    Documents keep the names of their day, so the house and the dealer are named before anything is invoiced.
    """
    dealers = [(one, (await core.ask(SYSTEM, FindDealers(one.code, 1)))[0].dealer) for one in NAMED]
    if (await core.ask(SYSTEM, ShowBillingParty(dealers[-1][1].id))).tax_id:
        return
    await core.execute(SYSTEM, SetSeller(SELLER))
    await core.execute(SYSTEM, SetRebate("VOLUME", REBATE), key="demo-rebate")
    for one, dealer in dealers:
        party = Party(dealer.code, dealer.name, one.address, one.tax_id, one.email)
        await core.execute(SYSTEM, SetBillingParty(dealer.id, party))
        if one.order:
            await _settled_order(core, dealer.id, one)


async def _settled_order(core: Core, dealer_id: DealerId, one: Papers) -> None:
    """Order, invoice and payment, each once however often this is begun again."""
    buyer = await _buyer(core, dealer_id, one.code)
    key = f"demo-papers-{one.code}"
    await core.execute(buyer, TakeMessage(one.order), key=f"{key}-message")
    quote = await core.ask(buyer, ShowQuote())
    if quote is not None and quote.repeat_of is not None:
        await core.execute(buyer, KeepRepeat(quote.draft_id, quote.version))
        quote = await core.ask(buyer, ShowQuote())
    if quote is not None and [one.code for one in quote.blockers] == ["order.stock_short"]:
        await core.execute(buyer, FitToStock(quote.draft_id, quote.version))
        quote = await core.ask(buyer, ShowQuote())
    if quote is not None and quote.blockers:  # too little is left for an order: the company goes without it
        await core.execute(buyer, DiscardDraft(quote.draft_id, quote.version))
        return
    if quote is not None:
        await core.execute(buyer, PlaceOrder(quote.draft_id, quote.version, quote.seen), key=f"{key}-order")
    for number in await core.execute(SYSTEM, CreateInvoices(dealer_id=dealer_id), key=f"{key}-invoice"):
        due = next(row for row in await core.ask(SYSTEM, ListDueDates(dealer_id)) if row.number == number)
        payment = RecordPayment(
            dealer_id, due.pay, core.clock.now().date(), f"WIRE {one.code} {number}", (number,)
        )
        await core.execute(SYSTEM, payment, key=f"{key}-{number}")


async def _buyer(core: Core, dealer_id: DealerId, code: str) -> Actor:
    people = everybody().people
    phone = next(one.phone for one in people if (one.role, one.dealer) == ("dealer_buyer", code))
    (found,) = await core.ask(SYSTEM, FindPeople(phone, 1))
    return Actor(found.person.id, frozenset({Role.DEALER_BUYER}), dealer_id, name=found.person.name)
