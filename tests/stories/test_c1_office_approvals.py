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
    hours = await ask(chat.fay, f"/rule set {number} hours 8", "Who is asked")
    assert "sales director, 4 h → high value from $300,000.00 on → sales director, 8 h" in hours.text
    await tap(chat.fay, "Confirm", hours, "8 h")
    off = await ask(chat.fay, f"/rule switch {number}", "Who is asked")
    await tap(chat.fay, "Confirm", off, "(off)")
    assert await count(chat.core, JournalRow, JournalRow.name == "approval_rule_set") == 3
    await ask(chat.otto, "/rules", "You may not do that")


async def _number(chat: Chat) -> str:
    """Of the rule from $300,000: rules are listed by what they are about, so a change may move one."""
    listed = await ask(chat.fay, "/rules", "Who is asked")
    (line,) = [one for one in listed.text.splitlines() if "$300,000.00" in one]
    return line.split(" ", 1)[0]


async def test_every_field_of_a_rule_is_set_and_the_rule_is_removed(chat: Chat) -> None:
    before = await rows(chat.core, ApprovalRuleRow)
    preview = await ask(chat.fay, "/rule new high_value director 300000", "Who is asked")
    await tap(chat.fay, "Confirm", preview, "So it is")
    for typed in (
        "person Max",
        "to 900k",
        "region west",
        "tier platinum",
        "step 2",
        "end refuse",
        "hours 6",
        "urgent clock",
    ):
        number = await _number(chat)
        shown = await ask(chat.fay, f"/rule set {number} {typed}", "Who is asked")
        done = await tap(chat.fay, "Confirm", shown, "So it is")
    assert done.text == (
        "✅ So it is: high value from $300,000.00 to $900,000.00 (west, platinum)"
        " → Max (regional manager), 6 h, urgent ones day and night, then refused · turn 2."
    )
    (rule,) = [one for one in await rows(chat.core, ApprovalRuleRow) if one not in before and one.tier]
    assert (rule.person_id, rule.level, rule.least, rule.most) == (
        chat.manager.person_id, "manager", 30_000_000, 90_000_000,
    )  # fmt: skip
    assert rule.urgent_always
    number = await _number(chat)
    wrong = await ask(chat.fay, f"/rule set {number} end later", "What shall it be?")
    assert wrong.text.startswith("⚠️ That does not fit there.")
    again = await ask(chat.fay, "approve", "Who is asked")
    assert "then approved · turn 2" in again.text
    gone = await ask(chat.fay, f"/rule remove {number}", "Who is asked")
    assert gone.text.splitlines()[1].endswith("→ —")
    await tap(chat.fay, "Confirm", gone, "Gone: high value")
    assert len(await rows(chat.core, ApprovalRuleRow)) == len(before)
    assert await count(chat.core, JournalRow, JournalRow.name == "approval_rule_removed") == 1
    only_asks = await ask(chat.max, "/rule remove 1.", "/rule try")
    assert "/rule remove" not in only_asks.text
    assert len(await rows(chat.core, ApprovalRuleRow)) == len(before)


async def test_a_dry_run_says_who_would_have_to_approve_and_why(chat: Chat) -> None:
    facts = await count(chat.core, JournalRow)
    routine = await ask(chat.fay, "/rule try techmart 20000", "an order of")
    assert routine.text.splitlines() == [
        "🧪 TechMart Corp, an order of $20,000.00",
        "Stands against the limit: $0.00 → $20,000.00",
        "",
        "✅ Nobody is asked: it passes by itself.",
    ]
    much = await ask(chat.rita, "/rule try techmart 149000", "an order of")
    assert "Above the credit limit" in much.text
    assert "1. " in much.text
    assert much.labels == []
    small = await ask(chat.fay, "/rule try corner store 10", "an order of")
    assert "below the minimum order" in small.text
    card = await ask(chat.cora, "9000 coke 330")
    held = await tap(chat.cora, "Confirm", card, "B2B-2025-1")
    assert "B2B-2025-1" in held.text
    why = await ask(chat.fay, "/rule why B2B-2025-1", "an order of")
    assert "🧪 B2B-2025-1 · Corner Store, an order of $5,400.00" in why.text
    assert "Above the credit limit" in why.text
    assert "Fay" in why.text
    card = await ask(chat.ada, "25 iphone 15 pro")
    await tap(chat.ada, "Confirm", card, "B2B-2025-2")
    passed = await ask(chat.fay, "/rule why B2B-2025-2", "an order of $26,000.00")
    assert "Stands against the limit: $0.00 → $26,000.00" in passed.text
    assert "it passes by itself" in passed.text
    unknown = await ask(chat.fay, "/rule why B2B-2025-99", "")
    assert "find" in unknown.text
    assert await count(chat.core, JournalRow, JournalRow.name.like("approval_rule%")) == 0
    assert facts < await count(chat.core, JournalRow)
