"""What people of the house ask for in words instead of a command. Pure."""

from __future__ import annotations

import unicodedata

_WORDS = {
    "territory": ("my dealers", "dealers", "my territory", "我的经销商", "经销商", "bayilerim", "bayiler",
                  "pengedar saya", "pengedar"),
    "dormant": ("dormant", "silent dealers", "who is silent", "who stopped ordering", "沉默的经销商",
                "谁没下单", "谁不下单了", "sessiz bayiler", "kim sustu", "pengedar senyap", "siapa senyap"),
    "overnight": ("overnight", "what came in overnight", "what came overnight", "昨晚的订单", "昨晚有什么",
                  "gece ne geldi", "gece gelenler", "apa masuk semalaman", "semalaman"),
    "myfigures": ("my figures", "my numbers", "我的数据", "我的业绩", "rakamlarım", "angka saya"),
}  # fmt: skip
_MEANT = {word: name for name, words in _WORDS.items() for word in words}


def command_in(text: str) -> str | None:
    """The command that a whole message stands for; None for anything else."""
    plain = " ".join(unicodedata.normalize("NFKC", text).split()).strip(" .!?。？！")
    return _MEANT.get(plain.replace("İ", "i").casefold())
