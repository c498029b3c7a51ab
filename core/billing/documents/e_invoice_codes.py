"""Code lists of e-invoices, as far as we use them."""

from __future__ import annotations

# Our ordering units in UN/ECE Recommendations 20 and 21; a unit without a code of its own is "one".
ONE = "C62"
UNITS = {
    "bag": "XBG", "bar": "XBR", "basket": "XBK", "bottle": "XBO", "box": "XBX", "bucket": "XBJ",
    "bunch": "XBH", "bundle": "XBE", "can": "XCX", "carton": "XCT", "case": "XCS", "cm": "CMT",
    "coil": "XCL", "crate": "XCR", "cup": "XCU", "dozen": "DZN", "drum": "XDR", "each": "H87",
    "floz": "OZA", "ft": "FOT", "g": "GRM", "gal": "GLL", "gross": "GRO", "jar": "XJR", "keg": "XKG",
    "kg": "KGM", "l": "LTR", "lb": "LBR", "m": "MTR", "mg": "MGM", "ml": "MLT", "oz": "ONZ",
    "pack": "XPK", "packet": "XPA", "pair": "PR", "pallet": "XPX", "piece": "H87", "pt": "PTL",
    "qt": "QTL", "ream": "RM", "reel": "XRL", "roll": "XRO", "sack": "XSA", "set": "SET",
    "sheet": "XST", "sleeve": "XSY", "t": "TNE", "tray": "XPU", "tub": "XTB", "tube": "XTU",
}  # fmt: skip

# Electronic addresses by VAT identifier (Peppol's list of schemes, EAS): prefix of the country -> scheme.
VAT_SCHEMES = {
    "AD": "9922", "AL": "9923", "AT": "9914", "BA": "9924", "BE": "9925", "BG": "9926", "CH": "9927",
    "CY": "9928", "CZ": "9929", "DE": "9930", "EE": "9931", "EL": "9933", "ES": "9920", "FR": "9957",
    "GB": "9932", "GR": "9933", "HR": "9934", "HU": "9910", "IE": "9935", "LI": "9936", "LT": "9937",
    "LU": "9938", "LV": "9939", "MC": "9940", "ME": "9941", "MK": "9942", "MT": "9943", "NL": "9944",
    "PL": "9945", "PT": "9946", "RO": "9947", "RS": "9948", "SE": "9955", "SI": "9949", "SK": "9950",
    "SM": "9951", "TR": "9952", "VA": "9953",
}  # fmt: skip
