"""Facts by product, and exact ways to name one: key, SKU, barcode, its whole name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from core.intake.engine.folding import alias_key, fold_code
from core.intake.types import CatalogEntry

Numbers = dict[str, tuple[int, ...]]
# A name of fewer words may be what many products are called ("milk", "coke zero").
_WORDS_OF_A_NAME = 3


@dataclass(frozen=True, slots=True)
class Products:
    """Products by number. A removed product keeps its number until the index is put together anew.

    by_sku: as given, by_folded_sku: see :func:`fold_code`, by_name: names of some length, see
    :func:`name_key`. Several products may share a SKU, a barcode or a name.
    """

    entries: tuple[CatalogEntry, ...]
    number_of: dict[str, int]
    by_sku: Numbers
    by_folded_sku: Numbers
    by_barcode: Numbers
    by_name: Numbers

    @classmethod
    def build(cls, entries: tuple[CatalogEntry, ...]) -> Products:
        """Number the products in their order; their keys must differ."""
        found = cls(entries, {entry.key: i for i, entry in enumerate(entries)}, {}, {}, {}, {})
        for number, entry in enumerate(entries):
            found._enter(number, entry)
        return found

    def with_changes(
        self, changed: Mapping[str, CatalogEntry], removed_keys: Iterable[str]
    ) -> tuple[Products, list[int]]:
        """A copy with the entries of ``changed`` added at the end, and the numbers no longer used."""
        first = len(self.entries)
        copy = Products(
            (*self.entries, *changed.values()),
            dict(self.number_of),
            dict(self.by_sku),
            dict(self.by_folded_sku),
            dict(self.by_barcode),
            dict(self.by_name),
        )
        gone: list[int] = []
        for key in {*removed_keys, *changed}:
            number = copy.number_of.pop(key, None)
            if number is not None:
                copy._leave(number, self.entries[number])
                gone.append(number)
        for number, entry in enumerate(changed.values(), start=first):
            copy.number_of[entry.key] = number
            copy._enter(number, entry)
        return copy, gone

    def _names(self, entry: CatalogEntry) -> list[tuple[Numbers, str]]:
        names = [(self.by_sku, entry.sku), (self.by_folded_sku, fold_code(entry.sku))]
        names += [(self.by_barcode, barcode) for barcode in dict.fromkeys(entry.barcodes)]
        names += [(self.by_name, key) for key in dict.fromkeys(name_key(name) for name in entry.names)]
        return [(numbers, name) for numbers, name in names if name]

    def _enter(self, number: int, entry: CatalogEntry) -> None:
        for numbers, name in self._names(entry):
            numbers[name] = (*numbers.get(name, ()), number)

    def _leave(self, number: int, entry: CatalogEntry) -> None:
        for numbers, name in self._names(entry):
            left = tuple(n for n in numbers[name] if n != number)
            if left:
                numbers[name] = left
            else:
                del numbers[name]


def name_key(text: str) -> str:
    """The form in which a whole name is looked up; empty for one that is too short to tell a product."""
    key = alias_key(text)
    return key if len(key.split()) >= _WORDS_OF_A_NAME else ""
