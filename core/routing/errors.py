"""What can be wrong with a problem or with a plan."""

from __future__ import annotations


class BadProblem(ValueError):
    """The problem cannot be planned as it is given; the text is one sentence that says where and why."""


class BrokenPlan(RuntimeError):
    """A plan broke a rule in the check before anyone saw it; the text names each fault. Never the input's
    fault.
    """
