"""The migrations lead to exactly the tables of the code, up and down, on both databases."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from core.infra.columns import Base
from core.migrations import alembic_config, downgrade, sync_url, upgrade
from dealerline.migrate import load_all_tables


@pytest.fixture
def database_url(own_database_url: str) -> str:
    return own_database_url


@pytest.fixture
def engine(database_url: str) -> Iterator[sa.Engine]:
    made = sa.create_engine(sync_url(database_url))
    yield made
    made.dispose()


def _revisions() -> list[str]:
    scripts = ScriptDirectory.from_config(alembic_config("sqlite://"))
    return [script.revision for script in reversed(list(scripts.walk_revisions()))]


def _tables(engine: sa.Engine) -> set[str]:
    return set(sa.inspect(engine).get_table_names()) - {"alembic_version"}


def _shape(engine: sa.Engine) -> dict[str, object]:
    """Tables with their columns, keys, indexes and checks, to be compared as a whole."""
    # All tables at once: PostgreSQL answers a question for each table in a second, for all in little more.
    inspector = sa.inspect(engine)
    columns, keys = inspector.get_multi_columns(), inspector.get_multi_pk_constraint()
    indexes, foreign = inspector.get_multi_indexes(), inspector.get_multi_foreign_keys()
    checks = inspector.get_multi_check_constraints()
    return {
        table: (
            sorted((one["name"], str(one["type"]), one["nullable"]) for one in columns[None, table]),
            keys[None, table]["constrained_columns"],
            sorted(
                (str(one["name"]), bool(one["unique"]), str(one["column_names"]))
                for one in indexes[None, table]
            ),
            sorted(str(one["constrained_columns"]) for one in foreign[None, table]),
            sorted(str(one["name"]) for one in checks[None, table]),
        )
        for table in sorted(_tables(engine))
    }


def test_there_is_one_line_of_migrations() -> None:
    scripts = ScriptDirectory.from_config(alembic_config("sqlite://"))
    assert len(scripts.get_heads()) == len(scripts.get_bases()) == 1
    assert _revisions() == [f"{number:04d}" for number in range(1, len(_revisions()) + 1)]


def test_the_migrated_database_is_what_the_code_declares(engine: sa.Engine) -> None:
    load_all_tables()
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
    assert _tables(engine) == set(Base.metadata.tables)


def test_the_checks_that_guard_stock_are_in_the_migrated_database(engine: sa.Engine) -> None:
    checks = {str(one["name"]) for one in sa.inspect(engine).get_check_constraints("stock")}
    assert checks == {"ck_stock_never_oversold"} | {
        f"ck_stock_{name}_not_negative" for name in ("reserved", "picked", "damaged", "quarantine", "kept")
    }


def test_all_the_way_down_leaves_nothing_and_up_again_everything(
    engine: sa.Engine, database_url: str
) -> None:
    before = _shape(engine)
    downgrade(database_url, "base")
    assert _tables(engine) == set()
    upgrade(database_url)
    assert _shape(engine) == before
    with engine.connect() as connection:
        assert connection.scalar(sa.text("SELECT minimum_minor FROM order_policy")) == 100_000


def test_every_step_goes_down_to_exactly_what_was_before_it(engine: sa.Engine, database_url: str) -> None:
    downgrade(database_url, "base")
    shapes = [_shape(engine)]
    for revision in _revisions():
        upgrade(database_url, revision)
        shapes.append(_shape(engine))
    shapes.pop()
    while shapes:
        downgrade(database_url, "-1")
        assert _shape(engine) == shapes.pop()


def test_a_database_that_is_up_to_date_is_left_alone(engine: sa.Engine, database_url: str) -> None:
    before = _shape(engine)
    upgrade(database_url)
    assert _shape(engine) == before
