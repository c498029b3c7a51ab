"""What an import would do, or why it cannot. Pure."""

from __future__ import annotations

from bot.screen import Screen, clip, escape, lines, paragraphs
from core.i18n.phrases import Say
from core.integrations.master_data.types import ImportReport, RowError

_SHOWN = 5
_FIELDS = ("most", "least", "choices", "expected", "what", "first", "by", "other", "reserved", "sentence")


def import_preview(report: ImportReport, name: str, say: Say) -> str:
    """How many entries are new, changed and as they are."""
    return lines(
        say("import.title", report.rows, table=report.entity, name=clip(name, 60)),
        say("import.counts", new=report.new, changed=report.changed, unchanged=report.unchanged),
    )


def import_failed_screen(report: ImportReport, say: Say) -> Screen:
    """Nothing was imported; the first faults, the others stand in the file."""
    bad = len({error.row for error in report.errors})
    rows = [
        f"• {say('import.row', row=one.row)} {escape(clip(row_words(one, say), 200))}"
        for one in report.errors[:_SHOWN]
    ]
    more = len(report.errors) - _SHOWN
    return Screen(
        paragraphs(
            say("import.failed", bad, table=report.entity, rows=report.rows),
            lines(*rows, f"… +{more}" if more > 0 else None),
            say("import.mend"),
        )
    )


def row_words(error: RowError, say: Say) -> str:
    """What is wrong with a row, without its number, as plain text."""
    fields = {name: error.fields.get(name, "") for name in _FIELDS}
    plain = say.book.say(say.language, zone=say.zone)
    words = plain(f"row.{error.code.value}", None, **fields)
    return f"{error.column} “{error.value}”: {words}" if error.value else f"{error.column}: {words}"
