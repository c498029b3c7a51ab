"""Writes a product's name the way a dealer types it on a phone.

Words are left out, shortened, misspelt, joined, reordered; sizes lose their unit or change it; model
numbers lose their end or their hyphen; Chinese is typed short, in traditional characters or in pinyin. The
short forms made by rule (vowels dropped, word cut) need no table, so they do not depend on the engine's.
"""

from __future__ import annotations

import json
import random
import re
from dataclasses import dataclass
from pathlib import Path

from core.intake.engine.hanzi import has_han, pinyin, simplify

_WORDS = json.loads(Path(__file__).with_name("noise_words.json").read_text(encoding="utf8"))
_NEAR = _WORDS["near_keys"]
_SHORT = _WORDS["short_forms"]
_SIZE = re.compile(r"(?i)(\d+(?:\.\d+)?)(\s*)(ml|l|g|kg|cm|mm|m|gb|tb|mah|w|v|inch|in|oz|liter|litre)\b")
_PACK = re.compile(r"(?i)(\b\d+\s*x\s*(?=\d)|\s*x\s*\d+\b(?!\s*(?:mm|cm|x))|\(\d+s\)|\b(?:pack|box) of \d+)")
_CODE = re.compile(r"\b(?=[A-Za-z0-9-]*\d)(?=[A-Za-z0-9-]*[A-Za-z])[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*\b")
_TRADITIONAL = _WORDS["traditional"]
CHATTER: list[str] = _WORDS["chatter"]  # messages that order nothing


@dataclass(frozen=True, slots=True)
class Roughness:
    """How likely each habit is; ``words`` the share of less telling words that is left out."""

    typo: float = 0.12
    shorten: float = 0.25
    leave_out: float = 0.3
    reorder: float = 0.35
    join: float = 0.08
    unit: float = 0.35
    pack_out: float = 0.55
    code: float = 0.4
    other_script: float = 0.35


LIGHT = Roughness(0.05, 0.1, 0.2, 0.2, 0.04, 0.25, 0.4, 0.2, 0.2)
ROUGH = Roughness()


@dataclass(frozen=True, slots=True)
class Written:
    """A line, and the words of the name that stood behind it before they were misspelt."""

    line: str
    meant: str


def write_line(name: str, rng: random.Random, rough: Roughness = ROUGH) -> Written:
    """The name as a dealer may type it; never empty."""
    if has_han(name):
        return _write_chinese(name, rng, rough)
    text = name.lower() if rng.random() < 0.85 else name
    if rng.random() < rough.pack_out:
        text = _PACK.sub(" ", text)
    sizes: dict[str, str] = {}
    text = _SIZE.sub(lambda m: _note(sizes, m[0], _resize(m, rng, rough)), text)
    text = _CODE.sub(lambda m: _note(sizes, m[0], _recode(m[0], rng, rough)), text)
    for long, shorts in _SHORT.items():
        if long in text.lower() and rng.random() < rough.shorten * 1.5:
            short = rng.choice(shorts)
            sizes[short] = long
            text = re.sub(rf"(?i)\b{long}\b", short, text)
    words = [
        w
        for w in re.split(r"[\s,()]+|(?<!\d)/|/(?!\d)|-(?=\D)", text)
        if (w and w != "&") or (w == "&" and rng.random() < 0.3)
    ]
    words = _leave_out(words, rng, rough)
    meant = " ".join(sizes.get(word, word) for word in words)
    words = [_rewrite(word, rng, rough) for word in words]
    if rng.random() < rough.reorder and len(words) > 2:
        i = rng.randrange(len(words))
        words.insert(rng.randrange(len(words)), words.pop(i))
        if rng.random() < 0.3:
            rng.shuffle(words)
    line = ""
    for n, word in enumerate(words):
        line += ("" if n and rng.random() < rough.join else " ") + word
    return Written(line.strip(), meant) if line.strip() else Written(name, name)


def _note(notes: dict[str, str], before: str, after: str) -> str:
    """Remember what a rewritten piece was, if it stayed one word with a different look."""
    if " " not in after:
        # A number that lost its unit says only the number; a shortened code says only what is left.
        notes[after] = after if before.startswith(after) else before
    return after


def _resize(match: re.Match[str], rng: random.Random, rough: Roughness) -> str:
    number, gap, unit = match[1], match[2], match[3].lower()
    if rng.random() < rough.unit:
        choice = rng.random()
        if choice < 0.5 and unit in ("ml", "g", "mm", "gb", "w", "l", "kg", "mah"):
            return number
        if choice < 0.75:
            value = float(number)
            if unit == "ml" and value >= 100:
                return f"{value / 1000:g}l"
            if unit == "l":
                return f"{value * 1000:g}ml"
            if unit == "g" and value >= 500:
                return f"{value / 1000:g}kg"
            if unit == "kg":
                return f"{value * 1000:g}g"
            if unit == "mm" and value >= 20:
                return f"{value / 10:g}cm"
    return number + rng.choice(("", "", " ", gap)) + unit


