"""An address stands on paper as the post of its country wants it."""

from __future__ import annotations

import pytest

from core.billing.documents.addresses import address_lines
from core.billing.types import Address
from core.i18n.phrases import Phrasebook

BOOK = Phrasebook()


@pytest.mark.parametrize(
    ("address", "lines"),
    [
        (
            Address("455 Grand Avenue", "Los Angeles", "90071", "CA", "US"),
            ["455 Grand Avenue", "Los Angeles, CA 90071", "United States"],
        ),
        (
            Address("455 Grand Avenue", "Los Angeles", "", "CA", "US"),
            ["455 Grand Avenue", "Los Angeles, CA", "United States"],
        ),
        (
            Address("455 Grand Avenue", "Los Angeles", "90071", "", "US"),
            ["455 Grand Avenue", "Los Angeles, 90071", "United States"],
        ),
        (
            Address("Atatürk Cad. 5", "Kadıköy", "34710", "İstanbul", "TR"),
            ["Atatürk Cad. 5", "34710 Kadıköy/İstanbul", "Türkiye"],
        ),
        (
            Address("12 Jalan Ampang", "Kuala Lumpur", "50450", "", "MY"),
            ["12 Jalan Ampang", "50450 Kuala Lumpur", "Malaysia"],
        ),
        (
            Address("南京东路100号", "黄浦区", "200001", "上海市", "CN"),
            ["200001", "上海市黄浦区", "南京东路100号", "China"],
        ),
        # The post of Singapore wants no line of the place beside the name of the city.
        (
            Address("1 Raffles Place", "Singapore", "048616", "", "SG"),
            ["1 Raffles Place", "SINGAPORE 048616", "Singapore"],
        ),
        # Countries that nobody told, or that are none, are written the usual way.
        (Address("1 High St", "Ruritania", "N1", "", "XX"), ["1 High St", "N1 Ruritania", "XX"]),
        (Address("1 High St", "London", "N1", "", ""), ["1 High St", "N1 London"]),
        (Address("390 Mission Rd", "Los Angeles"), ["390 Mission Rd", "Los Angeles"]),
        (Address(), []),
    ],
)
def test_the_lines_of_an_address_follow_its_country(address: Address, lines: list[str]) -> None:
    assert address_lines(address, BOOK.say("en")) == lines
