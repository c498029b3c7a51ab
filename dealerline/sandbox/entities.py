"""Formatted text as Telegram understands it: parse_mode HTML, trimming, and what it finds by itself.

Offsets and lengths are UTF-16 code units. The rules and the words of the errors follow tdlib
(``MessageEntity.cpp``); the sandbox is as strict, because a bot that passes here must not fail there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from dealerline.sandbox.errors import BadRequest

Entity = dict[str, Any]

_TAG_TYPES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "a": "text_link",
    "pre": "pre",
    "code": "code",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}
_TYPE_ORDER = (
    "blockquote",
    "expandable_blockquote",
    "pre",
    "code",
    "text_link",
    "bold",
    "italic",
    "underline",
)
_CHARACTER_REFERENCE = re.compile(r"&(?:#[xX]([0-9a-fA-F]{1,8})|#([0-9]{1,8})|([A-Za-z]+));?")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_SPACE = " \t\r\n\v\0"
_WORD_CHARACTERS = re.compile(r"[A-Za-z0-9.-]*")
_LINK = re.compile(r"(?:https?|tg|ton)://\S+|[\w-]+(?:\.[\w-]+)+(?:[/?#]\S*)?$", re.IGNORECASE)

_FOUND_BY_ITSELF = (
    ("url", re.compile(r"https?://[^\s<>\"]*[^\s<>\".,;:!?)\]}'»]")),
    ("email", re.compile(r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b")),
    ("bot_command", re.compile(r"(?<![\w/.<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/])")),
    ("mention", re.compile(r"(?<![\w@/.])@[A-Za-z][A-Za-z0-9_]{3,31}\b")),
    ("hashtag", re.compile(r"(?<![\w#])#\w*[^\W\d]\w*")),
)


def utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@dataclass(frozen=True, slots=True)
class FormattedText:
    text: str
    entities: tuple[Entity, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.text)


def format_text(text: str, parse_mode: str = "", entities: list[Entity] | None = None) -> FormattedText:
    """The text as it is stored: mark-up read, ends trimmed, links and commands found."""
    text = text.replace("\r", "")
    mode = parse_mode.lower()
    if mode == "html":
        formatted = parse_html(text)
    elif mode in ("", "none"):
        formatted = FormattedText(text, tuple(entities or ()))
    elif mode in ("markdown", "markdownv2"):
        raise BadRequest("the sandbox reads parse_mode HTML only")
    else:
        raise BadRequest("unsupported parse_mode")
    return _with_found(_trimmed(formatted))


def parse_html(text: str) -> FormattedText:
    return _HtmlReader(text).read()


@dataclass(slots=True)
class _OpenTag:
    name: str
    argument: str
    offset: int  # UTF-16
    begin: int  # index into the pieces read so far


class _HtmlReader:
    def __init__(self, source: str) -> None:
        self._source = source
        self._at = 0
        self._pieces: list[str] = []
        self._length = 0
        self._open: list[_OpenTag] = []
        self._entities: list[Entity] = []

    def read(self) -> FormattedText:
        source = self._source
        while self._at < len(source):
            character = source[self._at]
            if character == "<":
                begin = self._at
                self._at += 1
                if self._peek() == "/":
                    self._close_tag(begin)
                else:
                    self._open_tag(begin)
                continue
            if character == "&":
                decoded = self._reference()
                if decoded is not None:
                    self._append(decoded)
                    continue
            self._append(character)
            self._at += 1
        if self._open:
            raise _cannot_parse(f'Can\'t find end tag corresponding to start tag "{self._open[-1].name}"')
        return FormattedText("".join(self._pieces), tuple(_in_order(self._entities)))

    def _peek(self) -> str:
        return self._source[self._at] if self._at < len(self._source) else "\0"

    def _append(self, piece: str) -> None:
        self._pieces.append(piece)
        self._length += 2 if ord(piece) > 0xFFFF else 1

    def _byte(self, position: int) -> int:
        return len(self._source[:position].encode("utf-8", "surrogatepass"))

    def _reference(self) -> str | None:
        """The character of ``&lt;`` or ``&#60;`` at this place, None when it is just an ampersand."""
        found = _CHARACTER_REFERENCE.match(self._source, self._at)
        if found is None:
            return None
        hexadecimal, decimal, name = found.groups()
        if name is not None:
            character = _NAMED.get(name)
        else:
            code = int(hexadecimal, 16) if hexadecimal else int(decimal)
            surrogate = 0xD800 <= code <= 0xDFFF
            character = chr(code) if 0 < code < 0x10FFFF and not surrogate else None
        if character is not None:
            self._at = found.end()
        return character

    def _skip_until_space_or(self, stops: str) -> str:
        begin = self._at
        while self._peek() not in _SPACE and self._peek() not in stops:
            self._at += 1
        return self._source[begin : self._at]

    def _skip_space(self) -> None:
        while self._at < len(self._source) and self._peek() in _SPACE:
            self._at += 1

    def _open_tag(self, begin: int) -> None:
        name = self._skip_until_space_or(">").lower()
        where = f"at byte offset {self._byte(begin)}"
        if self._peek() == "\0":
            raise _cannot_parse(f"Unclosed start tag {where}")
        if name not in _TAG_TYPES:
            raise _cannot_parse(f'Unsupported start tag "{name}" {where}')
        argument = ""
        while self._peek() != ">":
            self._skip_space()
            if self._peek() == ">":
                break
            argument = self._attribute(name, where) or argument
        self._at += 1
        if name == "span" and argument != "spoiler":
            raise _cannot_parse(f'Tag "span" must have class "tg-spoiler" {where}')
        self._open.append(_OpenTag(name, argument, self._length, len(self._pieces)))

    def _attribute(self, tag: str, where: str) -> str:
        """Reads one attribute; gives what the tag keeps of it."""
        attribute = self._skip_until_space_or("=>" if tag == "blockquote" else "=")
        if not attribute:
            raise _cannot_parse(f'Empty attribute name in the tag "{tag}" {where}')
        self._skip_space()
        if tag == "blockquote" and attribute == "expandable" and self._peek() != "=":
            return "expandable"
        if self._peek() != "=":
            raise _cannot_parse(
                f'Expected equal sign in declaration of an attribute of the tag "{tag}" {where}'
            )
        self._at += 1
        self._skip_space()
        if self._peek() == "\0":
            raise _cannot_parse(f'Unclosed start tag "{tag}" {where}')
        value = self._attribute_value()
        if self._peek() == "\0":
            raise _cannot_parse(f"Unclosed start tag {where}")
        return _kept_argument(tag, attribute, value)

    def _attribute_value(self) -> str:
        quote = self._peek()
        if quote not in "'\"":
            begin = self._at
            found = _WORD_CHARACTERS.match(self._source, begin)
            self._at = found.end() if found else begin
            if self._peek() not in _SPACE and self._peek() != ">":
                raise _cannot_parse(f"Unexpected end of name token at byte offset {self._byte(begin)}")
            return self._source[begin : self._at].lower()
        self._at += 1
        value: list[str] = []
        while self._at < len(self._source) and self._peek() != quote:
            decoded = self._reference() if self._peek() == "&" else None
            if decoded is None:
                decoded = self._peek()
                self._at += 1
            value.append(decoded)
        if self._at < len(self._source):
            self._at += 1
        return "".join(value)

    def _close_tag(self, begin: int) -> None:
        where = f"at byte offset {self._byte(begin)}"
        if not self._open:
            raise _cannot_parse(f"Unexpected end tag {where}")
        name = self._skip_until_space_or(">")[1:].lower()
        self._skip_space()
        if self._peek() != ">":
            raise _cannot_parse(f"Unclosed end tag {where}")
        self._at += 1
        tag = self._open.pop()
        if name and name != tag.name:
            raise _cannot_parse(f'Unmatched end tag {where}, expected "</{tag.name}>", found "</{name}>"')
        length = self._length - tag.offset
        if length:
            self._add_entity(tag, length)

    def _add_entity(self, tag: _OpenTag, length: int) -> None:
        entity: Entity = {"type": _TAG_TYPES[tag.name], "offset": tag.offset, "length": length}
        last = self._entities[-1] if self._entities else None
        same_place = last is not None and (last["offset"], last["length"]) == (tag.offset, length)
        if tag.name == "a":
            url = tag.argument or "".join(self._pieces[tag.begin :])
            if not _LINK.match(url):
                return
            entity["url"] = url if "://" in url else f"http://{url}"
        elif tag.name == "tg-emoji":
            if not tag.argument.isdigit():
                raise _cannot_parse("Invalid custom emoji identifier specified")
            entity["custom_emoji_id"] = tag.argument
        elif tag.name == "blockquote" and tag.argument:
            entity["type"] = "expandable_blockquote"
        elif tag.name == "code" and tag.argument:
            entity["_language"] = tag.argument
        elif tag.name == "pre" and last is not None and same_place and "_language" in last:
            last["type"], last["language"] = "pre", last.pop("_language")
            return
        self._entities.append(entity)


