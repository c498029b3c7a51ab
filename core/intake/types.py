"""Inputs and outputs of the intake engine.

The three steps hand these values on: ``read_message`` gives a :class:`MessageReading`, whose
:class:`LineReading` s are alternatives for one line; ``match_line`` turns them into a :class:`LineMatch`.
What other domains get of it all is a :class:`ReadMessage` with its :class:`ReadLine` s.
Quantities are exact decimals as typed; the conversion to base units happens where the product is known.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from core.intake.sales_types import Sales
from core.kernel.ids import ProductId


class Intent(StrEnum):
    """What a message wants. Anything but ORDER and EDIT never becomes order lines."""

    ORDER = "order"  # one or more product lines
    EDIT = "edit"  # changes the present draft: "make the coke 12", "drop line 3"
    REPEAT_LAST = "repeat_last"  # "same as last time"; lines hold exceptions and additions
    USUAL = "usual"  # "the usual but no sprite"; lines hold exceptions and additions
    CONFIRM = "confirm"  # "ok send it"
    CANCEL = "cancel"  # "forget it", "cancel the order"
    SHOW_DRAFT = "show_draft"  # "what is in my order so far"
    ASK_CREDIT = "ask_credit"  # "how much do I owe", "my limit"
    ASK_ORDER_STATUS = "ask_order_status"  # "where is my order"
    ASK_ORDERS = "ask_orders"  # "my orders"
    ASK_PRICE = "ask_price"  # "how much is coke 330"; lines hold the products asked about
    ASK_STOCK = "ask_stock"  # "do you have coke 330"; lines hold the products asked about
    ASK_BETTER_PRICE = "ask_better_price"  # "can you do 1020 for the iphones"; told by ``wishes`` alone
    RETURN = "return"  # "2 iphones arrived broken"; told by ``returning`` alone
    ASK_PROTECTION = "ask_protection"  # "price protection on iphone 15"; told by ``protecting`` alone
    TABLE = "table"  # rows pasted from a spreadsheet; told by ``tables`` alone
    ASK_REBATE = "ask_rebate"  # "where do I stand with the rebate"
    ASK_INVOICE = "ask_invoice"  # "invoice 1042", "statement for October"
    HELP = "help"
    HUMAN = "human"  # "let me talk to somebody"
    GREETING = "greeting"
    THANKS = "thanks"
    SMALL_TALK = "small_talk"  # words, but nothing to order or answer
    EMPTY = "empty"  # nothing readable: blank, only emoji, only punctuation


class Complaint(StrEnum):
    """Why goods shall go back, as far as the words say."""

    DAMAGED = "damaged"
    EXPIRED = "expired"
    WRONG_ITEM = "wrong_item"


class AccountTopic(StrEnum):
    """What a question about invoices and payments is about."""

    INVOICES = "invoices"  # one of them where it names a number
    STATEMENT = "statement"
    PAYMENTS = "payments"
    DUE = "due"  # "when is my next payment due"


@dataclass(frozen=True, slots=True)
class AccountQuestion:
    """A question about the account. number: of an invoice or receipt, in full or its end.

    since, until: the period of a statement, both included, None where it names none. is_latest: the newest
    one is meant. is_e_invoice: it is wanted as an e-invoice.
    """

    topic: AccountTopic
    number: str | None = None
    since: date | None = None
    until: date | None = None
    is_latest: bool = False
    is_e_invoice: bool = False


class Action(StrEnum):
    ADD = "add"
    CHANGE = "change"  # set the quantity of a line to `quantity`
    INCREASE = "increase"  # "add 3 more coke"
    DECREASE = "decrease"  # "2 less coke"
    MULTIPLY = "multiply"  # "double the coke": `quantity` times what it was
    REMOVE = "remove"
    REPLACE = "replace"  # another article in the place of a line's: "no, the small ones"


class QuantityKind(StrEnum):
    EXACT = "exact"
    MISSING = "missing"  # no number: "coke"
    VAGUE = "vague"  # "a few", "some", "plenty"
    RANGE = "range"  # "8-10": quantity is the lower end, quantity_max the upper
    INVALID = "invalid"  # 0, -3, 1e9 or beyond what anybody orders; to be asked
    UNSURE = "unsure"  # seen or heard badly: quantity is what it may be, and is asked


class ConditionKind(StrEnum):
    IN_STOCK = "in stock"
    OTHERWISE = "otherwise"
    AT_MOST = "at most"
    LAST_PRICE = "last price"


@dataclass(frozen=True, slots=True)
class Condition:
    """raw: as typed. before: the message up to it, without conditions. of_all: it stands by itself.

    words: the goods to take otherwise. amount: the most to pay, as a plain number in the dealer's money; for
    one of the unit ordered or, with ``of_line``, for the whole line. needs_amount: it can only be a price
    where the goods have an amount of their own ("not more than 20").
    """

    kind: ConditionKind
    raw: str
    before: str
    of_all: bool = False
    words: str = ""
    amount: Decimal | None = None
    of_line: bool = False
    needs_amount: bool = False


@dataclass(frozen=True, slots=True)
class LineReading:
    """One way to read one line.

    quantity: number of `unit`s as typed, None when missing, vague or invalid.
    unit: canonical code of the ordering unit ("each", "case", "carton", "box", "pack", "bag", "bottle",
        "can", "dozen", "pallet", "kg", "g", "l", "ml", "roll", "pair", "set" ...), None when there was none.
    size, size_unit: the pack or article size in words of the line (330, "ml"), in the unit as typed
        (canonical code); None when absent.
    item: the words that name the product, as typed (original script, trimmed), size included where it
        helps to find it (matching sees "coke 330ml").
    line_number: for "drop line 3", the 1-based line of the draft that is meant; item is then "".
    prior: how plausible this reading is beside its siblings, 0..1; they add up to 1.
    """

    item: str
    action: Action = Action.ADD
    quantity: Decimal | None = None
    quantity_max: Decimal | None = None
    quantity_kind: QuantityKind = QuantityKind.MISSING
    unit: str | None = None
    size: Decimal | None = None
    size_unit: str | None = None
    remark: str | None = None
    line_number: int | None = None
    prior: float = 1.0


@dataclass(frozen=True, slots=True)
class LineText:
    """One line of a message and all its plausible readings, likeliest first (at least one).

    partings: the ways in which it may be several lines; which it is, only the products tell. conditions:
    under which the goods are wanted, in the order typed.
    """

    raw: str
    readings: tuple[LineReading, ...]
    partings: tuple[tuple[LineText, ...], ...] = ()
    conditions: tuple[Condition, ...] = ()

    @property
    def best(self) -> LineReading:
        return self.readings[0]


@dataclass(frozen=True, slots=True)
class MessageReading:
    """What one message says.

    intent: the leading intent. lines: in the order typed. ignored: pieces that are neither (greeting,
    signature) as typed. order_number: for status questions, the number in the text ("7891", "B2B-2025-7891").
    account: of questions about invoices and payments. Questions about goods put the product in ``lines``.
    truncated: the message had more lines than were read (the caller says so, nothing is dropped silently).
    conditions: what a message without goods of its own says of those named before.
    """

    intent: Intent
    lines: tuple[LineText, ...] = ()
    note: str | None = None
    delivery_date: date | None = None
    order_number: str | None = None
    account: AccountQuestion | None = None
    ignored: tuple[str, ...] = ()
    truncated: bool = False
    conditions: tuple[Condition, ...] = ()


class Decision(StrEnum):
    ACCEPT = "accept"
    ASK = "ask"
    NOT_FOUND = "not_found"


@dataclass(frozen=True, slots=True)
class CatalogEntry:
    """What the index needs of one product. ``key`` is the caller's own (a sku or an id as text).

    names: the name and its translations, main one first. packs: unit codes the product is sold in with the
    number of base units in each, base unit included ({"each": 1, "case": 24}). attributes: name -> value.
    """

    key: str
    sku: str
    names: tuple[str, ...]
    brand: str = ""
    category: str = ""
    barcodes: tuple[str, ...] = ()
    packs: dict[str, int] = field(default_factory=dict)
    attributes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Bought:
    """A dealer's habit with one product: how often, how many base units typically, how many days ago."""

    times: int
    typical_quantity: float
    days_since_last: int | None = None


