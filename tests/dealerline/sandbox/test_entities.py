"""parse_mode HTML: what Telegram reads out of it and what it refuses."""

from __future__ import annotations

import pytest

from dealerline.sandbox.entities import format_text
from dealerline.sandbox.errors import BadRequest


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("plain", "plain", []),
        ("<b>a</b><i>b</i>", "ab", [("bold", 0, 1), ("italic", 1, 1)]),
        ("<b>x <i>y</i></b>", "x y", [("bold", 0, 3), ("italic", 2, 1)]),
        ("😀<b>z</b>", "😀z", [("bold", 2, 1)]),
        ("&lt;b&gt; &amp; &quot;&#65;&#x42;", '<b> & "AB', []),
        ("&nbsp; 5 &lt 6", "&nbsp; 5 < 6", []),
        ("  <b> pad </b>  ", "pad", [("bold", 0, 3)]),
        ("<tg-spoiler>s</tg-spoiler>", "s", [("spoiler", 0, 1)]),
        ('<span class="tg-spoiler">s</span>', "s", [("spoiler", 0, 1)]),
        ("<blockquote expandable>q</blockquote>", "q", [("expandable_blockquote", 0, 1)]),
        ("<code><b>raw</b></code>", "raw", [("code", 0, 3)]),
        ("<b></b>empty", "empty", []),
        ("<B>up</>", "up", [("bold", 0, 2)]),
        (
            "ask /help or @dealer_bot",
            "ask /help or @dealer_bot",
            [("bot_command", 4, 5), ("mention", 13, 11)],
        ),
        ("<code>/help</code>", "/help", [("code", 0, 5)]),
        ("1/2 and a/b", "1/2 and a/b", []),
        ('<a href="javascript:x">no link</a>', "no link", []),
    ],
)
def test_reads(source: str, text: str, entities: list[tuple[str, int, int]]) -> None:
    formatted = format_text(source, "HTML")
    assert formatted.text == text
    assert [(e["type"], e["offset"], e["length"]) for e in formatted.entities] == entities


def test_link_and_code_language_keep_their_argument() -> None:
    link = format_text('<a href="https://example.com/?a=1&amp;b=2">x</a>', "html").entities
    assert link == ({"type": "text_link", "offset": 0, "length": 1, "url": "https://example.com/?a=1&b=2"},)
    code = format_text('<pre><code class="language-python">x</code></pre>', "html").entities
    assert code == ({"type": "pre", "offset": 0, "length": 1, "language": "python"},)


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("<b>open", 'Can\'t find end tag corresponding to start tag "b"'),
        ("é<x>", 'Unsupported start tag "x" at byte offset 2'),
        ("5 < 6", 'Unsupported start tag "" at byte offset 2'),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("</b>", "Unexpected end tag at byte offset 0"),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<a =x>", 'Empty attribute name in the tag "a" at byte offset 0'),
        (
            "<a href>x</a>",
            'Expected equal sign in declaration of an attribute of the tag "a" at byte offset 0',
        ),
        ("<a href=x/y>z</a>", "Unexpected end of name token at byte offset 8"),
        ("<br/>", 'Unsupported start tag "br/" at byte offset 0'),
    ],
)
def test_refuses(source: str, why: str) -> None:
    with pytest.raises(BadRequest) as refused:
        format_text(source, "HTML")
    assert refused.value.description == f"Bad Request: can't parse entities: {why}"


def test_without_parse_mode_nothing_is_marked_up() -> None:
    assert format_text("<b>x</b>").text == "<b>x</b>"


def test_unknown_parse_mode_is_refused() -> None:
    with pytest.raises(BadRequest, match="unsupported parse_mode"):
        format_text("x", "bbcode")