def _recode(code: str, rng: random.Random, rough: Roughness) -> str:
    if _SIZE.fullmatch(code) or len(code) < 4 or rng.random() > rough.code:
        return code
    habit = rng.random()
    if habit < 0.35:
        return code.replace("-", rng.choice(("", " ")))
    if habit < 0.6 and len(code) > 5:
        return code[: -rng.choice((1, 2))].rstrip("-")
    if habit < 0.8:
        return re.sub("[oO0]", lambda m: "0" if m[0] in "oO" else "o", code)
    if habit < 0.9:
        i = rng.randrange(len(code) - 1)
        return code[:i] + code[i + 1] + code[i] + code[i + 2 :]
    return re.sub(r"(?<=[A-Za-z])(?=\d)", " ", code)


def _leave_out(words: list[str], rng: random.Random, rough: Roughness) -> list[str]:
    if len(words) < 3:
        return words
    kept = [
        w
        for w in words
        if any(c.isdigit() for c in w) or rng.random() > rough.leave_out * (0.5 + rng.random())
    ]
    naming = [w for w in kept if w.isalpha()]
    if len(kept) < 2 or (not naming and any(w.isalpha() for w in words)):
        return words[:3]
    if len(words) > 7 and rng.random() < 0.5:  # nobody types a long title to its end
        kept = kept[: max(4, len(kept) * 2 // 3)]
    return kept


def _rewrite(word: str, rng: random.Random, rough: Roughness) -> str:
    if not word.isalpha() or len(word) < 4:
        return word
    if len(word) >= 5 and rng.random() < rough.shorten * 0.5:
        if rng.random() < 0.5:
            return word[0] + re.sub("[aeiouAEIOU]", "", word[1:])
        return word[: rng.choice((3, 4, 4, 5))]
    if rng.random() < rough.typo:
        return _slip(word, rng)
    return word


def _slip(word: str, rng: random.Random) -> str:
    i = rng.randrange(1, len(word))
    kind = rng.randrange(5)
    if kind == 0 and i + 1 < len(word):
        return word[:i] + word[i + 1] + word[i] + word[i + 2 :]
    if kind == 1:
        return word[:i] + word[i + 1 :]
    if kind == 2:
        return word[:i] + word[i] + word[i:]
    if kind == 3:
        return (
            word[:i] + rng.choice("aeiou") + word[i + 1 :] if word[i] in "aeiou" else word[:i] + word[i + 1 :]
        )
    return word[:i] + rng.choice(_NEAR.get(word[i].lower(), "e")) + word[i + 1 :]


def _write_chinese(name: str, rng: random.Random, rough: Roughness) -> Written:
    if rng.random() < rough.pack_out:
        name = _PACK.sub(" ", name)
    text = re.sub(r"(\d+(?:\.\d+)?)\s*(毫升|克|公升|升|公斤)", lambda m: _resize_chinese(m, rng, rough), name)
    runs = re.findall(
        r"\d+(?:\.\d+)?\s*(?:毫升|公升|升|克|公斤|卷|包)|[\u3400-\u9fff]+|[^\u3400-\u9fff\s]+", text
    )
    if len(runs) > 2 and rng.random() < rough.leave_out:
        runs.pop(rng.randrange(len(runs)))
    runs = [_shorten_run(run, rng, rough) if has_han(run[:1]) else run for run in runs]
    if rng.random() < rough.reorder and len(runs) > 1:
        rng.shuffle(runs)
    line = rng.choice(("", " ")).join(runs)
    meant = " ".join(runs)
    if not line:
        return Written(name, name)
    if rng.random() < rough.other_script:
        if rng.random() < 0.5:
            return Written("".join(_TRADITIONAL.get(sign, sign) for sign in line), meant)
        spoken = rng.choice(("", " "))
        parts = re.findall(r"[\u3400-\u9fff]+|[^\u3400-\u9fff\s]+", line)
        typed = " ".join(spoken.join(pinyin(simplify(part))) if has_han(part) else part for part in parts)
        return Written(typed, meant)
    return Written(line, meant)


def _shorten_run(run: str, rng: random.Random, rough: Roughness) -> str:
    if len(run) > 3 and rng.random() < rough.leave_out:
        start = rng.randrange(0, len(run) - 2)
        return run[:start] + run[start + rng.choice((1, 2)) :]
    return run


def _resize_chinese(match: re.Match[str], rng: random.Random, rough: Roughness) -> str:
    if rng.random() > rough.unit:
        return match[0]
    latin = {"毫升": "ml", "克": "g", "公升": "L", "升": "L", "公斤": "kg"}[match[2]]
    return match[1] + rng.choice(("", latin))
