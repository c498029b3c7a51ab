"""Rows that are wrong, of prices, stock, credit and trade: table, file, the errors by row."""

CASES = [
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
        "partner_offers",
        """
        dealer,sku,quantity,cost,currency,valid_until
        NOBODY,007,1,1,USD,
        TECH,NOPE,1,1,USD,
        TECH,007,0,1,USD,
        TECH,007,1,0,USD,
        SHOP,007,1,1,EUR,
        TECH,COKE-330,1,1,USD,2020-01-01""",
        [
            (2, "dealer", "NOBODY", "unknown_reference"),
            (3, "sku", "NOPE", "unknown_reference"),
            (4, "quantity", "0", "too_small"),
            (5, "cost", "0", "too_small"),
            (6, "currency", "EUR", "contradicts"),
            (7, "valid_until", "2020-01-01", "too_small"),
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
    (
        "answers",
        """
        question,language,answer
        what are your hours,en,9 to 18
        "Hi, what are your HOURS?",en,10 to 12
        what are your hours,xx,9 to 18
        ?,en,yes
        is there a minimum,en,""",
        [
            (3, "question", "Hi, what are your HOURS?", "duplicate"),
            (4, "language", "xx", "not_a_choice"),
            (5, "question", "?", "bad_code"),
            (6, "answer", "", "required"),
        ],
    ),
]
