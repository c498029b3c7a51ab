import re
from dataclasses import replace
from datetime import UTC, datetime

from core.billing.documents.due_dates import due_calendar
from tests.core.billing.documents import samples as s

NOW = datetime(2025, 10, 14, 9, 0, tzinfo=UTC)


def calendar(language: str = "en", house: str = "MegaDistro, Bremen; \\ 广州") -> bytes:
    return due_calendar(s.due_dates(), house, "D-0042", NOW, s.voice(language))


def unfolded(file: bytes) -> list[str]:
    return file.decode().replace("\r\n ", "").split("\r\n")


def test_each_invoice_is_an_all_day_event_with_an_alarm_the_day_before() -> None:
    lines = unfolded(calendar())
    start = lines.index("BEGIN:VEVENT")
    assert lines[start : lines.index("END:VEVENT") + 1] == [
        "BEGIN:VEVENT",
        "UID:due-INV-2025-1001-D-0042@dealerline",
        "DTSTAMP:20251014T090000Z",
        "DTSTART;VALUE=DATE:20251002",
        "DTEND;VALUE=DATE:20251003",
        "SUMMARY:Pay €300.00 for INV-2025-1001",
        "DESCRIPTION:Invoice INV-2025-1001 of MegaDistro\\, Bremen\\; \\\\ 广州",
        "TRANSP:TRANSPARENT",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        "DESCRIPTION:Pay €300.00 for INV-2025-1001",
        "TRIGGER:-PT15H",
        "END:VALARM",
        "END:VEVENT",
    ]
    assert lines[-2:] == ["END:VCALENDAR", ""]


def test_a_discount_still_to_be_had_is_an_event_of_its_own() -> None:
    lines = unfolded(calendar())
    assert [line for line in lines if line.startswith(("UID", "DTSTART", "SUMMARY"))][3:] == [
        "UID:due-INV-2025-1042-D-0042@dealerline",
        "DTSTART;VALUE=DATE:20251113",
        "SUMMARY:Pay €12\\,376.00 for INV-2025-1042",
        "UID:early-INV-2025-1042-D-0042@dealerline",
        "DTSTART;VALUE=DATE:20251024",
        "SUMMARY:Pay €12\\,128.48 for INV-2025-1042 today with early-payment discount",
    ]


def test_lines_are_folded_at_75_octets_and_never_inside_a_sign() -> None:
    file = calendar("zh_CN", house="广州宏达贸易有限公司" * 12)
    for line in file.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()
    assert "广州宏达贸易有限公司" * 12 in "".join(unfolded(file))
    assert b"\n" not in file.replace(b"\r\n", b"")


def test_an_event_keeps_its_uid_and_others_never_share_it() -> None:
    def uids(file: bytes) -> list[str]:
        return re.findall(r"^UID:(.*)$", "\n".join(unfolded(file)), flags=re.M)

    moved = [replace(due, due_on=s.ISSUED) for due in s.due_dates()]
    later = due_calendar(moved, "MegaDistro", "D-0042", NOW, s.voice("tr"))
    assert uids(later) == uids(calendar())
    odd = [replace(s.due_dates()[0], number=number) for number in ("A 1", "A/1", "发1", "A-1")]
    found = uids(due_calendar(odd, "MegaDistro", "D-0042", NOW, s.voice("en")))
    assert len(set(found)) == 4
