"""A dealer's message becomes lines of the open draft (A1, A2, A5).

Understanding takes long, so it happens first, in a read-only snapshot; what it found is written after.
Questions and small talk change nothing: the caller answers them by the intent it gets back.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from core.infra.transaction import Snapshot, Transaction
from core.intake import repository as intake
from core.intake.engine.matching import alias_key
from core.intake.types import (
    AccountQuestion,
    Action,
    Decision,
    Intent,
    LineTerms,
    QuantityKind,
    ReadMessage,
    Unclear,
)
from core.kernel.actor import Permission
from core.kernel.command import Command
from core.kernel.ids import DealerId, DraftId, LineId, OrderId, ProductId
from core.kernel.reasons import Reason
from core.orders.amending import end_draft
from core.orders.engine import (
    MOST_LINES,
    Edited,
    apply_lines,
    known_line,
)
from core.orders.engine.answering import answer_with_number
from core.orders.engine.clocktimes import Span
from core.orders.engine.daytimes import part_of_day
from core.orders.errors import TooManyLines
from core.orders.learning import learn_alias
from core.orders.numbered import NumberMeans, WhichNumber
from core.orders.original_types import ReadFrom
from core.orders.reading_from import understand_read
from core.orders.repository import drafts, originals, placed, supply
from core.orders.saving import save_lines
from core.orders.types import Draft, DraftLine, DraftState, LineState
from core.orders.understanding import Said, Understood, understand_text
from core.orders.use_cases.change_order import open_changes
from core.orders.wishing import WishedPrice

_CHANGES_DRAFT = {Intent.ORDER, Intent.EDIT, Intent.REPEAT_LAST, Intent.USUAL}


@dataclass(frozen=True, slots=True)
class MessageTaken:
    """What became of a message. ``draft_id`` is set when there is a draft to show."""

    intent: Intent
    draft_id: DraftId | None
    said: tuple[Said, ...] = ()
    order_number: str | None = None
    asked: tuple[ProductId, ...] = ()
    account: AccountQuestion | None = None
    truncated: bool = False
    wished: WishedPrice | None = None
    repeated: OrderId | None = None
    hours: Span | None = None  # from and until which minute of the day the goods are wanted
    which: WhichNumber | None = None  # a number that is an order's and an article's: which is to be asked


@dataclass(frozen=True, slots=True)
class TakeMessage(Command[MessageTaken]):
    """text: what the person said; ``read_from``: where it, or goods beside it, were heard or seen.

    means: what its bare number is of, where that was asked.
    """

    permission = Permission.DRAFT_EDIT
    text: str
    read_from: ReadFrom | None = None
    means: NumberMeans | None = None


async def understand_message(snap: Snapshot, command: TakeMessage) -> Understood:
    found = await understand_text(snap, command.text, command.means)
    return found if command.read_from is None else await understand_read(snap, found, command.read_from)


async def take_message(tx: Transaction, command: TakeMessage, found: Understood) -> MessageTaken:
    if found.which is not None:
        return MessageTaken(Intent.EDIT, None, which=found.which)
    taken = await _take(tx, found)
    if command.read_from is not None and taken.draft_id is not None:
        await originals.tie_to_draft(tx, command.read_from.originals, taken.draft_id)
    return taken


async def _take(tx: Transaction, found: Understood) -> MessageTaken:
    message = found.message
    if found.asides.names_order and found.amends is None:
        return MessageTaken(Intent.EDIT, None, (Said("draft.no_order_to_change", {}),))
    if found.amends is not None:
        draft: Draft | None = await open_changes(tx, found.amends)
    else:
        draft = await drafts.find_open_draft(tx, lock=True)
    if found.asides.is_urgent and not found.asides.text and not message.lines:
        return await _only_urgent(tx, draft)
    if found.asides.hours is not None and message.intent in _TALK:
        if draft is None:
            return MessageTaken(Intent.EDIT, None, (Said("draft.nothing_to_change", {}),))
        return MessageTaken(Intent.EDIT, draft.id, hours=found.asides.hours)
    if found.wished is not None:
        draft_id = draft.id if draft else None
        return MessageTaken(message.intent, draft_id, asked=found.asked, wished=found.wished)
    if draft is not None and message.intent in (Intent.ORDER, Intent.EDIT, Intent.SMALL_TALK):
        answered = answer_with_number(draft, message, found.products)
        if answered is not None:
            version = await save_lines(tx, draft, answered)
            return MessageTaken(Intent.EDIT, draft.id if version else None)
    if message.intent is Intent.CANCEL:
        return await _cancel(tx, draft, message.order_number)
    if message.unclear is not None:
        draft_id = draft.id if draft else None
        of_what = message.unclear is Unclear.OF_WHAT
        said = Said("draft.of_what", {}) if of_what else Said("draft.which_line", {})
        return MessageTaken(Intent.EDIT, draft_id, (said,))
    changes = (
        message.lines
        or message.note
        or message.delivery_date
        or message.terms
        or found.known
        or found.place_id
    )
    if found.place_id is None and _is_idle(message):
        return MessageTaken(
            Intent.SMALL_TALK,
            draft.id if draft else None,
            (Said("draft.found_nothing", {"text": message.lines[0].raw}),),
        )
    if message.intent not in _CHANGES_DRAFT or not changes:
        if message.intent in (Intent.ASK_PRICE, Intent.ASK_STOCK):
            await intake.save_topic(tx, _asked_about(message))
        return MessageTaken(
            intent=message.intent,
            draft_id=draft.id if draft else None,
            said=found.known_said or _nothing_known(message.intent),
            order_number=message.order_number,
            asked=_asked_about(message),
            account=message.account,
            truncated=message.truncated,
        )
    return await _write(tx, draft, found)


async def _cancel(tx: Transaction, draft: Draft | None, number: str | None) -> MessageTaken:
    """Discard the draft; not where a placed order is named, which its own button takes back."""
    if number is not None and await placed.find_order_id(tx, number) is not None:
        return MessageTaken(Intent.CANCEL, None, order_number=number)
    if draft is not None:
        await end_draft(tx, draft, DraftState.DISCARDED)
    return MessageTaken(Intent.CANCEL, draft.id if draft else None)


_TALK = (Intent.EMPTY, Intent.SMALL_TALK, Intent.THANKS, Intent.GREETING)


def _hours(found: Understood) -> Span | None:
    """When the goods are wanted: by the clock, or in a part of the day that is named."""
    part = part_of_day(found.asides.text) if found.message.delivery_date else None
    return found.asides.hours or (None if part is None else (part[0] * 60, part[1] * 60))


async def _only_urgent(tx: Transaction, draft: Draft | None) -> MessageTaken:
    """The message says nothing but that it is urgent."""
    if draft is None:
        return MessageTaken(Intent.EDIT, None, (Said("draft.nothing_to_change", {}),))
    changes, said = await _urgency(tx, draft.dealer_id)
    await drafts.save_draft(tx, draft, draft.lines, **changes)
    return MessageTaken(Intent.EDIT, draft.id, said)


async def _urgency(tx: Transaction, dealer_id: DealerId) -> tuple[dict[str, Any], tuple[Said, ...]]:
    """What "urgent" changes of a draft; who has not agreed it with the house is told."""
    if (await supply.load_supply(tx, dealer_id)).may_be_urgent:
        return {"is_urgent": True}, ()
    return {}, (Said("draft.not_urgent", {}),)


_MOST_ASKED = 3


def _asked_about(message: ReadMessage) -> tuple[ProductId, ...]:
    """The products that a question is about: the one that is certain, or those with all of its words."""
    found: list[ProductId] = []
    for line in message.lines:
        if line.decision is Decision.ACCEPT:
            found += line.candidates[:1]
        elif line.decision is Decision.ASK:
            found += line.fitting[:_MOST_ASKED]
    return tuple(dict.fromkeys(found))


def _is_idle(message: ReadMessage) -> bool:
    """Words without any amount of which none is found: talk rather than goods, and no line to ask about."""
    return (
        message.intent is Intent.ORDER
        and bool(message.lines)
        and not (message.note or message.delivery_date)
        and all(
            line.decision is Decision.NOT_FOUND
            and line.off_list is None
            and line.reading.quantity_kind is QuantityKind.MISSING
            for line in message.lines
        )
    )


def _nothing_known(intent: Intent) -> tuple[Said, ...]:
    if intent in (Intent.REPEAT_LAST, Intent.USUAL):
        return (Said("draft.no_history", {}),)
    return ()


async def _write(tx: Transaction, draft: Draft | None, found: Understood) -> MessageTaken:
    message = found.message
    if draft is None:
        if message.intent is Intent.EDIT:
            return MessageTaken(message.intent, None, (Said("draft.nothing_to_change", {}),))
        draft = await drafts.create_draft(tx)
    before = list(draft.lines)
    before += [
        known_line(LineId(tx.new_id()), product, quantity, unit, unit_quantity, "")
        for product, quantity, unit, unit_quantity in found.known
        if product in found.products and found.products[product].active
    ]
    if message.terms is not None:
        before = _under_terms(draft, message.terms)
    reworded = _reworded_line(draft, message)
    before = [replace(line, position=at) for at, line in enumerate(before, start=1) if line != reworded]
    packs = {product.id: product.packs for product in found.products.values()}
    multiples = {product.id: product.order_multiple for product in found.products.values()}
    edited = apply_lines(before, message.lines, packs, lambda: LineId(tx.new_id()), multiples)
    if reworded is not None:
        edited = _in_its_place(edited, reworded, len(before))
    if len(edited.lines) > MOST_LINES:
        raise TooManyLines(most=MOST_LINES)
    changes: dict[str, Any] = {}
    more: tuple[Said, ...] = ()
    if found.asides.is_urgent:
        changes, more = await _urgency(tx, draft.dealer_id)
    if message.note:
        changes["note"] = message.note
    if message.delivery_date:
        # A window is of the day that it was chosen for.
        changes |= {"delivery_date": message.delivery_date, "window_from": None, "window_until": None}
    if found.place_id is not None:
        changes["ship_to_id"] = found.place_id
    await save_lines(tx, draft, edited.lines, **changes)
    await intake.forget_topic(tx)
    for line in message.lines:
        asked = draft.line(line.line_number) if line.is_answer and line.line_number else None
        if asked is not None and line.product_id is not None:
            await learn_alias(tx, asked.phrase, asked.raw, line.product_id, "tap")
    await intake.count_alias_uses(
        tx, draft.dealer_id, [alias_key(line.phrase) for line in message.lines if line.from_alias]
    )
    said_terms = [message.terms, *(line.terms for line in message.lines)]
    unclear = {terms.unclear for terms in said_terms if terms is not None and terms.unclear}
    more += tuple(Said("draft.otherwise_unclear", {"text": text}) for text in sorted(unclear))
    said = (*(Said(reason.code, reason.params) for reason in edited.said), *more)
    if found.known_from:
        said = (Said("draft.as_order", {"number": found.known_from}), *said)
    said = (*found.known_said, *said)
    return MessageTaken(
        message.intent,
        draft.id,
        said,
        truncated=message.truncated,
        repeated=found.repeated,
        hours=_hours(found),
    )


def _under_terms(draft: Draft, terms: LineTerms) -> list[DraftLine]:
    """The lines with terms said after them: those that were touched last, else all."""
    of = set(draft.focus) or {line.id for line in draft.lines}
    return [replace(line, terms=terms) if line.id in of else line for line in draft.lines]


def _reworded_line(draft: Draft, message: ReadMessage) -> DraftLine | None:
    """The line not found that the card asked to "write another way", when the message does just that."""
    asked = draft.asked_line
    if asked is None or asked.state is not LineState.NOT_FOUND or message.intent is not Intent.ORDER:
        return None
    is_one_found = [(line.action, line.decision is Decision.NOT_FOUND) for line in message.lines] == [
        (Action.ADD, False)
    ]
    return asked if is_one_found else None


def _in_its_place(edited: Edited, reworded: DraftLine, count: int) -> Edited:
    """The new line (the last, where it did not go onto another one) where the reworded one stood."""
    lines = list(edited.lines)
    if len(lines) > count:
        lines.insert(reworded.position - 1, lines.pop())
    said = Reason("draft.reworded", {"line": reworded.position, "text": reworded.raw})
    return Edited(tuple(lines), (said, *edited.said))
