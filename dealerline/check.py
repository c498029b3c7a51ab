"""Behind ``dealerline check``: is everything in the database still as it was written?"""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import typer
from sqlalchemy.exc import DBAPIError

from core.audit.types import BooksReport
from core.audit.use_cases.check_books import CheckBooks
from core.bootstrap import build
from core.infra.door import Core
from core.infra.settings import Settings
from core.kernel.actor import SYSTEM


async def check(core: Core, heads: Path | None = None) -> BooksReport:
    """Check everything. With ``heads`` also against that file of an earlier check; where all is whole the
    file is brought up to date, so keep it where whoever writes to the database cannot."""
    since: dict[str, tuple[int, str]] = {}
    if heads is not None and await asyncio.to_thread(heads.exists):
        kept = json.loads(await asyncio.to_thread(heads.read_text))
        since = {stream: (int(number), str(digest)) for stream, (number, digest) in kept.items()}
    report = await core.ask(SYSTEM, CheckBooks(since))
    if heads is not None and not report.faults:
        text = json.dumps(report.heads, indent=1, sort_keys=True)
        await asyncio.to_thread(heads.write_text, text + "\n")
    return report


def describe(report: BooksReport) -> list[str]:
    """The report in plain lines: faults first, then what was looked at."""
    looked = ", ".join(f"{count:,} {what}" for what, count in report.checked.items())
    verdict = f"{len(report.faults):,} faults." if report.faults else "Everything is as it was written."
    return [*report.faults, f"Checked {looked}. {verdict}"]


def run_check(heads: Path | None) -> int:
    """Blocking; 0 when all is whole, 1 with faults, 2 when the database cannot be read."""

    async def work() -> BooksReport:
        core = build(Settings())
        try:
            return await check(core, heads)
        finally:
            await core.close()

    try:
        report = asyncio.run(work())
    except DBAPIError as error:
        typer.echo(
            f"The database cannot be read ({error.orig}). Is it up to date? dealerline migrate", err=True
        )
        return 2
    for line in describe(report):
        typer.echo(line)
    return 1 if report.faults else 0
