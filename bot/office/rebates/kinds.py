"""What a rebate promises, as one line of words: "quarter 5m 3%, 10m 5% for gold, techmart on brand:Apple"."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from bot.office.figures import TypedAmount, read_amount, read_percent
from bot.office.kinds import MOST_OFFERED, Option, Reading
from bot.turn import Turn
from core.channel.rebate_types import RebateBasis, RebatePeriod, RebateStep, RebateTerms
from core.channel.use_cases.set_rebate import ListRebates
from core.channel.use_cases.set_tier_rules import ShowTierRules
from core.dealers.use_cases.find_dealers import FindDealers
from core.kernel.ids import DealerId
from core.kernel.money import Money

_SHAPE = re.compile(
    r"(?P<period>quarter|year)\s+(?:(?P<basis>whole|above)\s+)?(?P<steps>.+?)"
    r"(?:\s+for\s+(?P<who>.+?))?(?:\s+on\s+(?P<what>.+?))?",
    re.IGNORECASE | re.DOTALL,
)
_STEP = re.compile(r"(?P<amount>[^%]+?)\s*[=:]?\s*(?P<rate>\d{1,2}(?:[.,]\d{1,2})?)\s*[%％]")
_TARGET = re.compile(r"(product|brand|category)[:=]\s*(.+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Typed:
    """The line taken apart; nothing is looked up yet."""

    period: RebatePeriod
    basis: RebateBasis
    steps: tuple[tuple[TypedAmount, int], ...]
    who: tuple[str, ...]
    what: tuple[tuple[str, str], ...]


def read_terms(text: str) -> _Typed | None:
    """None for what is no such line. A comma in an amount stands between digits: 5,000,000."""
    match = _SHAPE.fullmatch(" ".join(text.split()))
    if match is None:
        return None
    steps: list[tuple[TypedAmount, int]] = []
    for part in re.split(r"[;，]|,(?!\d)", match["steps"]):
        step = _STEP.fullmatch(part.strip())
        amount = None if step is None else read_amount(step["amount"])
        rate = None if step is None else read_percent(step["rate"])
        if amount is None or rate is None or amount.value < 0:
            return None
        steps.append((amount, rate))
    what: list[tuple[str, str]] = []
    for part in _parts(match["what"]):
        target = _TARGET.fullmatch(part)
        if target is None:
            return None
        what.append((target[1].lower(), target[2].strip()))
    return _Typed(
        RebatePeriod(match["period"].lower()),
        RebateBasis((match["basis"] or RebateBasis.WHOLE).lower()),
        tuple(steps),
        _parts(match["who"]),
        tuple(what),
    )


def _parts(text: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in re.split(r"[,;，]", text or "") if part.strip())


@dataclass(frozen=True, slots=True)
class RebateTermsKind:
    """The line above -> RebateTerms. Whoever takes part: tiers and dealers, by code or name."""

    most_words: int = 60
    is_shaped: bool = False

    def fits(self, text: str) -> bool:
        return bool(text.strip())

    async def read(self, turn: Turn, text: str) -> Reading:
        typed = read_terms(text)
        currency = turn.core.settings.default_currency
        if typed is None:
            return Reading(wrong="rebate_terms")
        currencies = {amount.currency or currency for amount, _ in typed.steps}
        if len(currencies) != 1:
            return Reading(wrong="rebate_terms")
        (currency,) = currencies
        names = {one.name.casefold(): one.code for one in (await turn.ask(ShowTierRules())).steps}
        codes = {code.casefold(): code for code in names.values()}
        tiers: list[str] = []
        dealers: list[str] = []
        for who in typed.who:
            tier = codes.get(who.casefold()) or names.get(who.casefold())
            if tier is not None:
                tiers.append(tier)
                continue
            found = await turn.ask(FindDealers(who, MOST_OFFERED))
            if not found or not found[0].is_sure:
                return Reading(wrong="dealer")
            dealers.append(str(found[0].dealer.id))
        try:
            steps = [(_minor(amount.value, currency), rate) for amount, rate in typed.steps]
        except ValueError:
            return Reading(wrong="amount")
        kept = {
            "currency": currency,
            "period": typed.period,
            "basis": typed.basis,
            "steps": steps,
            "tiers": tiers,
            "dealers": dealers,
            "targets": typed.what,
        }
        return Reading(json.dumps(kept, sort_keys=True))

    async def offer(self, turn: Turn) -> tuple[Option, ...]:
        return ()

    def load(self, value: str) -> RebateTerms:
        kept = json.loads(value)
        return RebateTerms(
            kept["currency"],
            RebatePeriod(kept["period"]),
            RebateBasis(kept["basis"]),
            tuple(RebateStep(least, rate) for least, rate in kept["steps"]),
            tuple(kept["tiers"]),
            tuple(DealerId(UUID(one)) for one in kept["dealers"]),
            tuple((scope, what) for scope, what in kept["targets"]),
        )


def _minor(value: Decimal, currency: str) -> int:
    return Money.parse(format(value, "f"), currency).minor


async def known_rebates(turn: Turn) -> tuple[Option, ...]:
    """Programmes that count now or later, each once."""
    codes = dict.fromkeys(one.code for one in (await turn.ask(ListRebates())).programmes)
    return tuple(Option(code, code) for code in codes)
