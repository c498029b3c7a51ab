"""What waits for a decision, short: for lists, filters and deciding about several alike (B1)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from core.approvals.engine import find_mandate
from core.approvals.repository import requests, rules
from core.approvals.repository.requests import Found
from core.approvals.types import Approval, SubjectKind, TriggerKind
from core.dealers.repository import dealer_names
from core.infra.transaction import Snapshot
from core.kernel.actor import Permission
from core.kernel.command import Query

OLD = timedelta(days=1)
MOST = 500


@dataclass(frozen=True, slots=True)
class Waiting:
    """A request with the dealer's name; may_decide: it waits for the actor, who stands in or stands above."""

    approval: Approval
    dealer_name: str
    may_decide: bool


@dataclass(frozen=True, slots=True)
class WaitingList:
    """A page of what was asked for, the oldest first, and how much there is of what.

    total, mine, old: of the kind asked about, all of it. found: of those asked for. kinds: how many wait of
    each kind. triggers, regions: by reason and region.
    """

    entries: tuple[Waiting, ...]
    found: int
    total: int
    mine: int
    old: int
    kinds: Mapping[SubjectKind, int]
    triggers: Mapping[TriggerKind, int]
    regions: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class ListWaitingApprovals(Query[WaitingList]):
    """What waits of one kind.

    mine: only what waits for the actor; old: for more than a day; trigger, region: None for any.
    """

    permission = Permission.APPROVAL_DECIDE
    mine: bool = False
    old: bool = False
    trigger: TriggerKind | None = None
    region: str | None = None
    kind: SubjectKind = SubjectKind.ORDER
    limit: int = 8
    offset: int = 0


async def list_waiting_approvals(snap: Snapshot, query: ListWaitingApprovals) -> WaitingList:
    people, deputies = await rules.list_approvers(snap), await rules.load_deputies(snap)
    who = next((one for one in people if one.person_id == snap.actor.person_id), None)
    every = {kind: await requests.list_open(snap, Found(kind=kind), limit=MOST) for kind in SubjectKind}
    open_ones = every[query.kind]
    names = await dealer_names(snap, {one.dealer_id for one in open_ones})

    def waiting(one: Approval) -> Waiting:
        may = who is not None and any(
            find_mandate(step, who, one.request, deputies, snap.now) for step in one.open_steps
        )
        return Waiting(one, names.get(one.dealer_id, ""), may)

    def is_old(one: Approval) -> bool:
        return one.asked_at <= snap.now - OLD

    waits = [waiting(one) for one in open_ones]
    found = [
        one
        for one in waits
        if (not query.mine or one.may_decide)
        and (not query.old or is_old(one.approval))
        and query.trigger in (None, *one.approval.triggers)
        and query.region in (None, one.approval.region)
    ]
    return WaitingList(
        entries=tuple(found[query.offset : query.offset + query.limit]),
        found=len(found),
        total=len(waits),
        mine=sum(one.may_decide for one in waits),
        old=sum(is_old(one) for one in open_ones),
        kinds={kind: len(ones) for kind, ones in every.items()},
        triggers=Counter(kind for one in open_ones for kind in one.triggers),
        regions=Counter(one.region for one in open_ones),
    )