@dataclass(frozen=True, slots=True)
class DealerView:
    """What is known of the dealer who writes.

    bought: product key -> habit. aliases: the dealer's own wording (normalised by ``alias_key``) -> key.
    allowed: keys the dealer may buy, None for all. sales: what all dealers of the house buy.
    """

    bought: dict[str, Bought] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)
    allowed: frozenset[str] | None = None
    sales: Sales = field(default_factory=Sales)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A product that may be meant; score is the calibrated probability that it is (0..1)."""

    key: str
    sku: str
    score: float


class AskWhy(StrEnum):
    """Why a line is asked about instead of booked."""

    WHICH_PRODUCT = "which_product"
    QUANTITY_MISSING = "quantity_missing"
    QUANTITY_VAGUE = "quantity_vague"
    QUANTITY_RANGE = "quantity_range"
    QUANTITY_INVALID = "quantity_invalid"
    QUANTITY_UNUSUAL = "quantity_unusual"  # five times above or below the dealer's habit
    QUANTITY_MULTIPLE = "quantity_multiple"  # not a multiple of what the product is sold in
    QUANTITY_UNSURE = "quantity_unsure"  # seen in a picture or heard, not typed, and not clearly
    UNIT_UNKNOWN = "unit_unknown"  # the product is not sold in that unit
    NOT_ON_LIST = "not_on_list"  # found, but not approved for this dealer


@dataclass(frozen=True, slots=True)
class LineMatch:
    """The decision on one line.

    reading: the reading that won together with the product. candidates: best first, at most five, all of them
    allowed for the dealer. off_list: best candidate outside the dealer's list when that is what was meant.
    score: calibrated probability that the first candidate is right. why_ask: empty when accepted.
    explained: share of the item words, by what they tell, that the first candidate has, 0..1.
    """

    raw: str
    reading: LineReading
    decision: Decision
    candidates: tuple[Candidate, ...] = ()
    score: float = 0.0
    off_list: Candidate | None = None
    why_ask: tuple[AskWhy, ...] = ()
    from_alias: bool = False
    explained: float = 0.0


@dataclass(frozen=True, slots=True)
class LineTerms:
    """Under which conditions a line is wanted, its alternative found.

    in_stock: only where all of it is there. at_most: the most to pay for one of the unit ordered, or, with
    ``of_line``, for the line; a plain number in the dealer's money. last_price: for no more than it cost the
    last time. otherwise: what to take in its place where that does not hold; unclear: its words where it was
    not found.
    """

    in_stock: bool = False
    at_most: Decimal | None = None
    of_line: bool = False
    last_price: bool = False
    otherwise: ProductId | None = None
    any_other: bool = False  # "the other brand": whatever stands in for it
    unclear: str = ""


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A line as orders takes it on. ``quantity`` is in base units; product None until somebody has chosen."""

    raw: str
    phrase: str
    action: Action
    decision: Decision
    product_id: ProductId | None
    candidates: tuple[ProductId, ...]
    off_list: ProductId | None
    questions: tuple[AskWhy, ...]
    unit: str | None
    unit_quantity: Decimal | None
    quantity: int | None
    remark: str | None
    line_number: int | None
    from_alias: bool
    reading: LineReading
    is_answer: bool = False  # in words, to the question which product a line means
    fitting: tuple[ProductId, ...] = ()  # the candidates that have every word of the line
    terms: LineTerms | None = None


