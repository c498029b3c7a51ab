"""Reads a message as Telegram does: which tags, and how long once they are gone."""

from __future__ import annotations

from html.parser import HTMLParser

TAGS = frozenset({"b", "i", "u", "s", "code", "pre", "blockquote"})


class Parsed(HTMLParser):
    """``text`` without markup, and ``faults``: tags unknown, unclosed or crossed, and bare signs."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=False)
        self.text = ""
        self.faults: list[str] = []
        self._open: list[str] = []
        self.feed(source)
        self.close()
        self.faults += [f"<{tag}> stays open" for tag in self._open]

    @property
    def length(self) -> int:
        """In UTF-16 units, which is how Telegram counts: most emoji are two."""
        return len(self.text.encode("utf-16-le")) // 2

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        fits = [name for name, _ in attrs] == ["href"] if tag == "a" else tag in TAGS and not attrs
        if not fits:
            self.faults.append(f"<{tag}> is not allowed")
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.faults.append(f"</{tag}> closes nothing")

    def handle_data(self, data: str) -> None:
        self.text += data
        if set(data) & set("<>&"):
            self.faults.append(f"bare sign in {data[:40]!r}")

    def handle_entityref(self, name: str) -> None:
        self.text += "?"
        if name not in ("lt", "gt", "amp", "quot"):
            self.faults.append(f"&{name}; is not allowed")

    def handle_charref(self, name: str) -> None:
        self.text += "?"

    def handle_comment(self, data: str) -> None:
        self.faults.append("a comment")

    def handle_decl(self, decl: str) -> None:
        self.faults.append("a declaration")

    def handle_pi(self, data: str) -> None:
        self.faults.append("an instruction")
