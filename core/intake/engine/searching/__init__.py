"""Searching the catalogue: by attributes with units, by words, and for what fits in place of something."""

from core.intake.engine.searching.replacing import Replacement, replacements
from core.intake.engine.searching.search import Hits, search_goods

__all__ = ["Hits", "Replacement", "replacements", "search_goods"]
