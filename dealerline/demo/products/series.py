"""The way most families are written down: a noun in its sizes, finishes and brands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from dealerline.demo.products.draft import Draft, short_code


@dataclass(frozen=True, slots=True)
class Series:
    """All combinations of brands, kinds, sizes and finishes of one noun.

    kinds: adjectives with a price factor. sizes: what stands in the name -> price factor; ``size_name`` is
    the attribute it becomes. The price is ``cost`` times the factors, each brand a little below the last.
    """

    prefix: str
    noun: str
    category: str
    cost: float
    brands: Sequence[str]
    sizes: Mapping[str, float] = field(default_factory=lambda: {"": 1.0})
    size_name: str = "size"
    kinds: Sequence[tuple[tuple[str, ...], float]] = (((), 1.0),)
    finishes: Sequence[str] = ("",)
    packs: Mapping[str, int] = field(default_factory=lambda: {"each": 1})
    sales_unit: str = "each"
    multiple: int = 1
    weight_g: int = 200
    volume_ml: int = 400
    attributes: Mapping[str, str] = field(default_factory=dict)

    def drafts(self) -> Iterator[Draft]:
        for place, brand in enumerate(self.brands):
            for adjectives, kind_factor in self.kinds:
                for size, size_factor in self.sizes.items():
                    for finish in self.finishes:
                        factor = kind_factor * size_factor * (1.0 - 0.07 * place)
                        yield Draft(
                            sku=self._sku(brand, adjectives, size, finish),
                            brand=brand,
                            category=self.category,
                            noun=self.noun,
                            adjectives=adjectives,
                            spec=size,
                            finish=finish,
                            attributes=self._attributes(adjectives, size, finish),
                            cost=round(self.cost * factor, 2 if self.cost * factor >= 1 else 4),
                            packs=self.packs,
                            sales_unit=self.sales_unit,
                            multiple=self.multiple,
                            weight_g=max(1, round(self.weight_g * size_factor)),
                            volume_ml=max(1, round(self.volume_ml * size_factor)),
                        )

    def _sku(self, brand: str, adjectives: Sequence[str], size: str, finish: str) -> str:
        kind = "".join(_kind_code(word) for word in adjectives)
        parts = [self.prefix, short_code(brand), kind, _size_code(size), short_code(finish, 4)]
        return "-".join(part for part in parts if part)

    def _attributes(self, adjectives: Sequence[str], size: str, finish: str) -> dict[str, str]:
        found = dict(self.attributes)
        if size:
            found[self.size_name] = size
        if adjectives:
            found["type"] = " ".join(adjectives)
        if finish:
            found["colour"] = finish
        return found


def _kind_code(word: str) -> str:
    """Of each word the first two letters and the last, so that "wired" and "wireless" differ."""
    words = (short_code(part, len(part)) for part in word.replace("-", " ").split())
    return "".join(letters[:2] + letters[-1:] for letters in words)


def _size_code(size: str) -> str:
    """ "2.5 mm" -> "2.5MM", "1 TB / 5400" -> "1TB5400": what a stock number can hold."""
    return "".join(sign for sign in size.upper() if sign.isalnum() or sign in ".x")


def numbered(values: Sequence[float | int | str], unit: str, power: float = 1.0) -> dict[str, float]:
    """Sizes with a unit and a price factor that grows with them: 1.0 for the first."""
    first = float(values[0])
    gap = "" if unit == '"' else " "
    return {f"{value}{gap}{unit}": round((float(value) / first) ** power, 3) for value in values}
