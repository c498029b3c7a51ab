"""Speech as text becomes text as it is typed: mended, and with how sure its numbers are. Pure.

``mend`` is the whole of it; ``judge_sound`` says whether there is anything to mend, ``doubt_of`` whether an
amount must be asked, ``choose_hints`` what an engine is told to listen for.
"""

from core.intake.engine.speech.certainty import doubt_of, judge_sound
from core.intake.engine.speech.hinting import choose_hints
from core.intake.engine.speech.mending import mend

__all__ = ["choose_hints", "doubt_of", "judge_sound", "mend"]
