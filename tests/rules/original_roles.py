"""Who may send what an order is read from, and see it: a part of ``command_roles``."""

from __future__ import annotations

ORIGINALS: dict[str, str] = {
    "KeepOriginal": "AB..........S.",
    "ReadPhoto": "AB..........S.",
    "ListOriginals": "ABVRMDFGO...S.",
    "ShowOriginal": "ABVRMDFGO...S.",
}