def _kept_argument(tag: str, attribute: str, value: str) -> str:
    if tag == "a" and attribute == "href":
        return value
    if tag == "code" and attribute == "class" and value.startswith("language-"):
        return value.removeprefix("language-")
    if tag == "span" and attribute == "class" and value.startswith("tg-"):
        return value.removeprefix("tg-")
    if tag == "tg-emoji" and attribute == "emoji-id":
        return value
    return ""


def _cannot_parse(why: str) -> BadRequest:
    return BadRequest(f"can't parse entities: {why}")


def _in_order(entities: list[Entity]) -> list[Entity]:
    """Sorted outer first; nothing inside code or pre, no quotation inside a quotation."""

    def key(entity: Entity) -> tuple[int, int, int]:
        kind = entity["type"]
        rank = _TYPE_ORDER.index(kind) if kind in _TYPE_ORDER else len(_TYPE_ORDER)
        return entity["offset"], -entity["length"], rank

    kept: list[Entity] = []
    code_until = quote_until = 0
    for entity in sorted(entities, key=key):
        entity.pop("_language", None)
        if entity["offset"] < code_until:
            continue
        end = entity["offset"] + entity["length"]
        if entity["type"] in ("code", "pre"):
            code_until = end
        elif entity["type"].endswith("blockquote"):
            if entity["offset"] < quote_until:
                continue
            quote_until = end
        kept.append(entity)
    return kept


