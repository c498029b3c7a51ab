"""What the office answers to common questions."""

from __future__ import annotations

from core.infra.transaction import Transaction
from core.integrations.master_data.parsing import Parsed
from core.integrations.master_data.planning import Desk, Difference, Entity, Plan, drop_refused
from core.integrations.master_data.records import OfficeAnswer
from core.integrations.master_data.types import RowCode
from core.support import bulk


async def dump_answers(desk: Desk) -> list[OfficeAnswer]:
    values = (await bulk.dump_answers(desk.snap)).values()
    return sorted(OfficeAnswer(one.question, one.language, one.answer) for one in values)


async def plan_answers(desk: Desk, parsed: Parsed[OfficeAnswer]) -> Plan:
    """Questions are told apart as they are compared: case, accents and courtesies do not count."""
    first: dict[tuple[str, str], int] = {}
    known = await bulk.dump_answers(desk.snap)
    for row in parsed.rows:
        key = bulk.key_of_question(row.record.question), row.record.language
        if len(key[0]) < bulk.LEAST_SIGNS:
            parsed.refuse(row, "question", RowCode.BAD_CODE)
        if not row.record.answer and key not in known:
            parsed.refuse(row, "answer", RowCode.REQUIRED)
        before = first.setdefault(key, row.number)
        if before != row.number:
            parsed.refuse(row, "question", RowCode.DUPLICATE, first=before)
    drop_refused(parsed)
    found: Difference[bulk.AnswerValue] = Difference()
    for row in parsed.rows:
        one = row.record
        value = bulk.AnswerValue(bulk.key_of_question(one.question), one.question, one.language, one.answer)
        was = known.get((value.key, value.language))
        if was is None:
            found.new.append(value)
        elif was != value:
            found.changed.append((was, value))
        else:
            found.unchanged += 1

    async def write(tx: Transaction) -> None:
        await bulk.load_answers(tx, found.new, found.now_changed)

    return Plan.of(found, write)


ANSWERS = Entity("answers", OfficeAnswer, dump_answers, plan_answers)
