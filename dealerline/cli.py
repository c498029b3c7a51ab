"""The ``dealerline`` command. Imports what it needs only when it is needed: the chat framework is heavy."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from dealerline.route import app as route

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    help="The ordering line between a distributor and its dealers.",
)
app.add_typer(route, name="route")


@app.command()
def demo(
    port: Annotated[int, typer.Option(help="Port of the page.")] = 8300,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    database: Annotated[Path, typer.Option(help="Where the demo company is kept.")] = Path("data/demo.db"),
    fresh: Annotated[bool, typer.Option(help="Throw the old demo company away first.")] = False,
) -> None:
    """Try everything in the browser: a demo company, a stand-in for Telegram, the real bot."""
    from dealerline.demo.show import run_demo

    if fresh:
        for file in (database, Path(f"{database}-wal"), Path(f"{database}-shm")):
            file.unlink(missing_ok=True)
    run_demo(database, host, port)


@app.command()
def sandbox(
    port: Annotated[int, typer.Option(help="Port of the Bot API and the page.")] = 8300,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
) -> None:
    """Only the stand-in for the Telegram Bot API, for a bot that runs elsewhere."""
    from dealerline.sandbox.run import run_sandbox

    run_sandbox(host, port)


@app.command()
def serve() -> None:
    """Serve Telegram: the bot and the web server. Settings come from DEALERLINE_* and .env."""
    from core.infra.settings import Settings
    from dealerline.serve import run_serve

    run_serve(Settings())


@app.command()
def migrate() -> None:
    """Bring the database to this version's shape."""
    from core.infra.settings import Settings
    from core.migrations import upgrade

    upgrade(Settings().database_url)


@app.command()
def read(
    products: Annotated[Path, typer.Option(help="CSV: sku, name and optionally more.")],
    history: Annotated[Path | None, typer.Option(help="CSV: dealer, sku, quantity, date.")] = None,
    aliases: Annotated[Path | None, typer.Option(help="CSV: dealer, alias, sku.")] = None,
) -> None:
    """Read order messages from standard input (JSON lines) and write what they say (JSON lines)."""
    from dealerline.read import BadTable, run_read

    try:
        run_read(products, history, aliases, sys.stdin, sys.stdout)
    except (BadTable, OSError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error


@app.command("import")
def import_(
    what: Annotated[str, typer.Argument(help="A table such as products, or a folder of tables.")],
    file: Annotated[Path | None, typer.Argument(help="CSV or Excel file of the table.")] = None,
    dry_run: Annotated[bool, typer.Option(help="Only say what would change.")] = False,
    errors: Annotated[Path | None, typer.Option(help="Where to write the rows with errors.")] = None,
) -> None:
    """Import master data: all rows of a file or none."""
    from dealerline.transfer import run_import

    raise typer.Exit(run_import(what, file, dry_run=dry_run, errors=errors))


@app.command("export")
def export(
    what: Annotated[str, typer.Argument(help="A table such as products, or all.")],
    target: Annotated[Path, typer.Argument(help="CSV or Excel file, or a folder for all.")],
) -> None:
    """Export master data to CSV or Excel."""
    from dealerline.transfer import run_export

    raise typer.Exit(run_export(what, target))


@app.command()
def check(
    heads: Annotated[
        Path | None,
        typer.Option(help="File outside the database that keeps the ends of the chains between checks."),
    ] = None,
) -> None:
    """Check the journal's chains and every ledger; exit code 1 and a line for each fault found."""
    from dealerline.check import run_check

    raise typer.Exit(run_check(heads))


def main() -> None:
    """Entry point of the ``dealerline`` command."""
    app()


if __name__ == "__main__":
    main()
