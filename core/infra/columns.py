"""Column types that mean the same on SQLite and PostgreSQL, and the one declarative base."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Annotated, Any

from sqlalchemy import JSON, BigInteger, DateTime, Integer, MetaData, Table, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, mapped_column
from sqlalchemy.types import TypeDecorator


class UtcDateTime(TypeDecorator[datetime]):
    """Aware UTC in, aware UTC out. SQLite drops the zone, so it is taken off and put back here."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


JsonValue = JSON().with_variant(JSONB(), "postgresql")
# SQLite numbers rows by itself only for a column that is literally INTEGER.
SerialBigInt = BigInteger().with_variant(Integer(), "sqlite")

Id = Annotated[uuid.UUID, mapped_column(Uuid(), primary_key=True)]
Ref = Annotated[uuid.UUID, mapped_column(Uuid())]
Moment = Annotated[datetime, mapped_column(UtcDateTime())]
Minor = Annotated[int, mapped_column(BigInteger())]
Json = Annotated[dict[str, Any], mapped_column(JsonValue)]
JsonList = Annotated[list[Any], mapped_column(JsonValue)]


class SharedUuid(Uuid[uuid.UUID]):
    """A stored ``Uuid`` read back as one object a key, for statements that give the same keys many times.

    SQLite keeps keys as text, and making an object of each costs more than finding the row. Keys never
    change, so sharing them is safe. Use it with ``type_coerce`` in a SELECT.
    """

    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any] | None:
        # PostgreSQL's driver gives keys as objects already.
        return None if dialect.supports_native_uuid else _shared_key


@lru_cache(maxsize=65_536)
def _shared_key(text: str | None) -> uuid.UUID | None:
    return None if text is None else uuid.UUID(text)


class Base(DeclarativeBase):
    """All tables of the house share one metadata, so that one migration history serves them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


def table_of(row: type[Base]) -> Table:
    """The table behind a row class, for statements that are built once and run often."""
    table = row.__table__
    assert isinstance(table, Table)
    return table
