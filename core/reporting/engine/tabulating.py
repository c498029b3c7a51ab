"""Turns rows of a subject into the table that somebody composed: chosen, grouped, summed, sorted.

* Rows that no filter turns away are kept. Grouped rows are summed by their keys; money of several currencies
  is never added: the currency is then one more key.
* A share is worked out again from the sums of its part and its whole; hours of a group are their median.
* Groups by time come in its order, others by what they sum up to, largest first; lists keep their order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from core.kernel.money import Money
from core.reporting.engine.fields import COUNTED, CURRENCY, USUAL, fields_of
from core.reporting.engine.measuring import median, share
from core.reporting.errors import ReportFieldUnknown, ReportValueWrong
from core.reporting.types import Cell, Column, Field, Filter, Kind, Operator, ReportSpec, Table

Row = Mapping[str, Any]
_NUMBERS = (Kind.MONEY, Kind.COUNT, Kind.HOURS, Kind.SHARE)
_TIMES = (Kind.DAY, Kind.MONTH)


@dataclass(frozen=True, slots=True)
class Plan:
    """A composed report whose fields are known: keys, then values, and what the filters ask."""

    spec: ReportSpec
    keys: tuple[Field, ...]
    values: tuple[Field, ...]
    filters: tuple[tuple[Field, Operator, str | Decimal], ...]

    @property
    def columns(self) -> tuple[Column, ...]:
        return (*(Column(key, is_group=True) for key in self.keys), *(Column(value) for value in self.values))


def make_plan(spec: ReportSpec, *, secrets: bool) -> Plan:
    """Check a report's fields. Raises ReportFieldUnknown, ReportValueWrong."""
    known = fields_of(spec.subject, secrets=secrets)
    keys = tuple(_known(known, name) for name in spec.by)
    if not all(key.is_key for key in keys):
        raise ReportFieldUnknown(name=next(key.name for key in keys if not key.is_key))
    names = spec.fields or (_usual_sums(spec, known) if keys else USUAL[spec.subject])
    values = tuple(_known(known, name) for name in dict.fromkeys(names) if name not in spec.by)
    if keys:
        values = tuple(one for one in values if one.adds or one.of or one.kind is Kind.HOURS)
        values = values or (known[COUNTED[spec.subject]],)
    return Plan(spec, keys, values, tuple(_filter(known, one) for one in spec.filters))


def _usual_sums(spec: ReportSpec, known: Mapping[str, Field]) -> tuple[str, ...]:
    usual = [name for name in USUAL[spec.subject] if known[name].adds or known[name].kind is Kind.HOURS]
    return (COUNTED[spec.subject], *usual)


def _known(known: Mapping[str, Field], name: str) -> Field:
    if name not in known:
        raise ReportFieldUnknown(name=name)
    return known[name]


def _filter(known: Mapping[str, Field], one: Filter) -> tuple[Field, Operator, str | Decimal]:
    named = _known(known, one.field)
    if one.operator in (Operator.IS, Operator.HAS) and named.kind not in _NUMBERS:
        return named, one.operator, one.value.casefold()
    if named.kind not in _NUMBERS or one.operator is Operator.HAS:
        raise ReportFieldUnknown(name=one.field)
    try:
        number = Decimal(one.value)
    except InvalidOperation as error:
        raise ReportValueWrong(value=one.value) from error
    if not number.is_finite():
        raise ReportValueWrong(value=one.value)
    return named, one.operator, number


def keep(plan: Plan, rows: Iterable[Row]) -> Iterator[Row]:
    """The rows that every filter lets through."""
    for row in rows:
        if all(_passes(row.get(named.name), operator, value) for named, operator, value in plan.filters):
            yield row


def _passes(cell: Any, operator: Operator, value: str | Decimal) -> bool:
    if isinstance(value, str):
        text = "" if cell is None else str(cell).casefold()
        return text == value if operator is Operator.IS else value in text
    if cell is None:
        return False
    number = cell.to_decimal() if isinstance(cell, Money) else Decimal(cell)
    match operator:
        case Operator.OVER:
            return bool(number >= value)
        case Operator.UNDER:
            return bool(number <= value)
    return bool(number == value)


class Sums:
    """What rows of one currency add up to; shares and medians are worked out at the end."""

    def __init__(self, values: tuple[Field, ...]) -> None:
        self._values = values
        parts = [name for value in values for name in (value.of or ((value.name,) if value.adds else ()))]
        self._totals = dict.fromkeys(parts, 0)
        self._times: dict[str, list[int]] = {one.name: [] for one in values if one.kind is Kind.HOURS}

    def add(self, row: Row) -> None:
        for name in self._totals:
            cell = row.get(name)
            if cell is not None:
                self._totals[name] += cell.minor if isinstance(cell, Money) else cell
        for name, times in self._times.items():
            if row.get(name) is not None:
                times.append(row[name])

    def cells(self, currency: str) -> tuple[Cell, ...]:
        return tuple(self._cell(value, currency) for value in self._values)

    def _cell(self, value: Field, currency: str) -> Cell:
        if value.of is not None:
            return share(self._totals[value.of[0]], self._totals[value.of[1]])
        if value.kind is Kind.HOURS:
            return median(self._times[value.name])
        if not value.adds:
            return None
        total = self._totals[value.name]
        return Money(total, currency) if value.kind is Kind.MONEY else total


class Grouping:
    """A grouped report while its rows come in."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._groups: dict[tuple[Any, ...], Sums] = {}
        self._feet: dict[str, Sums] = {}

    def add(self, rows: Iterable[Row]) -> None:
        plan, names = self._plan, [key.name for key in self._plan.keys]
        for row in keep(plan, rows):
            currency = str(row.get("currency") or "")
            key = (*(row.get(name) for name in names), currency)
            if key not in self._groups:
                self._groups[key] = Sums(plan.values)
            if currency not in self._feet:
                self._feet[currency] = Sums(plan.values)
            self._groups[key].add(row)
            self._feet[currency].add(row)

    def table(self) -> Table:
        plan, feet = self._plan, self._feet
        made = [(key, sums.cells(key[-1])) for key, sums in self._groups.items()]
        made.sort(key=lambda one: _order(plan, *one))
        columns = plan.columns
        if len(feet) > 1:
            size = len(plan.keys)
            columns = (*columns[:size], Column(CURRENCY, is_group=True), *columns[size:])
            lines = tuple((*key, *cells) for key, cells in made)
        else:
            lines = tuple((*key[:-1], *cells) for key, cells in made)
        return Table(columns, lines, foot(len(columns) - len(plan.values), feet))


def foot(blanks: int, feet: Mapping[str, Sums]) -> tuple[tuple[Cell, ...], ...]:
    """The sums below a table: behind as many blanks as the table has keys, the last one for the currency."""
    found: list[tuple[Cell, ...]] = []
    for currency, sums in sorted(feet.items()):
        lead: list[Cell] = [None] * blanks
        if len(feet) > 1 and blanks:
            lead[-1] = currency
        found.append((*lead, *sums.cells(currency)))
    return tuple(found)


def _order(plan: Plan, key: tuple[Any, ...], cells: tuple[Cell, ...]) -> tuple[Any, ...]:
    place: list[Any] = []
    for field_, value in zip(plan.keys, key, strict=False):
        if field_.kind in _TIMES:
            place.append(_sortable(value))
    if not place:
        money = [-cell.minor for cell in cells if isinstance(cell, Money)][-1:]
        place += money or [-(cell if isinstance(cell, int) else 0) for cell in cells[:1]]
    return (*place, *(_sortable(value) for value in key))


def _sortable(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else "" if value is None else str(value)
