"""Every conversation of the corpus through the real bot: nothing silently wrong, no fewer right than now."""

from collections import Counter
from pathlib import Path

import pytest

from core.bootstrap import build
from core.infra.settings import Settings
from core.kernel.clock import FixedClock
from core.migrations import upgrade
from tests.chat import sandbox_apart
from tests.conftest import START
from tests.dialogues.company import make_wholesaler
from tests.dialogues.corpus import LANGUAGES, Turn, read_corpus
from tests.dialogues.playing import Verdict, judge, play

# Conversations in which something clear is asked about today; the benchmark lists them with their words.
ASKED_TOO_MUCH = {"en": 2, "zh_CN": 0, "tr": 1, "ms": 0}


@pytest.mark.parametrize("language", LANGUAGES)
async def test_conversations_end_as_they_must(language: str, tmp_path: Path) -> None:
    conversations = read_corpus(language)
    url = f"sqlite:///{tmp_path / 'dialogues.db'}"
    upgrade(url)
    clock = FixedClock(START)
    core = build(Settings(database_url=url, _env_file=None), clock=clock)
    await make_wholesaler(core, conversations)
    await core.close()
    with sandbox_apart() as sandbox:
        played = await play(conversations, sandbox, url, clock)
    counted = Counter(one.verdict for one in played)
    told = [f"{one.conversation.name}: {one.turn.says!r} gave {one.found}" for one in played if one.turn]
    assert (counted[Verdict.WRONG], counted[Verdict.MISSED]) == (0, 0), told
    assert counted[Verdict.ASKED] <= ASKED_TOO_MUCH[language], told
    assert len(conversations) >= 30


def test_a_line_that_was_not_ordered_is_silently_wrong_and_a_question_is_not() -> None:
    turn = Turn("5 fanta", is_tap=False, draft=("5 FANTA330",), answer=(), line=1)
    assert judge(turn, ["5 FANTA330"], "") is Verdict.RIGHT
    assert judge(turn, ["? 5 fanta"], "") is Verdict.ASKED
    assert judge(turn, [], "") is Verdict.MISSED
    assert judge(turn, ["6 FANTA330"], "") is Verdict.WRONG
    asks = Turn("lays", is_tap=False, draft=("? lays",), answer=("Which",), line=1)
    assert judge(asks, ["? lays"], "Which one?") is Verdict.RIGHT
    assert judge(asks, ["1 CHIPSC150"], "Which one?") is Verdict.WRONG
    assert judge(asks, ["? lays"], "Something else") is Verdict.MISSED
