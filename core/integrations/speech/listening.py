"""Which engine hears, by setting; and what it is told to listen for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from core.catalog import repository as catalog
from core.infra.settings import Settings
from core.infra.transaction import Snapshot
from core.intake.engine.folding import fold_code
from core.intake.engine.speech import choose_hints
from core.intake.flow import Shelf
from core.intake.types import CatalogEntry, DealerView
from core.integrations.speech.http import HttpSpeech
from core.integrations.speech.local import LocalSpeech
from core.integrations.speech.types import Speech

_MOST_OWN = 40
_MOST_BRANDS = 20
_SHORT = 2
# A word with a digit in it, signs and all.
_MODEL = re.compile(r"(?<!\w)(?=[\w/.-]*\d)(?=[\w/.-]*[A-Za-z-])[A-Za-z0-9][A-Za-z0-9/.-]+(?!\w)")


def speech_of(settings: Settings) -> Speech | None:
    """The engine of the settings; None: nobody listens. A folder goes before a server."""
    if settings.speech_model:
        return _local(settings.speech_model)
    if settings.speech_server_url:
        return HttpSpeech(
            settings.speech_server_url, settings.speech_server_key, settings.speech_server_model
        )
    return None


@lru_cache(maxsize=1)
def _local(folder: str) -> LocalSpeech:
    """One a process: its model takes hundreds of megabytes."""
    return LocalSpeech(folder)


async def hints_for(snap: Snapshot, shelf: Shelf, view: DealerView, language: str) -> list[str]:
    """Words of what this dealer buys and how it calls that, then the catalogue's commonest brands."""
    bought = sorted(view.bought, key=lambda key: -view.bought[key].times)[:_MOST_OWN]
    named = [entry for key in bought if (entry := shelf.index.entry(key)) is not None]
    version = await catalog.last_change(snap)

    async def brands() -> list[str]:
        return await snap.run_apart(lambda: _commonest(shelf.index.products.entries))

    common = await snap.cache.get(("speech brands",), version, brands)
    words = [alias for alias in view.aliases if alias.isascii() or language == "zh"]
    return choose_hints([_name(entry, language) for entry in named], words, common)


async def codes_of(snap: Snapshot, shelf: Shelf) -> frozenset[str]:
    """Every code that can be spelled, folded: of products, and of models in their names ("6210-2RS")."""
    version = await catalog.last_change(snap)

    async def codes() -> frozenset[str]:
        return await snap.run_apart(lambda: _codes(shelf.index.products.entries))

    return await snap.cache.get(("speech codes",), version, codes)


def _codes(entries: Iterable[CatalogEntry]) -> frozenset[str]:
    found: set[str] = set()
    for entry in entries:
        found.add(fold_code(entry.sku))
        found.update(fold_code(word) for name in entry.names for word in _MODEL.findall(name))
    return frozenset(code for code in found if len(code) > _SHORT)


def _name(entry: CatalogEntry, language: str) -> str:
    """The product's name in the script that is spoken."""
    wants_han = language == "zh"
    fitting = (name for name in entry.names if any(sign >= "\u3400" for sign in name) == wants_han)
    return next(fitting, entry.names[0] if entry.names else "")


def _commonest(entries: Iterable[CatalogEntry]) -> list[str]:
    counted = Counter(entry.brand for entry in entries if entry.brand)
    return [brand for brand, _ in counted.most_common(_MOST_BRANDS)]
