"""Who of the demo company can be played on the sandbox page, and what they may write."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from dealerline.demo.dealers import Person
from dealerline.demo.generate import everybody


@dataclass(frozen=True, slots=True)
class SampleMessage:
    """An order (or a question) that the demo catalogue understands. kind: easy, messy, repeat or question."""

    text: str
    language: str
    kind: str


# For TechMart Corp's buyer: everything named stands on its approved list.
SAMPLE_MESSAGES = (
    SampleMessage("10 cases coke 330ml\n5 cases sprite 330ml\n25 iPhone 15 Pro 128 GB", "en", "easy"),
    SampleMessage(
        "hi, pls send 20 ctn cok zero 330, 6204-2RS x 12, 3 sonaro earbds pro black and 2 iphone15 128gb thx",
        "en",
        "messy",
    ),
    SampleMessage("COKE-330 x 240\nIP15PRO-128GB x 5\n6210-ZZ x 8", "en", "easy"),
    SampleMessage(
        "零度可口可乐330毫升20箱，雪碧1.5升10箱，6210-ZZ轴承4个，iPhone 15 Pro 128GB 三台", "zh_CN", "messy"
    ),
    SampleMessage("10 kasa kola 330 ml, 5 kasa Sprite 1.5 L, 3 adet iPhone 15 Pro 128 GB", "tr", "easy"),
    SampleMessage(
        "nak 10 karton coke 330ml, 5 karton sprite 1.5 L dan 3 unit iPhone 15 128 GB", "ms", "easy"
    ),
    SampleMessage("same as last time", "en", "repeat"),
    SampleMessage("the usual but no sprite", "en", "repeat"),
    SampleMessage("how much do I owe?", "en", "question"),
)


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody on the page. title: what stands under the name; suggestions: texts to send with a tap."""

    phone: str
    first_name: str
    last_name: str
    language: str
    role: str
    title: str
    suggestions: tuple[str, ...] = ()

    @property
    def is_office(self) -> bool:
        return self.role == "office"


@cache
def demo_people() -> tuple[DemoPerson, ...]:
    """Two buyers, the rep who looks after the first, finance, the back office, and a driver of the West.

    Regional Electronics owes 45,000 of its 75,000: its large order is held, and finance decides (E5).
    """
    company = everybody()
    techmart = next(dealer for dealer in company.dealers if dealer.code == "TECHMART")
    buyer = _first(company.people, role="dealer_buyer", dealer="TECHMART")
    rep = next(person for person in company.people if person.phone == techmart.rep_phone)
    regional = _first(company.people, role="dealer_buyer", dealer="REGIONAL")
    finance = _first(company.people, role="finance", dealer="")
    office = _first(company.people, role="office", dealer="")
    driver = _first(company.people, role="driver", dealer="")
    return (
        _shown(buyer, f"Buyer, {techmart.name}", tuple(sample.text for sample in SAMPLE_MESSAGES)),
        _shown(rep, "Sales rep, West", ("/approvals",)),
        _shown(regional, "Buyer, Regional Electronics", ("75 iPhone 15 Pro 128 GB", "/credit", "/rebates")),
        _shown(finance, "Finance", ("/approvals", "/dealer Regional", "/limit Regional 150000", "/help")),
        _shown(
            office,
            "Back office",
            ("/today", "/routes tomorrow", "/report orders by region last month", "/help"),
        ),
        _shown(driver, "Driver", ("/drive",)),
    )


def _first(people: tuple[Person, ...], *, role: str, dealer: str) -> Person:
    return next(person for person in people if (person.role, person.dealer) == (role, dealer))


def _shown(person: Person, title: str, suggestions: tuple[str, ...] = ()) -> DemoPerson:
    first, _, last = person.name.partition(" ")
    return DemoPerson(person.phone, first, last, person.language, person.role, title, suggestions)
