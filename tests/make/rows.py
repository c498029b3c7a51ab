"""Straight to the tables: write statements, read rows back, make ids that sort as they were made."""

from __future__ import annotations

import uuid
from typing import Any

from sqlalchemy import Executable, func, insert, select

from core.infra.columns import Base
from core.infra.door import Core
from core.kernel.ids import new_uuid7


async def write(core: Core, *statements: Executable) -> None:
    """Run statements in one transaction."""
    async with core.database.write() as connection:
        for statement in statements:
            await connection.execute(statement)


async def add(core: Core, table: type[Base], **values: Any) -> None:
    await write(core, insert(table).values(**values))


async def rows(core: Core, table: type[Base], *where: Any) -> list[Any]:
    """All rows of a table (those that meet the conditions), in the order of the primary key."""
    statement = select(table.__table__).where(*where).order_by(*table.__table__.primary_key)
    async with core.database.read() as connection:
        return list(await connection.execute(statement))


async def column(core: Core, what: Any, *where: Any) -> list[Any]:
    """The values of one column, sorted as text."""
    async with core.database.read() as connection:
        return sorted((row[0] for row in await connection.execute(select(what).where(*where))), key=str)


async def count(core: Core, table: type[Base], *where: Any) -> int:
    async with core.database.read() as connection:
        return int(await connection.scalar(select(func.count()).select_from(table).where(*where)) or 0)


def new_id(core: Core) -> uuid.UUID:
    return new_uuid7(core.clock.now())