def _trimmed(formatted: FormattedText) -> FormattedText:
    text = formatted.text
    stripped = text.strip()
    if stripped == text:
        return formatted
    lead = utf16_length(text[: len(text) - len(text.lstrip())])
    limit = utf16_length(stripped)
    entities = []
    for entity in formatted.entities:
        begin = max(entity["offset"] - lead, 0)
        end = min(entity["offset"] + entity["length"] - lead, limit)
        if end > begin:
            entities.append({**entity, "offset": begin, "length": end - begin})
    return FormattedText(stripped, tuple(entities))


def _with_found(formatted: FormattedText) -> FormattedText:
    closed = [e for e in formatted.entities if e["type"] in ("code", "pre", "text_link", "text_mention")]
    taken = [(e["offset"], e["offset"] + e["length"]) for e in closed]
    found: list[Entity] = []
    for kind, pattern in _FOUND_BY_ITSELF:
        for match in pattern.finditer(formatted.text):
            offset = utf16_length(formatted.text[: match.start()])
            end = offset + utf16_length(match.group())
            if all(end <= begin or offset >= until for begin, until in taken):
                taken.append((offset, end))
                found.append({"type": kind, "offset": offset, "length": end - offset})
    if not found:
        return formatted
    return FormattedText(formatted.text, tuple(_in_order([*map(dict, formatted.entities), *found])))