class Unclear(StrEnum):
    """What a follow-up leaves open."""

    WHICH_LINE = "which_line"  # one of several lines is meant
    OF_WHAT = "of_what"  # an amount, and nothing that it could be of


@dataclass(frozen=True, slots=True)
class ReadMessage:
    """What a message says, with the products found.

    unclear: what remains open, so nothing is changed. terms: a condition said by itself, for the lines that
    the talk is of.
    """

    intent: Intent
    lines: tuple[ReadLine, ...]
    note: str | None
    delivery_date: date | None
    order_number: str | None
    truncated: bool
    account: AccountQuestion | None = None
    unclear: Unclear | None = None
    terms: LineTerms | None = None


@dataclass(frozen=True, slots=True)
class TalkLine:
    """A line of the open draft as a conversation speaks of it. key: its product, None while that is asked.

    quantity: in ``unit``, as it stands or, where the line waits, as it was typed. candidates: keys offered.
    """

    position: int
    key: str | None
    phrase: str
    unit: str | None
    quantity: Decimal | None
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Talk:
    """What was said before: the draft's lines, those last touched, the one asked about, what was asked for.

    focus, waiting: positions. topic: keys of the products that the last question was about.
    """

    lines: tuple[TalkLine, ...] = ()
    focus: tuple[int, ...] = ()
    waiting: int | None = None
    topic: tuple[str, ...] = ()

    @property
    def focus_lines(self) -> tuple[TalkLine, ...]:
        return tuple(line for line in self.lines if line.position in self.focus)

    @property
    def waiting_line(self) -> TalkLine | None:
        return next((line for line in self.lines if line.position == self.waiting), None)
