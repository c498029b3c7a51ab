import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dealerline.read import BadTable, read_packs, run_read

PRODUCTS = """sku,name,brand,unit,pack
CC330,Coca-Cola Classic 330ml can,Coca-Cola,each,case=24;pallet=1920
CZ330,Coca-Cola Zero 330ml can,Coca-Cola,each,case=24
SP330,Sprite 330ml can,Sprite,each,24
IP15,iPhone 15 Pro 128GB,Apple,each,
00123,Steel ruler 30 cm,,each,
"""
HISTORY = """dealer,sku,quantity,date
d1,CC330,48,2026-10-01
d1,CC330,48,2026-11-01
d1,CC330,not a number,2026-11-02
d1,GONE,5,2026-11-02
"""
ALIASES = """dealer,alias,sku
d1,black stuff,CZ330
d1,classic 330ml,CC330
"""
Ask = Callable[..., list[dict[str, Any]]]


@pytest.fixture
def ask(tmp_path: Path) -> Ask:
    """Run the command over some messages of one dealer; raw strings go in as they are."""
    for name, text in (("P", PRODUCTS), ("H", HISTORY), ("A", ALIASES)):
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")

    def run(*messages: str | dict[str, Any], dealer: str = "d1") -> list[dict[str, Any]]:
        asked = []
        for number, message in enumerate(messages):
            if isinstance(message, str) and message.startswith("RAW"):
                asked.append(message.removeprefix("RAW"))
            elif isinstance(message, str):
                asked.append(json.dumps({"id": number, "dealer": dealer, "text": message}))
            else:
                asked.append(json.dumps(message))
        out = io.StringIO()
        run_read(
            tmp_path / "P.csv", tmp_path / "H.csv", tmp_path / "A.csv", io.StringIO("\n".join(asked)), out
        )
        return [json.loads(line) for line in out.getvalue().splitlines()]

    return run


def test_a_line_comes_with_every_field_of_the_format(ask: Ask) -> None:
    [answer] = ask("2 ctn classic 330ml urgent")
    assert (answer["id"], answer["intent"]) == (0, "order")
    [line] = answer["lines"]
    fields = ["raw", "action", "quantity", "unit", "size", "size_unit", "item", "remark"]
    assert list(line) == [*fields, "decision", "sku", "score", "candidates"]
    assert line["raw"] == "2 ctn classic 330ml urgent"
    assert (line["action"], line["quantity"], line["unit"]) == ("add", 2, "carton")
    assert (line["size"], line["size_unit"], line["remark"]) == (330, "ml", "urgent")
    assert (line["decision"], line["sku"]) == ("accept", "CC330")
    assert line["candidates"][0] == {"sku": "CC330", "score": line["score"]}
    assert len(line["candidates"]) <= 5


def test_numbers_are_plain_and_absent_is_null(ask: Ask) -> None:
    [first, second] = [answer["lines"][0] for answer in ask("1.5 case SP330", "SP330")]
    assert first["quantity"] == 1.5
    assert (second["quantity"], second["unit"], second["remark"]) == (None, None, None)


def test_a_missing_quantity_is_asked_though_the_product_is_certain(ask: Ask) -> None:
    [line] = ask("SP330")[0]["lines"]
    assert (line["decision"], line["sku"]) == ("ask", "SP330")


def test_an_amount_far_from_the_habit_is_asked(ask: Ask) -> None:
    [usual] = ask("classic 330ml 48")[0]["lines"]
    [far] = ask("classic 330ml 4800")[0]["lines"]
    assert (usual["decision"], far["decision"], far["sku"]) == ("accept", "ask", "CC330")


def test_an_alias_counts_for_its_own_dealer_only(ask: Ask) -> None:
    [own] = ask("black stuff 5 case")[0]["lines"]
    [other] = ask("black stuff 5 case", dealer="d2")[0]["lines"]
    assert (own["decision"], own["sku"]) == ("accept", "CZ330")
    assert (other["decision"] != "accept", other["sku"]) == (True, None)


def test_a_code_keeps_its_zeros(ask: Ask) -> None:
    [line] = ask("00123 x 5")[0]["lines"]
    assert (line["item"], line["quantity"], line["sku"], line["decision"]) == ("00123", 5, "00123", "accept")


def test_questions_give_no_lines(ask: Ask) -> None:
    answers = ask("how much do I owe", "how much is coca-cola classic", "help")
    assert [(a["intent"], a["lines"]) for a in answers] == [
        ("ask_credit", []),
        ("ask_price", []),
        ("help", []),
    ]


def test_a_removal_is_no_order(ask: Ask) -> None:
    [answer] = ask("remove SP330 and drop line 3")
    assert answer["intent"] == "edit"
    assert [line["action"] for line in answer["lines"]] == ["remove", "remove"]
    assert answer["lines"][0]["sku"] == "SP330"


def test_a_bad_line_is_answered_and_the_rest_goes_on(ask: Ask) -> None:
    first, second, third, fourth = ask("RAWnot json", "RAW[1]", {"id": "x"}, "2 ctn classic 330ml")
    assert (first["id"], "not JSON" in first["error"]) == (None, True)
    assert second["error"] == third["error"]
    assert third["id"] == "x"
    assert fourth["lines"][0]["sku"] == "CC330"


def test_a_table_without_its_columns_is_refused_before_the_first_answer(tmp_path: Path) -> None:
    path = tmp_path / "P.csv"
    path.write_text("code,title\n1,x\n", encoding="utf-8")
    with pytest.raises(BadTable, match=r"P\.csv: column sku, name is missing"):
        run_read(path, None, None, io.StringIO(""), io.StringIO())


@pytest.mark.parametrize(
    ("unit", "pack", "packs"),
    [
        ("each", "case=24;pallet=1920", {"each": 1, "case": 24, "pallet": 1920}),
        ("", "case=24", {"each": 1, "case": 24}),
        ("each", "24", {"each": 1, "case": 24}),
        ("bottle", "24x330ml", {"bottle": 1, "case": 24}),
        ("pcs", "", {"each": 1}),
        ("kg", "", {"kg": 1}),
        ("case", "24", {"case": 1}),
        ("", "", {}),
        ("each", '{"case": 12}', {"each": 1, "case": 12}),
        ("g", "g=1;kg=1000", {"g": 1, "kg": 1000}),
    ],
)
def test_packs_come_from_two_columns(unit: str, pack: str, packs: dict[str, int]) -> None:
    assert read_packs(unit, pack) == packs
