"""Makes core/intake/engine/data/hanzi.json: traditional -> simplified, and one pinyin syllable a character.

    python -m benchmarks.matching.make_hanzi_table path/to/TSCharacters.txt

The list of characters is OpenCC's (Apache-2.0), as it stands in the package opencc-python-reimplemented;
the readings are pypinyin's (MIT). Only characters of GB 2312 and the targets of the list get a reading:
that is what a catalogue uses, and it keeps the table at 50 kB instead of 55 MB in memory.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from pathlib import Path

from pypinyin import Style, lazy_pinyin

TARGET = Path(__file__).parents[2] / "core/intake/engine/data/hanzi.json"


def main() -> None:
    traditional: list[str] = []
    simplified: list[str] = []
    for row in Path(sys.argv[1]).read_text(encoding="utf8").splitlines():
        left, right = row.split("\t")
        first = right.split(" ")[0]
        if len(left) == len(first) == 1 and left != first and ord(left) < 0x10000 and ord(first) < 0x10000:
            traditional.append(left)
            simplified.append(first)
    common = {char for code in range(0x4E00, 0xA000) if _in_gb2312(char := chr(code))}
    readings: defaultdict[str, list[str]] = defaultdict(list)
    for char in sorted(common | {char for char in simplified if "\u4e00" <= char < "\ua000"}):
        syllable = lazy_pinyin(char, style=Style.NORMAL, errors="ignore")
        if syllable:
            readings[syllable[0].replace("ü", "v")].append(char)
    table = {
        "source": "OpenCC TSCharacters (Apache-2.0); readings from pypinyin (MIT)",
        "traditional": "".join(traditional),
        "simplified": "".join(simplified),
        "pinyin": {key: "".join(chars) for key, chars in sorted(readings.items())},
    }
    TARGET.write_text(json.dumps(table, ensure_ascii=False, indent=0) + "\n", encoding="utf8")
    print(len(traditional), "pairs", sum(map(len, readings.values())), "readings", TARGET.stat().st_size)


def _in_gb2312(char: str) -> bool:
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


if __name__ == "__main__":
    main()
