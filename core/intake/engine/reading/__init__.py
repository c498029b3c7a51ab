"""Reading a message: from text to intents and lines, and each line's quantity, unit, size and item words.

The way through: ``pieces`` and ``splitting`` cut the message, ``intents``, ``amending`` and ``dates`` know
what is no plain line, ``lines`` reads the rest; ``guarding`` asks about quantities once the product is known.
"""

from core.intake.engine.reading.lines import read_line
from core.intake.engine.reading.messages import read_message

__all__ = ["read_line", "read_message"]
