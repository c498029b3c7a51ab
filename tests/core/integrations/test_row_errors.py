"""Each way a row can be wrong beside what is there, one case each; nothing is written for any of them."""

from __future__ import annotations

import pytest

from core.infra.door import Core
from core.integrations.master_data.registry import ENTITIES
from core.integrations.master_data.types import RowCode
from dealerline.transfer import describe_error
from tests.core.integrations.company import exported, import_small, import_text, told

# Table, file, the errors as row, column, value, code.
CASES = [
    (
        "tiers",
        """
        code,name,margin_percent,net_days,early_payment_percent,early_payment_days,free_shipping_above
        a,A,8,30,2,0,
        b,B,8,10,2,11,
        c,C,101,10,0,0,
        d,D,8,10,0,0,10.005""",
        [
            (2, "early_payment_days", "0", "too_small"),
            (3, "early_payment_days", "11", "too_large"),
            (4, "margin_percent", "101", "too_large"),
            (5, "free_shipping_above", "10.005", "too_many_digits"),
        ],
    ),
    (
        "products",
        """
        sku,name,packs,sales_unit,barcodes,substitutes
        A,A,each=1,case,,
        B,B,each=1,,5449000000996:each,
        C,C,each=1,,4006381333931:case,
        D,D,each=1,,,NOPE
        E,E,each=1,,,E
        F,F,each=1,,4006381333931,
        G,G,each=1,,4006381333931,""",
        [
            (2, "sales_unit", "case", "unknown_reference"),
            (3, "barcodes", "5449000000996", "taken"),
            (4, "barcodes", "4006381333931:case", "unknown_reference"),
            (5, "substitutes", "NOPE", "unknown_reference"),
            (6, "substitutes", "E", "circular"),
            (7, "barcodes", "4006381333931", "taken"),
            (8, "barcodes", "4006381333931", "taken"),
        ],
    ),
    (
        "prices",
        """
        sku,currency,cost,list
        NOPE,USD,1,2
        007,GBP,,
        007,USD,0,1""",
        [
            (2, "sku", "NOPE", "unknown_reference"),
            (3, "cost", "", "needs"),
            (4, "cost", "0", "too_small"),
        ],
    ),
    (
        "assortments",
        """
        code,scope,value
        X,category,Drinks/Hard
        X,brand,Nobody
        X,product,NOPE
        X,colour,red""",
        [
            (2, "value", "Drinks/Hard", "unknown_reference"),
            (3, "value", "Nobody", "unknown_reference"),
            (4, "value", "NOPE", "unknown_reference"),
            (5, "scope", "colour", "not_a_choice"),
        ],
    ),
    (
        "people",
        """
        name,phone,role,dealer
        A,+12135550120,dealer_buyer,
        B,+12135550121,rep,TECH
        C,+12135550122,dealer_buyer,NOPE
        D,+12135550123,king,
        E,not known,rep,""",
        [
            (2, "dealer", "", "needs"),
            (3, "role", "rep", "excludes"),
            (4, "dealer", "NOPE", "unknown_reference"),
            (5, "role", "king", "not_a_choice"),
            (6, "phone", "not known", "not_a_phone"),
        ],
    ),
    (
        "dealers",
        """
        code,name,tier,parent,rep_phone,assortment
        A,A,diamond,,,
        B,B,gold,NOPE,,
        C,C,gold,D,,
        D,D,gold,C,,
        E,E,gold,E,,
        F,F,gold,,+12135550110,
        G,G,gold,,,NOPE
        TECH,T,gold,SHOP,,""",
        [
            (2, "tier", "diamond", "unknown_reference"),
            (3, "parent", "NOPE", "unknown_reference"),
            (4, "parent", "D", "circular"),
            (5, "parent", "C", "circular"),
            (6, "parent", "E", "circular"),
            (7, "rep_phone", "+12135550110", "unknown_reference"),
            (8, "assortment", "NOPE", "unknown_reference"),
            (9, "parent", "SHOP", "circular"),
        ],
    ),
    (
        "lanes",
        """
        warehouse,region,currency,cost,days
        NOPE,west,USD,10,1
        LAX,west,USD,-1,1
        LAX,mountain,USD,10.005,1
        LAX,south,USD,10,91""",
        [
            (2, "warehouse", "NOPE", "unknown_reference"),
            (3, "cost", "-1", "too_small"),
            (4, "cost", "10.005", "too_many_digits"),
            (5, "days", "91", "too_large"),
        ],
    ),
    (
        "transfer_lanes",
        """
        from_warehouse,to_warehouse,currency,cost,days
        LAX,LAX,USD,10,1
        LAX,NOPE,USD,10,1""",
        [
            (2, "to_warehouse", "LAX", "contradicts"),
            (3, "to_warehouse", "NOPE", "unknown_reference"),
        ],
    ),
    (
        "locations",
        """
        sku,warehouse,zone,bin
        NOPE,LAX,A,1
        007,NOPE,A,1""",
        [
            (2, "sku", "NOPE", "unknown_reference"),
            (3, "warehouse", "NOPE", "unknown_reference"),
        ],
    ),
    (
        "carriers",
        """
        code,name,link
        ,Nobody,
        DHL,,""",
        [
            (2, "code", "", "required"),
            (3, "name", "", "required"),
        ],
    ),
    (
        "depots",
        """
        warehouse,latitude,longitude
        NOPE,33.9,-118.2
        LAX,91,-118.2
        LAX,,-118.2""",
        [
            (2, "warehouse", "NOPE", "unknown_reference"),
            (3, "latitude", "91", "too_large"),
            (4, "latitude", "", "required"),
        ],
    ),
    (
        "vans",
        """
        code,warehouse,max_weight_kg,max_volume_l,driver_phone,cost_per_km,shift_from,shift_until
        V7,NOPE,100,100,,0,07:00,17:00
        V8,LAX,0,100,,0,07:00,17:00
        V9,LAX,100,100,+12135550177,0.555,17:00,07:00""",
        [
            (2, "warehouse", "NOPE", "unknown_reference"),
            (3, "max_weight_kg", "0", "too_small"),
            (4, "driver_phone", "+12135550177", "unknown_reference"),
            (4, "shift_until", "07:00", "not_after"),
            (4, "cost_per_km", "0.555", "too_many_digits"),
        ],
    ),
    (
        "receiving",
        """
        dealer,place,hours,service_minutes
        NOPE,S1,,10
        TECH,S9,,10
        TECH,S1,12:00-08:00,10
        TECH,S1,"8:00-12:00, 11:00-13:00",10
        TECH,S1,,481""",
        [
            (2, "dealer", "NOPE", "unknown_reference"),
            (2, "place", "S1", "unknown_reference"),
            (3, "place", "S9", "unknown_reference"),
            (4, "hours", "12:00-08:00", "not_a_time"),
            (5, "hours", "8:00-12:00, 11:00-13:00", "not_a_time"),
            (6, "service_minutes", "481", "too_large"),
        ],
    ),
    (
        "scarcity",
        """
        dealer,when_short,urgent,share
        NOPE,rest,yes,1
        TECH,perhaps,yes,1
        SHOP,wait,yes,-1""",
        [
            (2, "dealer", "NOPE", "unknown_reference"),
            (3, "when_short", "perhaps", "not_a_choice"),
            (4, "share", "-1", "too_small"),
        ],
    ),
    (
        "ship_tos",
        """
        dealer,code,name,latitude,longitude,default
        NOPE,S1,X,,,no
        TECH,S3,X,34.05,,no
        TECH,S4,X,,,yes
        SHOP,S1,X,91,0,no""",
        [
            (2, "dealer", "NOPE", "unknown_reference"),
            (3, "longitude", "", "needs"),
            (4, "default", "yes", "taken"),
            (5, "latitude", "91", "too_large"),
        ],
    ),
    (
        "price_list",
        """
        code,sku,region,kind,currency,price,valid_from,valid_until
        A,NOPE,,list,USD,1,2025-01-01,
        B,007,,list,USD,1,2025-01-02,2025-01-02
        C,007,,list,USD,1,,""",
        [
            (2, "sku", "NOPE", "unknown_reference"),
            (3, "valid_until", "2025-01-02", "not_after"),
            (4, "valid_from", "", "required"),
        ],
    ),
    (
        "negotiated_rates",
        """
        code,dealer,scope,value,kind,percent,price
        A,NOPE,brand,Bond,cost_plus,5,
        B,TECH,product,NOPE,cost_plus,5,
        C,TECH,brand,Bond,cost_plus,,
        D,TECH,brand,Bond,net,,
        E,TECH,brand,Bond,net,5,9
        F,TECH,brand,Bond,percent_off,100,""",
        [
            (2, "dealer", "NOPE", "unknown_reference"),
            (3, "value", "NOPE", "unknown_reference"),
            (4, "percent", "", "needs"),
            (5, "price", "", "needs"),
            (6, "percent", "5", "excludes"),
            (7, "percent", "100", "too_large"),
        ],
    ),
    (
        "quantity_breaks",
        """
        code,min_quantity,scope,value,basis,off_percent
        STD,100,all,,list,7
        ONE,50,brand,Bond,standard,9
        NEW,10,all,Drinks,list,5
        NEW2,10,category,,list,5
        NEW3,0,all,,list,5
        NEW4,10,brand,Nobody,list,5""",
        [
            (2, "off_percent", "7", "contradicts"),
            (3, "scope", "brand", "contradicts"),
            (4, "value", "Drinks", "excludes"),
            (5, "value", "", "needs"),
            (6, "min_quantity", "0", "too_small"),
            (7, "value", "Nobody", "unknown_reference"),
        ],
    ),
    (
        "promotions",
        """
        code,name,kind,terms,coupon,valid_from,valid_until
        A,A,spend_save,"{""threshold"": ""100""}",,,
        B,B,buy_get,"{""buy"": 10, ""free"": 1, ""gift"": ""NOPE""}",,,
        C,C,flash,"{""price"": ""9""}",hello,,
        D,D,flash,"{""price"": ""9""}",,2025-02-01,2025-01-01
        E,E,flash,"{""price"": ""nine""}",,,
        F,F,flash,"{""off_percent"": ""5"", ""tiers"": [""diamond""]}",,,
        G,G,flash,"{""off_percent"": ""5"", ""dealers"": [""NOPE""]}",,,
        H,H,flash,9,,,
        I,I,flash,"{""off_percent"": ""5"", ""colour"": ""red""}",,,""",
        [
            (2, "terms", '{"threshold": "100"}', "bad_terms"),
            (3, "terms", "NOPE", "unknown_reference"),
            (4, "coupon", "hello", "taken"),
            (5, "valid_until", "2025-01-01", "not_after"),
            (6, "terms", '{"price": "nine"}', "bad_terms"),
            (7, "terms", "diamond", "unknown_reference"),
            (8, "terms", "NOPE", "unknown_reference"),
            (9, "terms", "9", "not_json"),
            (10, "terms", '{"colour": "red", "off_percent": "5"}', "bad_terms"),
        ],
    ),
    (
        "shipping",
        """
        region,currency,fee
        north,JPY,10.5
        south,USD,-1""",
        [(2, "fee", "10.5", "too_many_digits"), (3, "fee", "-1", "too_small")],
    ),
    (
        "vendors",
        """
        code,name
        new,New
        NEW,Newer
        OLD,""",
        [(3, "code", "NEW", "duplicate"), (4, "name", "", "required")],
    ),
    (
        "vendor_offers",
        """
        vendor,sku,cost,currency,lead_days,minimum,ships
        NOBODY,007,1,USD,1,1,yes
        COLA,NOPE,1,USD,1,1,yes
        COLA,007,-1,USD,1,1,yes
        COLA,007,1,USD,366,1,yes
        COLA,007,1,USD,1,0,yes
        COLA,007,1,USD,1,1,maybe""",
        [
            (2, "vendor", "NOBODY", "unknown_reference"),
            (3, "sku", "NOPE", "unknown_reference"),
            (4, "cost", "-1", "too_small"),
            (5, "lead_days", "366", "too_large"),
            (6, "minimum", "0", "too_small"),
            (7, "ships", "maybe", "not_a_choice"),
        ],
    ),
    (
        "water_marks",
        """
        sku,warehouse,safety,warning,maximum
        007,LAX,30,20,40
        007,DEN,1,20,10
        NOPE,LAX,1,2,3
        COKE-330,LAX,-1,2,3""",
        [
            (2, "warning", "20", "too_small"),
            (3, "maximum", "10", "too_small"),
            (4, "sku", "NOPE", "unknown_reference"),
            (5, "safety", "-1", "too_small"),
        ],
    ),
    (
        "stock",
        """
        sku,warehouse,on_hand
        NOPE,LAX,1
        007,NOPE,1
        007,LAX,-1""",
        [
            (2, "sku", "NOPE", "unknown_reference"),
            (3, "warehouse", "NOPE", "unknown_reference"),
            (4, "on_hand", "-1", "too_small"),
        ],
    ),
    (
        "taxes",
        """
        code,percent,tax_category,valid_from,valid_until
        A,19,Z,,
        B,19,S,2025-02-01,2025-02-01
        C,19,X,,
        D,0,E,,""",
        [
            (2, "percent", "19", "contradicts"),
            (3, "valid_until", "2025-02-01", "not_after"),
            (4, "tax_category", "X", "not_a_choice"),
        ],
    ),
    (
        "credit",
        """
        dealer,currency,limit
        NOPE,USD,1
        TECH,EUR,1
        SHOP,USD,0.001""",
        [
            (2, "dealer", "NOPE", "unknown_reference"),
            (3, "currency", "EUR", "contradicts"),
            (3, "currency", "EUR", "in_use"),
            (4, "limit", "0.001", "too_many_digits"),
        ],
    ),
    (
        "open_invoices",
        """
        dealer,document,amount,due_on
        NOPE,I,1,2025-01-01
        TECH,I,1.005,2025-01-01
        TECH,J,1,soon""",
        [
            (2, "dealer", "NOPE", "unknown_reference"),
            (3, "amount", "1.005", "too_many_digits"),
            (4, "due_on", "soon", "not_a_date"),
        ],
    ),
    (
        "order_history",
        """
        order,dealer,sku,quantity,unit_price,date
        A,TECH,007,1,1,2025-01-01
        A,SHOP,007,1,1,2025-01-02
        B,TECH,NOPE,1,1,2025-01-01
        C,TECH,007,0,1,2025-01-01
        D,TECH,007,1,-1,2025-01-01""",
        [
            (3, "dealer", "SHOP", "contradicts"),
            (3, "date", "2025-01-02", "contradicts"),
            (4, "sku", "NOPE", "unknown_reference"),
            (5, "quantity", "0", "too_small"),
            (6, "unit_price", "-1", "too_small"),
        ],
    ),
    (
        "aliases",
        """
        dealer,phrase,sku
        NOPE,a,007
        TECH,a,NOPE
        TECH,The red CANS!,007
        TECH,the RED cans,007""",
        [
            (2, "dealer", "NOPE", "unknown_reference"),
            (3, "sku", "NOPE", "unknown_reference"),
            (5, "phrase", "the RED cans", "duplicate"),
        ],
    ),
]


@pytest.mark.parametrize(("entity", "text", "errors"), CASES, ids=[case[0] for case in CASES])
async def test_every_wrong_row_is_named_with_its_reason_and_nothing_is_written(
    core: Core, entity: str, text: str, errors: list[tuple[int, str, str, str]]
) -> None:
    await import_small(core)
    before = {name: await exported(core, name) for name in ENTITIES}
    report = await import_text(core, entity, text)
    assert told(report.errors) == errors
    assert not report.written
    assert {name: await exported(core, name) for name in ENTITIES} == before
    for error in report.errors:
        assert describe_error(error).startswith(f"row {error.row}: {error.column}")


def test_every_table_has_a_case() -> None:
    assert {case[0] for case in CASES} | {"warehouses"} == set(ENTITIES)


@pytest.mark.parametrize("code", RowCode)
def test_every_reason_has_words(code: RowCode) -> None:
    from dealerline.transfer import _ROW_WORDS

    assert _ROW_WORDS[code]
