"""Each way a row can be wrong beside what is there, one case each; nothing is written for any of them."""

from __future__ import annotations

import pytest

from core.infra.door import Core
from core.integrations.master_data.registry import ENTITIES
from core.integrations.master_data.types import RowCode
from dealerline.transfer import describe_error
from tests.core.integrations import wrong_rows_of_people, wrong_rows_of_trade
from tests.core.integrations.company import exported, import_small, import_text, told

CASES = [*wrong_rows_of_people.CASES, *wrong_rows_of_trade.CASES]


async def test_every_wrong_row_is_named_with_its_reason_and_nothing_is_written(core: Core) -> None:
    await import_small(core)
    before = {name: await exported(core, name) for name in ENTITIES}
    for entity, text, errors in CASES:
        report = await import_text(core, entity, text)
        assert told(report.errors) == errors, entity
        assert not report.written, entity
        assert await exported(core, entity) == before[entity], entity
        for error in report.errors:
            assert describe_error(error).startswith(f"row {error.row}: {error.column}"), entity
    assert {name: await exported(core, name) for name in ENTITIES} == before


def test_every_table_has_a_case() -> None:
    assert {case[0] for case in CASES} | {"warehouses"} == set(ENTITIES)


@pytest.mark.parametrize("code", RowCode)
def test_every_reason_has_words(code: RowCode) -> None:
    from dealerline.transfer import _ROW_WORDS

    assert _ROW_WORDS[code]
