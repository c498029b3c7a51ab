"""The journal on a phone. Pure."""

from __future__ import annotations

from bot.audit.callbacks import AuditTap
from bot.screen import Button, Screen, clip, escape, lines, paragraphs, short_id
from core.audit.types import About, AuditEntry, AuditPage, Fact, Subject
from core.i18n.phrases import Say
from core.kernel.money import Money

PAGE = 8
# The front an entry came through has a word; its number (chat:1f2e3d4c) stands behind it.
ORIGINS = ("chat", "import", "clock", "webhook")


def audit_screen(page: AuditPage, number: int, say: Say) -> Screen:
    """A page of entries, newest first, each with its event, who, from where, whose, and what it was about."""
    about = page.subject.about
    title = (
        say("audit.title")
        if about is About.ALL
        else say("audit.title_of", label=clip(page.subject.label, 60))
    )
    body = [_entry(one, page.subject, say) for one in page.entries] or [say("audit.none")]
    turn = []
    if number > 0:
        turn.append(Button("‹", _tap(page, number - 1)))
    if page.has_more:
        turn.append(Button("›", _tap(page, number + 1)))
    return Screen(paragraphs(title, *body), (tuple(turn),) if turn else ())


def _tap(page: AuditPage, number: int) -> str:
    subject = page.subject
    key = short_id(subject.id) if subject.id is not None else ""
    # A whole second later: entries of the second itself must not fall out of the page.
    until = int(page.until.timestamp()) + 1
    return AuditTap(about=subject.about.value, id=key, until=until, page=number).pack()


def _entry(entry: AuditEntry, subject: Subject, say: Say) -> str:
    dealer = entry.dealer if subject.about is not About.DEALER else None
    facts = [_fact(one, say) for one in entry.facts]
    where = [clip(entry.who, 30) if entry.who else say("audit.house"), _origin(entry.origin, say), dealer]
    return lines(
        f"<b>{event_name(entry.name, say)}</b> · {say.moment(entry.at)}",
        " · ".join(escape(clip(one, 50)) for one in where if one),
        escape(" · ".join(facts)) or None,
    )


def event_name(name: str, say: Say) -> str:
    """The event in words; one that has none yet by its own name."""
    key = f"event.{name}"
    return say(key) if say.book.has("en", key) else escape(name)


def _origin(origin: str | None, say: Say) -> str | None:
    """From where, in words; the house's own acts say nothing, another front is called as it calls itself."""
    front, _, rest = (origin or "").partition(":")
    if front in ORIGINS:
        return f"{say(f'origin.{front}')} {rest}".rstrip()
    return None if front == "system" else origin


def _fact(fact: Fact, say: Say) -> str:
    match fact:
        case Money():
            return say.money(fact)
        case int():
            return say.number(fact)
        case _:
            return fact


def subjects_screen(subjects: tuple[Subject, ...], say: Say) -> Screen:
    """What did you mean? One tap each."""
    if not subjects:
        return Screen(say("audit.unknown"))
    rows = [
        (
            Button(
                f"{_MARKS[one.about]} {clip(one.label, 50)}",
                AuditTap(about=one.about.value, id=short_id(one.id) if one.id else "").pack(),
            ),
        )
        for one in subjects
    ]
    return Screen(say("audit.which"), tuple(rows))


_MARKS = {About.ALL: "📖", About.PERSON: "👤", About.DEALER: "🏢", About.ORDER: "📦"}
