"""Which phrases the source says: found by reading it, so that no list has to be kept by hand."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import core
from core.kernel.errors import Refused
from core.kernel.events import Event
from core.pricing.types import Why

ROOT = Path(__file__).parents[2]
# Where phrases are said: in the chat, and on what is printed or drawn.
_SPEAKING = (
    "bot",
    "core/billing/documents",
    "core/deliveries/documents",
    "core/dispatch/documents",
    "core/driving/documents",
    "core/feedback/documents",
    "core/feedback/use_cases",
    "driver_app_api/driver",
    "core/reporting/documents",
)
_SPEAKERS = {"say", "tell", "_sentence", "button"}
# A rule that lost for want of a cost must not tell the dealer so; it "does not apply here".
_UNTOLD_WHYS = {Why.COST_UNKNOWN, Why.NO_STANDARD}


@dataclass(frozen=True, slots=True)
class Said:
    """One place of the source that says a phrase by its literal key; given None: fields unknown (**)."""

    where: str
    key: str
    is_counted: bool
    given: frozenset[str] | None


_LOOKED_AT = (
    ast.Call,
    ast.Raise,
    ast.Attribute,
    ast.Constant,
    ast.keyword,
    ast.FunctionDef,
    ast.JoinedStr,
)


@cache
def _looked_at(folder: str) -> tuple[tuple[Path, ast.AST], ...]:
    """Walked once: the tests below look at a million nodes each."""
    return tuple(
        (path, node)
        for path in sorted((ROOT / folder).rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, _LOOKED_AT)
    )


def _nodes(*folders: str) -> Iterator[tuple[Path, ast.AST]]:
    for folder in folders:
        yield from _looked_at(folder)


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _text(node: ast.AST | None) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def literal_keys(namespaces: Iterable[str]) -> set[str]:
    """Every string in the bot that looks like a key of one of the namespaces, reason codes left out."""
    shape = re.compile(rf"(?:{'|'.join(sorted(namespaces))})(?:\.[a-z_]+)+")
    found = {text for _, node in _nodes(*_SPEAKING) if (text := _text(node)) and shape.fullmatch(text)}
    return found - set(reasons("order."))


def page_keys() -> set[str]:
    """Keys that the scripts of the driver's phone say; they stand there in full."""
    page = ROOT / "driver_app_api/web/page"
    scripts = sorted(path for path in page.rglob("*.js") if path.parent.name != "vendor")
    return {key for path in scripts for key in re.findall(r'"(driver\.[a-z_]+)"', path.read_text("utf-8"))}


def key_families() -> set[str]:
    """The beginnings of keys that are put together: "ask." of f"ask.{why.value}"."""
    found = set()
    for _, node in _nodes(*_SPEAKING):
        if isinstance(node, ast.JoinedStr) and node.values:
            text = _text(node.values[0]) or ""
            if re.fullmatch(r"[a-z]+\.", text):
                found.add(text)
    return found


def places_that_say() -> Iterator[Said]:
    """Calls of say and tell with literal keys; a count is their second positional argument."""
    for path, node in _nodes(*_SPEAKING):
        if not isinstance(node, ast.Call) or _name(node.func) not in _SPEAKERS or not node.args:
            continue
        first = node.args[0]
        options = [first.body, first.orelse] if isinstance(first, ast.IfExp) else [first]
        names = [keyword.arg for keyword in node.keywords]
        second = node.args[1] if len(node.args) > 1 else None
        is_counted = second is not None and not (isinstance(second, ast.Constant) and second.value is None)
        is_open = None in names or _name(node.func) in ("button", "_sentence")
        given = None if is_open else frozenset(name for name in names if name)
        for key in filter(None, map(_text, options)):
            yield Said(f"{path.relative_to(ROOT)}:{node.lineno}", key, is_counted and not is_open, given)


def reasons(prefix: str) -> dict[str, frozenset[str]]:
    """Codes of Reason and Said values in core that begin so, with the names of their parameters."""
    found: dict[str, frozenset[str]] = {}
    for _, node in _nodes("core"):
        if not isinstance(node, ast.Call) or _name(node.func) not in ("Reason", "Said") or not node.args:
            continue
        first = node.args[0]
        options = [first.body, first.orelse] if isinstance(first, ast.IfExp) else [first]
        params = node.args[1] if len(node.args) > 1 else None
        names = {_text(key) for key in params.keys} if isinstance(params, ast.Dict) else set()
        for code in filter(None, map(_text, options)):
            if code.startswith(prefix):
                found[code] = frozenset(name for name in names if name)
    return found


def refusals() -> dict[str, type[Refused]]:
    """Every refusal of core by its code; all modules are imported, so none is missed."""
    for module in pkgutil.walk_packages(core.__path__, "core."):
        if not module.name.startswith("core.migrations"):
            importlib.import_module(module.name)
    found: dict[str, type[Refused]] = {}
    todo: list[type[Refused]] = [Refused]
    while todo:
        one = todo.pop()
        found[one.code] = one
        todo.extend(one.__subclasses__())
    return {code: one for code, one in found.items() if one.__module__.startswith("core.")}


def events() -> set[str]:
    """The name of every event of core: the journal is read in words."""
    refusals()  # imports all modules
    return {one.name for one in Event.__subclasses__() if one.__module__.startswith("core.")}


def raised_fields() -> dict[str, list[dict[str, str | None]]]:
    """Fields of each ``raise Refusal(...)`` in core, by the refusal's class name (value: its literal)."""
    known = {one.__name__ for one in refusals().values()}
    found: dict[str, list[dict[str, str | None]]] = {}
    for _, node in _nodes("core"):
        if not isinstance(node, ast.Raise) or node.exc is None:
            continue
        call = node.exc
        name = _name(call.func) if isinstance(call, ast.Call) else _name(call)
        if name in known:
            keywords = call.keywords if isinstance(call, ast.Call) else []
            fields = {keyword.arg: _text(keyword.value) for keyword in keywords if keyword.arg}
            found.setdefault(name, []).append(fields)
    return found


def closer_keys() -> set[str]:
    """Keys that say a refusal more closely where there are words for it: error.<code>.<why or what>."""
    by_class = {one.__name__: code for code, one in refusals().items()}
    return {
        f"error.{by_class[name]}.{fields.get('why') or fields.get('what')}"
        for name, places in raised_fields().items()
        for fields in places
    }


def losing_whys() -> set[str]:
    """Codes a losing price rule can carry: those named in the modules where rules lose."""
    found = set()
    for path, node in _nodes("core/pricing/engine"):
        if path.name not in ("regular_price.py", "offers.py", "quotations.py"):
            continue
        if isinstance(node, ast.Attribute) and _name(node.value) == "Why":
            found.add(Why[node.attr])
    silent = {why for why in found if why.name.startswith(("COUPON_", "NO_PRICE"))} | _UNTOLD_WHYS
    return {why.value.removeprefix("pricing.") for why in found - silent}


def wrong_arguments() -> set[str]:
    """What the kinds of arguments say is wrong: the literals given as ``wrong``."""
    return {
        text
        for _, node in _nodes("bot/office")
        if isinstance(node, ast.keyword) and node.arg == "wrong" and (text := _text(node.value))
    } | {"language"}  # of a fact of a dealer or a person, which names what is wrong by its own name


def unread_kinds() -> set[str]:
    for _, node in _nodes("bot"):
        if isinstance(node, ast.FunctionDef) and node.name == "unread_kind":
            texts = {_text(one.value) for one in ast.walk(node) if isinstance(one, ast.Return)}
            return {text for text in texts if text}
    raise AssertionError("unread_kind is gone")
