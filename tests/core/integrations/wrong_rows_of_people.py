"""Rows that are wrong, of dealers, people, products, places and vans: table, file, the errors by row."""

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
]
