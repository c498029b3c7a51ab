"""The languages by their own names: somebody who cannot read the present one finds the own."""

from __future__ import annotations

NAMES = {"en": "English", "zh_CN": "简体中文", "tr": "Türkçe", "ms": "Bahasa Melayu"}


def language_of(code: str | None) -> str:
    """The closest of our languages to what Telegram says of somebody whom we do not know."""
    main = (code or "").partition("-")[0].lower()
    return next((one for one in NAMES if one.partition("_")[0] == main), next(iter(NAMES)))


def read_language(typed: str) -> str | None:
    """A language by its code ("zh", "zh-CN") or its own name ("Türkçe") -> its code in the catalogues."""
    text = typed.strip().casefold().replace("-", "_")
    main = text.partition("_")[0]
    for code, name in NAMES.items():
        if text == name.casefold() or main == code.partition("_")[0]:
            return code
    return None
