"""Health and settings tell how the program is, and no secret."""

from datetime import timedelta

from pydantic import SecretStr
from sqlalchemy import update

from core.infra import queue
from core.infra.door import Core, IdempotencyRow
from core.infra.health import ClockRun, DeadJobs, ShowHealth, ShowSettings
from core.infra.queue import DEAD, JobRow, NewJob
from core.infra.settings import Settings
from core.kernel.actor import SYSTEM, Role
from tests.make import make_staff, write
from tests.make.rows import add


async def test_health_counts_what_waits_what_is_late_and_what_was_given_up(core: Core) -> None:
    otto = await make_staff(core, Role.OFFICE, "Otto")
    now = core.clock.now()
    async with core.database.write() as connection:
        await queue.enqueue(connection, [NewJob("a", {}), NewJob("b", {}), NewJob("c", {})], now)
        await queue.enqueue(connection, [NewJob("a", {}, due=now - timedelta(minutes=2))], now)
    await write(core, update(JobRow).where(JobRow.kind.in_(["b", "c"])).values(state=DEAD, error="it broke"))
    await add(
        core,
        IdempotencyRow,
        key=f"system:clock:reminders:{now.isoformat()}",
        command="X",
        result=None,
        at=now,
    )
    health = await core.ask(otto, ShowHealth())
    assert (health.waiting, health.late) == (2, 1)
    assert health.oldest_due == now - timedelta(minutes=2)
    assert health.dead == (DeadJobs("b", 1, "it broke"), DeadJobs("c", 1, "it broke"))
    assert health.clock == (ClockRun("reminders", now),)
    assert health.database in ("SQLite", "PostgreSQL")
    assert health.bytes > 100_000
    assert int(health.migration) >= 6


async def test_settings_show_no_secret_and_no_password(core: Core) -> None:
    core.settings = Settings(
        database_url="postgresql://me:geheim@db/dealerline", bot_token=SecretStr("123:abc"), _env_file=None
    )
    shown = {one.name: one for one in await core.ask(SYSTEM, ShowSettings())}
    assert shown["bot_token"].value == "yes"
    assert shown["webhook_secret"].value == ""
    assert "geheim" not in repr(shown)
    assert "123:abc" not in repr(shown)
    assert shown["database_url"].value == "postgresql://me:***@db/dealerline"
