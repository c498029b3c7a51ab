"""C1 with B2 and B3: deputies and the rules of approval by command."""

from core.approvals.tables import ApprovalDeputyRow, ApprovalRuleRow
from core.infra.journal import JournalRow
from tests.chat import Chat, ask, tap
from tests.make import count, rows


async def test_somebody_who_goes_away_says_who_decides_meanwhile(chat: Chat) -> None:
    preview = await ask(chat.fay, "/deputy Max 2025-12-20 2026-01-04", "decides for")
    assert preview.text == "🤝 Max decides for Fay from Sat 20 Dec to Sun 4 Jan."
    await tap(chat.fay, "Confirm", preview, "Max stands in")
    (row,) = await rows(chat.core, ApprovalDeputyRow)
    assert (row.person_id, row.deputy_id) == (chat.finance.person_id, chat.manager.person_id)
    assert row.ends_at.isoformat() == "2026-01-05T00:00:00+00:00"
    past = await ask(chat.fay, "/deputy Max 2025-10-01 2025-10-02", "decides for")
    await chat.fay.tap("Confirm", message=past)
    await chat.fay.wait_for(lambda message: message.id > past.id)
    assert len(await rows(chat.core, ApprovalDeputyRow)) == 1
    await ask(chat.fay, "/deputy none", "Nobody stands in")
    assert await rows(chat.core, ApprovalDeputyRow) == []


async def test_a_rule_is_added_changed_and_switched_off(chat: Chat) -> None:
    before = len(await rows(chat.core, ApprovalRuleRow))
    preview = await ask(chat.fay, "/rule new high_value director 300000", "Who is asked")
    assert "— → high value from $300,000.00 on → sales director, 4 h" in preview.text
    await tap(chat.fay, "Confirm", preview, "So it is")
    assert len(await rows(chat.core, ApprovalRuleRow)) == before + 1
    listed = await ask(chat.fay, "/rules", "Who is asked")
    (line,) = [one for one in listed.text.splitlines() if "$300,000.00" in one]
    number = line.split(" ", 1)[0]
    hours = await ask(chat.fay, f"/rule hours {number} 8", "Who is asked")
    assert "sales director, 4 h → high value from $300,000.00 on → sales director, 8 h" in hours.text
    await tap(chat.fay, "Confirm", hours, "8 h")
    off = await ask(chat.fay, f"/rule switch {number}", "Who is asked")
    await tap(chat.fay, "Confirm", off, "(off)")
    assert await count(chat.core, JournalRow, JournalRow.name == "approval_rule_set") == 3
    await ask(chat.otto, "/rules", "You may not do that")
