"""A small company as files: one or a few rows of every table, and how to import and look at them."""

from __future__ import annotations

from collections.abc import Sequence

from core.credit.tables import CreditAccountRow, CreditEntryRow
from core.dealers.tables import DealerRow
from core.infra.door import Core
from core.integrations.master_data.types import Cell, ImportReport, RowError, SheetRows
from core.integrations.master_data.use_cases.export_table import ExportTable, SheetForm
from core.integrations.master_data.use_cases.import_tables import ImportTable, ImportTables, TableSource
from core.kernel.actor import SYSTEM
from tests.make import rows

SMALL: dict[str, str] = {
    "tiers": """
        code,name,margin_percent,net_days,free_shipping_above,early_payment_percent,early_payment_days,currency
        platinum,Platinum,8,45,1000,0,0,USD
        gold,Gold,12.5,30,,2,10,USD""",
    "warehouses": """
        code,name,region,zone,cut_off,lead_days,lead_days_elsewhere
        LAX,Los Angeles,west,America/Los_Angeles,16:00,1,3
        DEN,Denver,mountain,America/Denver,9:30,2,4""",
    "products": """
        sku,name,brand,category,packs,sales_unit,order_multiple,barcodes,name_zh_CN,substitutes,attributes
        COKE-330,Coke 330 ml can,Coca-Cola,Drinks/Soft,each=1;case=24,case,24,5449000000996:each,可口可乐,\
COKEZ-330,volume=330 ml
        COKEZ-330,Coke Zero 330 ml can,Coca-Cola,Drinks/Soft,each=1;case=24,case,24,,,COKE-330,volume=330 ml
        007,Leading zeros,Bond,Tools,each=1,each,1,,,,
        =SUM,Looks like a formula,+Plus,@Home/-Minus,each=1,each,1,,,,""",
    "prices": """
        sku,currency,cost,list
        COKE-330,USD,0.42,0.5565
        COKE-330,EUR,,0.6
        007,USD,10,14""",
    "assortments": """
        code,scope,value
        DRINKS,category,Drinks
        DRINKS,brand,Bond
        DRINKS,product,=SUM""",
    "people": """
        name,phone,role,dealer,language,zone,blocked
        Susan Rep,+12135550107,rep,,en,America/Los_Angeles,no
        王芳,+12135550110,dealer_buyer,TECH,zh_CN,America/Los_Angeles,no
        Gone Girl,+12135550111,dealer_viewer,SHOP,,UTC,yes""",
    "dealers": """
        code,name,tier,region,language,zone,currency,parent,rep_phone,assortment,active
        SHOP,Corner Store,gold,west,en,America/Los_Angeles,USD,TECH,,DRINKS,yes
        TECH,TechMart Corp,platinum,west,en,America/Los_Angeles,USD,,+12135550107,,yes""",
    "ship_tos": """
        dealer,code,name,address,city,region,latitude,longitude,default
        TECH,S1,TechMart,1 Main St,Los Angeles,west,34.0522,-118.2437,yes
        TECH,S2,TechMart 2,2 Main St,Denver,mountain,,,no""",
    "lanes": """
        warehouse,region,code,currency,cost,kilogram_mills,days
        DEN,,,USD,,0,4
        LAX,west,,USD,145,1500,1
        LAX,west,express,USD,310.5,0,0""",
    "transfer_lanes": """
        from_warehouse,to_warehouse,currency,cost,kilogram_mills,days,buffer_days,weekdays
        DEN,LAX,USD,89,0,1,1,1;4
        LAX,DEN,USD,95,250,1,0,""",
    "scarcity": """
        dealer,when_short,urgent,share
        SHOP,ask,no,0
        TECH,rest,yes,40""",
    "price_list": """
        code,sku,region,kind,currency,price,valid_from,valid_until,priority
        PL-1,COKE-330,mountain,list,USD,0.58,2025-01-01,,5
        PL-2,007,,net,USD,9.999999,2025-01-01T10:30:00Z,2026-01-01,0""",
    "negotiated_rates": """
        code,dealer,scope,value,kind,percent,price,currency,takes_breaks,valid_from,valid_until
        R-1,TECH,category,Drinks,cost_plus,6,,,no,,
        R-2,TECH,product,007,net,,11.5,USD,yes,2025-01-01,2026-01-01
        R-3,SHOP,brand,Coca-Cola,percent_off,2.5,,,no,,""",
    "quantity_breaks": """
        code,min_quantity,scope,value,basis,off_percent
        STD,10,all,,list,5
        STD,50,all,,list,10
        ONE,5,product,007,standard,1.5""",
    "promotions": """
        code,name,kind,terms,coupon,valid_from,valid_until,priority,stackable,exclusive_group,cap,active
        P-1,Save,spend_save,"{""threshold"": ""800"", ""off"": ""120""}",,2025-01-01,,3,no,g,,yes
        P-2,Gift,buy_get,"{""buy"": 10, ""free"": 1, ""scope"": [{""product"": ""COKE-330""}]}",\
HELLO,,,0,yes,,50,yes
        P-3,Flash,flash,"{""off_percent"": ""20"", ""dealers"": [""TECH""], ""tiers"": [""gold""]}",\
,,,0,yes,,500,no""",
    "shipping": """
        region,currency,fee
        ,USD,45
        west,USD,29.5""",
    "taxes": """
        code,percent,region,category,tax_category,included,valid_from,valid_until
        VAT,19,,,S,no,2025-01-01,2026-01-01
        FOOD,7,west,Drinks/Soft,S,yes,,
        BOOKS,0,,Books,Z,no,,""",
    "stock": """
        sku,warehouse,on_hand,incoming,incoming_on
        COKE-330,LAX,480,240,2025-11-01
        COKE-330,DEN,0,0,
        007,LAX,3,0,""",
    "water_marks": """
        sku,warehouse,safety,warning,maximum
        COKE-330,LAX,48,240,2400
        007,LAX,0,1,5""",
    "locations": """
        sku,warehouse,zone,bin
        COKE-330,LAX,A,03-2
        COKE-330,DEN,,
        007,LAX,B,1""",
    "carriers": """
        code,name,link
        DHL,DHL Express,https://track.example/dhl?n={number}
        LOCAL,"Local lads, by bike",""",
    "depots": """
        warehouse,latitude,longitude,address
        LAX,33.9912,-118.2143,1 Dock Road""",
    "vans": """
        code,warehouse,max_weight_kg,max_volume_l,name,plate,cost_per_km,cost_per_day,skills,active
        V1,LAX,1200,9000,Ford Transit,8ABC123,0.55,80,fridge;lift,yes
        V2,LAX,800,6000,Old van,,0.4,0,,no""",
    "receiving": """
        dealer,place,hours,service_minutes,needs
        TECH,S1,"08:00-12:00, 13:00-17:00",15,lift""",
    "vendors": """
        code,name
        COLA,Cola Works
        SCREWS,Screws Inc.""",
    "vendor_offers": """
        vendor,sku,cost,currency,lead_days,minimum,ships
        COLA,COKE-330,0.31,USD,3,240,no
        SCREWS,007,7.125,USD,2,1,always""",
    "partner_offers": """
        dealer,sku,quantity,cost,currency,valid_until
        SHOP,007,20,9.5,USD,2025-12-31
        TECH,COKE-330,240,0.4,USD,""",
    "credit": """
        dealer,currency,limit
        TECH,USD,150000
        SHOP,USD,5000.50""",
    "open_invoices": """
        dealer,document,amount,due_on
        TECH,INV-1,38250,2025-12-01
        TECH,INV-2,0.75,2025-08-01
        SHOP,INV-1,100,2025-11-11""",
    "order_history": """
        order,dealer,sku,quantity,unit_price,date
        B2B-2025-41,TECH,COKE-330,48,0.4536,2025-09-01
        B2B-2025-41,TECH,007,3,10.8,2025-09-01
        OLD-7,TECH,COKE-330,25,0.45,2025-07-01
        B2B-2025-42,SHOP,COKE-330,24,0.4725,2025-09-02""",
    "aliases": """
        dealer,phrase,sku
        TECH,the red cans,COKE-330
        SHOP,the red cans,COKEZ-330""",
    "answers": """
        question,language,answer
        when are you open,en,"From 9 to 18, Monday to Friday."
        what are your opening hours,en,"From 9 to 18, Monday to Friday."
        营业时间是几点,zh_CN,9:00–18:00""",
}  # fmt: skip


