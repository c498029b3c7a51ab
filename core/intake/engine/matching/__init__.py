"""Matching: from the item words of a line to the product.

The way through: ``normalise`` and ``wording`` write catalogue and line alike, ``index`` holds the catalogue,
``query`` and ``retrieval`` find candidates, ``alignment`` and ``features`` compare, ``ranking`` orders,
``judging`` decides between accept, ask and not found; ``match`` puts it together.
"""

from core.intake.engine.folding import alias_key
from core.intake.engine.matching.index import CatalogIndex
from core.intake.engine.matching.match import match_line, search
from core.intake.engine.matching.several import match_one_or_several, offer_once

__all__ = ["CatalogIndex", "alias_key", "match_line", "match_one_or_several", "offer_once", "search"]
