"""How the program is, and its settings. Pure."""

from __future__ import annotations

from decimal import Decimal

from bot.screen import Screen, clip, escape, lines, paragraphs
from core.i18n.phrases import Say
from core.infra.health import Health, Setting

_SHOWN = 8
_MEGABYTE = 1_000_000


def health_screen(health: Health, say: Say) -> Screen:
    """Queue, dead letters, clock, database, version."""
    size = (Decimal(health.bytes) / _MEGABYTE).quantize(Decimal("0.1"))
    dead = [
        say("health.dead_kind", one.count, kind=one.kind, error=clip(one.last_error, 100))
        for one in health.dead[:_SHOWN]
    ]
    clock = [say("health.clock_run", name=one.name, at=one.at) for one in health.clock[: 2 * _SHOWN]]
    return Screen(
        paragraphs(
            say("health.good") if not health.late and not health.dead else say("health.look"),
            lines(
                say("health.waiting", health.waiting),
                say("health.late", health.late, since=health.oldest_due)
                if health.late and health.oldest_due
                else None,
            ),
            lines(say("health.dead"), *dead) if dead else say("health.no_dead"),
            lines(say("health.clock"), *clock) if clock else None,
            say(
                "health.database",
                database=health.database,
                megabytes=size,
                migration=health.migration,
                version=health.version or "—",
            ),
        )
    )


def settings_screen(settings: tuple[Setting, ...], say: Say) -> Screen:
    """Every setting in force; of a secret only whether it is set."""
    rows = []
    for one in settings:
        if one.is_secret:
            value = say("settings.is_set") if one.value else say("settings.is_not_set")
        else:
            value = escape(clip(one.value, 120)) or "—"
        rows.append(f"<code>{escape(one.name)}</code> {value}")
    return Screen(paragraphs(say("settings.title"), lines(*rows)))
