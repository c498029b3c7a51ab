"""Tax rules."""

from __future__ import annotations

from core.infra.transaction import Transaction
from core.integrations.master_data.parsing import Parsed
from core.integrations.master_data.planning import (
    Desk,
    Entity,
    Plan,
    by_key,
    compare,
    drop_refused,
    keep_absent,
)
from core.integrations.master_data.records import TaxRule
from core.integrations.master_data.types import RowCode
from core.pricing import bulk

_STANDARD = "S"


async def dump_taxes(desk: Desk) -> list[TaxRule]:
    return sorted(
        (
            TaxRule(
                one.code,
                one.basis_points,
                one.region,
                one.category,
                one.tax_category,
                one.included,
                one.valid_from,
                one.valid_until,
            )
            for one in await bulk.dump_tax_rules(desk.snap)
        ),
        key=lambda one: one.code,
    )


async def plan_taxes(desk: Desk, parsed: Parsed[TaxRule]) -> Plan:
    """Only the standard category has a rate, and a rule ends after it has begun."""
    known = by_key(TaxRule, await dump_taxes(desk))
    keep_absent(parsed, known)
    for row in parsed.rows:
        one = row.record
        if one.percent and one.tax_category != _STANDARD:
            parsed.refuse(row, "percent", RowCode.CONTRADICTS, other="tax_category")
        if one.valid_from and one.valid_until and one.valid_from >= one.valid_until:
            parsed.refuse(row, "valid_until", RowCode.NOT_AFTER, other="valid_from")
    drop_refused(parsed)
    found = compare(parsed, known)

    def value(one: TaxRule) -> bulk.TaxRuleValue:
        return bulk.TaxRuleValue(
            code=one.code,
            region=one.region,
            category=one.category,
            tax_category=one.tax_category,
            basis_points=one.percent,
            included=one.included,
            valid_from=one.valid_from,
            valid_until=one.valid_until,
        )

    async def write(tx: Transaction) -> None:
        await bulk.load_tax_rules(
            tx, [value(one) for one in found.new], [value(one) for one in found.now_changed]
        )

    return Plan.of(found, write)


TAXES = Entity("taxes", TaxRule, dump_taxes, plan_taxes, is_critical=True)