def table(text: str) -> SheetRows:
    """Rows out of CSV-like text with an indent."""
    import csv
    import inspect

    header, *rows = csv.reader(inspect.cleandoc(text).splitlines())
    return SheetRows(header, rows)


def small_tables(*names: str) -> tuple[TableSource, ...]:
    return tuple(TableSource(name, table(SMALL[name])) for name in names or SMALL)


async def import_small(core: Core, *names: str) -> tuple[ImportReport, ...]:
    """The small company (or some of its tables) imported; every row must be good."""
    reports = await core.execute(SYSTEM, ImportTables(small_tables(*names)))
    assert [error for report in reports for error in report.errors] == []
    return reports


async def import_text(core: Core, entity: str, text: str, *, dry_run: bool = False) -> ImportReport:
    return await core.execute(SYSTEM, ImportTable(entity, table(text), dry_run))


async def import_rows(core: Core, entity: str, header: str, *rows: Sequence[Cell]) -> ImportReport:
    return await core.execute(SYSTEM, ImportTable(entity, SheetRows(header.split(","), rows)))


async def exported(core: Core, entity: str) -> list[str]:
    """The table as lines of CSV without header."""
    export = await core.ask(SYSTEM, ExportTable(entity, SheetForm.CSV))
    return export.file.content.decode("utf-8-sig").splitlines()[1:]


def told(errors: Sequence[RowError]) -> list[tuple[int, str, str, str]]:
    """What a test compares: row, column, value, code."""
    return [(error.row, error.column, error.value, error.code.value) for error in errors]


async def balances(core: Core) -> dict[str, tuple[int, int]]:
    """Dealer -> what the account says is invoiced, and the sum of its invoiced entries."""
    codes = {row.id: row.code for row in await rows(core, DealerRow)}
    entries = await rows(core, CreditEntryRow, CreditEntryRow.state == "invoiced")
    return {
        codes[row.dealer_id]: (
            row.invoiced_minor,
            sum(entry.amount_minor for entry in entries if entry.dealer_id == row.dealer_id),
        )
        for row in await rows(core, CreditAccountRow)
    }
