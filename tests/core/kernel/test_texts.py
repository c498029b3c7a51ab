"""What people send is kept as it is, but for signs that cannot be stored."""

import pytest

from core.kernel.texts import storable


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("25 iPhone\x00 15", "25 iPhone 15"),
        ("a\x07b\x1bc\x7f", "abc"),
        ("half \ud83d of a pair", "half  of a pair"),
        ("line\none\r\ntwo\tthree", "line\none\r\ntwo\tthree"),
        ("可乐 çay \U0001f9c3 ١٢\u200d\u00a0", "可乐 çay \U0001f9c3 ١٢\u200d\u00a0"),
        ("", ""),
    ],
)
def test_only_signs_that_cannot_be_stored_are_left_out(text: str, kept: str) -> None:
    assert storable(text) == kept
    kept.encode()
