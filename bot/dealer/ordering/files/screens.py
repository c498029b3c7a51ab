"""What is asked and said about a dealer's file. Pure."""

from __future__ import annotations

from bot.dealer.ordering.files.callbacks import COLUMN, LEAVE, TAKE, FileTap
from bot.screen import Button, Screen, clip, lines, paragraphs, short_id
from core.i18n.phrases import Raw, Say
from core.integrations.master_data.sheets import write_csv, write_workbook
from core.integrations.master_data.types import Cell
from core.integrations.order_files.types import Column, FaultyRow, FileLook, FileTaken

_NAME = 60
_HEADING = 24
WORKBOOKS = (".xlsx", ".xls", ".xlsb", ".ods", ".xlsm")


def look_screen(look: FileLook, say: Say) -> Screen:
    """Which column is taken for what, for one tap; or that this very file was ordered by before."""
    key = short_id(look.file_id)
    leave = (Button(say("button.leave_file"), FileTap(act=LEAVE, file=key).pack()),)
    name = clip(look.name, _NAME)
    if not look.is_whole:
        return Screen(say("files.no_columns", name=name))
    if look.taken_at is not None:
        again = (Button(say("button.take_again"), FileTap(act=TAKE, file=key).pack()),)
        return Screen(say("files.same", name=name, at=look.taken_at), (again, leave))
    columns = [
        say(
            f"filecolumn.{role.value}",
            letter=column.letter,
            heading=_heading(column),
            sample=clip(column.sample or "—", _HEADING),
        )
        for role, column in look.roles
    ]
    take = (Button(say("button.columns_right"), FileTap(act=TAKE, file=key).pack()),)
    others = [
        (
            Button(
                say(
                    "button.quantity_column",
                    letter=one.letter,
                    heading=Raw(clip(one.heading or one.sample, 20)),
                ),
                FileTap(act=COLUMN, file=key, n=one.at).pack(),
            ),
        )
        for one in look.quantities
    ]
    title = say("files.confirm", look.rows, name=name)
    return Screen(paragraphs(title, lines(*columns), say("files.right")), (take, *others, leave))


def _heading(column: Column) -> str:
    return f" “{clip(column.heading, _HEADING)}”" if column.heading else ""


def taken_notice(taken: FileTaken, say: Say) -> str:
    """What became of a file's rows, above the draft."""
    faults = len(taken.faults)
    name = clip(taken.name, _NAME)
    return lines(
        say("files.taken", taken.taken, name=name) if taken.taken else say("files.none", name=name),
        say("files.added_up", taken.added_up) if taken.added_up else None,
        say("files.left_out", taken.left_out) if taken.left_out else None,
        say("files.faults", faults) if faults else None,
    )


def fault_text(fault: FaultyRow, say: Say) -> str:
    """Why a row was not taken, as plain text for a cell."""
    say = _plain(say)
    return say(f"filefault.{fault.code.value}", None, **fault.fields)


def _plain(say: Say) -> Say:
    """The same voice for what is no HTML."""
    return say.book.say(say.language, zone=say.zone)


def faults_file(taken: FileTaken, say: Say) -> tuple[str, bytes]:
    """The rows that were not taken as they came, each with its number and the reason: name and content.

    Mended, it can be sent again: its columns stand where they stood.
    """
    plain = _plain(say)
    header = [*taken.headings, plain("files.row"), plain("files.reason")]
    width = len(taken.headings)
    rows: list[list[Cell]] = [
        [*fault.cells, *[""] * (width - len(fault.cells)), fault.row, fault_text(fault, say)]
        for fault in taken.faults
    ]
    stem, _, ending = taken.name.rpartition(".")
    stem = clip(stem or taken.name, 40)
    if f".{ending.lower()}" in WORKBOOKS:
        texts = [*range(width), width + 1]
        return f"{stem}.{plain('files.rest')}.xlsx", write_workbook("1", header, rows, texts)
    return f"{stem}.{plain('files.rest')}.csv", write_csv(header, rows)
