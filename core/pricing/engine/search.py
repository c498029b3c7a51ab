"""Which lawful combination of promotions is best for the dealer, and the proof of it (D5)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from core.pricing.engine.combination import Outcome, apply
from core.pricing.engine.offers import Entry, Offer, conflict
from core.pricing.types import FlashSale


@dataclass(frozen=True, slots=True)
class Choice:
    """The best combination found and how sure that is; offers in order of application."""

    offers: tuple[Offer, ...]
    outcome: Outcome
    candidates: int
    evaluated: int
    is_proven: bool


def choose(
    offers: Sequence[Offer], entries: Sequence[Entry], fee_on: Callable[[int], int], limit: int
) -> Choice:
    """The lawful combination under which the dealer pays least: goods and shipping, less free goods.

    fee_on: shipping for a goods value, a flat fee or nothing, never rising with it. limit: combinations
    worked out in one search; past it the best so far is returned as not proven.

    Promotions that share no line and no group do not touch each other, so each cluster of those that do is
    searched by itself. Discounts may push the goods below free shipping; only then all are searched together,
    as the cheapest goods are no longer sure to be the cheapest order.
    """
    useful = [_weighed(offer, entries) for offer in offers]
    useful = [candidate for candidate in useful if candidate.gain > 0]
    useful.sort(key=lambda candidate: (-candidate.gain, candidate.offer.rank))
    evaluated, is_proven = len(offers), True
    chosen: list[Offer] = []
    for cluster in _clusters(useful):
        if len(cluster) == 1:  # worked out above, and better than nothing
            chosen.append(cluster[0].offer)
            continue
        search = _Search(cluster, entries, _free, limit)
        chosen += search.run()
        evaluated += search.evaluated
        is_proven = is_proven and search.is_finished
    outcome = apply(_in_rank(chosen), entries)
    undiscounted = sum(entry.amount for entry in entries)
    if (fee := fee_on(outcome.goods)) > fee_on(undiscounted):
        search = _Search(useful, entries, fee_on, limit, _cost(outcome, fee_on), chosen, hopeless_fee=fee)
        chosen = search.run()
        outcome = apply(_in_rank(chosen), entries)
        evaluated += search.evaluated
        is_proven = search.is_finished and is_proven
    return Choice(tuple(_in_rank(chosen)), outcome, len(useful), evaluated, is_proven)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """An offer and the most it can gain in any combination."""

    offer: Offer
    gain: int


def _weighed(offer: Offer, entries: Sequence[Entry]) -> _Candidate:
    return _Candidate(offer, apply([offer], entries).saved)


def _free(goods: int) -> int:
    return 0


def _in_rank(offers: Sequence[Offer]) -> list[Offer]:
    return sorted(offers, key=lambda offer: offer.rank)


def _cost(outcome: Outcome, fee_on: Callable[[int], int]) -> int:
    """What the order costs the dealer in minor units, worth of free goods taken off."""
    goods = outcome.goods
    worth = sum(gift.worth or 1 for gift in outcome.gifts)
    return goods + fee_on(goods) - worth


def _clusters(candidates: Sequence[_Candidate]) -> list[list[_Candidate]]:
    """Candidates that hang together by a line or a group, in the order given."""
    clusters: list[tuple[set[int | str], list[_Candidate]]] = []
    for candidate in candidates:
        promotion = candidate.offer.promotion
        ties: set[int | str] = set(candidate.offer.touches)
        if promotion.group is not None:
            ties.add(promotion.group)
        members = [candidate]
        apart = []
        for other_ties, others in clusters:
            if ties.isdisjoint(other_ties):
                apart.append((other_ties, others))
            else:
                ties |= other_ties
                members = others + members
        clusters = [*apart, (ties, members)]
    return [sorted(members, key=lambda c: (-c.gain, c.offer.rank)) for _, members in clusters]


@dataclass(slots=True)
class _Search:
    """Branch and bound over all subsets without a conflict.

    The bound holds because no promotion makes another one's gain larger: it can only take units, spending or
    remaining amounts away from it. So what is chosen, plus what all that may still come gain alone (the best
    of each group), is the most a branch can reach. hopeless_fee: a branch that has to pay it cannot beat the
    best any more, which pays it already and has the cheapest goods; goods only shrink further down a branch.
    """

    candidates: Sequence[_Candidate]
    entries: Sequence[Entry]
    fee_on: Callable[[int], int]
    limit: int
    best: int | None = None
    chosen: list[Offer] = field(default_factory=list)
    hopeless_fee: int | None = None
    evaluated: int = 0
    is_finished: bool = True

    def run(self) -> list[Offer]:
        """The best combination, or the one given at the start if none is better."""
        offers = [candidate.offer for candidate in self.candidates]
        clashes = [[conflict(one, other) for other in offers] for one in offers]
        floor = sum(entry.amount for entry in self.entries) - _slack(offers)
        self._evaluate([])

        def branch(picked: list[Offer], saved: int, still_open: list[int]) -> None:
            for place, i in enumerate(still_open):
                if floor - saved - self._most_of(still_open[place:]) >= (self.best or 0):
                    return
                if self.evaluated >= self.limit:
                    self.is_finished = False
                    return
                deeper = [*picked, offers[i]]
                outcome = self._evaluate(deeper)
                if self.hopeless_fee is None or self.fee_on(outcome.goods) < self.hopeless_fee:
                    compatible = [j for j in still_open[place + 1 :] if not clashes[i][j]]
                    branch(deeper, outcome.saved, compatible)

        branch([], 0, list(range(len(offers))))
        return self.chosen

    def _most_of(self, places: Sequence[int]) -> int:
        """What these candidates could gain together at most: of each group its best, which stands first."""
        most = 0
        groups: set[str] = set()
        for i in places:
            group = self.candidates[i].offer.promotion.group
            if group is None or group not in groups:
                most += self.candidates[i].gain
                if group is not None:
                    groups.add(group)
        return most

    def _evaluate(self, offers: list[Offer]) -> Outcome:
        """Work a combination out and keep it if it is better."""
        outcome = apply(_in_rank(offers), self.entries)
        self.evaluated += 1
        cost = _cost(outcome, self.fee_on)
        if self.best is None or cost < self.best:
            self.best, self.chosen = cost, offers
        return outcome


def _slack(offers: Sequence[Offer]) -> int:
    """Minor units by which rounding can break the bound: flash sales together cut a line into other parts."""
    flashes = [offer for offer in offers if isinstance(offer.promotion.deal, FlashSale)]
    touched = [position for offer in flashes for position in offer.touches]
    return 2 * (len(touched) - len(set(touched)))
