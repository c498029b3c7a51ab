"""Make a new migration from the difference between the tables in the code and the migrated database.

For developers: ``python -m dealerline.migrate "what changes"``.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys
import tempfile
from pathlib import Path

from alembic import command

import core.migrations
from core.migrations import alembic_config, upgrade


def load_all_tables() -> None:
    """Import every module that declares tables, so that the metadata is complete."""
    for name in ("core.infra.queue", "core.infra.journal", "core.infra.door"):
        importlib.import_module(name)
    for package in ("core", "bot"):
        root = importlib.import_module(package)
        for module in pkgutil.walk_packages(root.__path__, f"{package}."):
            if module.name.endswith(".tables"):
                importlib.import_module(module.name)


def alembic_dir() -> str:
    return str(Path(core.migrations.__file__).parent)


def new_migration(message: str) -> None:
    load_all_tables()
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'compare.db'}"
        upgrade(url)
        number = 1 + len(list((Path(alembic_dir()) / "versions").glob("0*.py")))
        command.revision(alembic_config(url), message=message, autogenerate=True, rev_id=f"{number:04d}")


if __name__ == "__main__":
    new_migration(" ".join(sys.argv[1:]) or "change")
