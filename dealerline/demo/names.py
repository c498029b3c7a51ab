"""Names of companies, streets and people, all invented, from four languages."""

from __future__ import annotations

import random
from collections.abc import Iterator

OWNERS = {
    "en": ("Summit", "Bayview", "Redwood", "Lakeshore", "Cactus", "Mesa", "Pioneer", "Liberty", "Canyon",
    "Sierra",
           "Golden Gate", "Lone Star", "Rocky Mountain", "Sunset", "Maple", "Riverside", "Hillcrest",
           "Oakmont",
           "Westfield", "Harborview", "Copper State", "High Plains", "Desert Sun", "Blue Ridge",
           "Silver Creek",
           "Palm Street", "Union Square", "Mission", "Eastside", "Valley", "Crossroads", "Iron Horse",
           "Timberline",
           "Prairie", "Red Rock", "Big Sky", "Coastal", "Metro", "Capitol", "Midtown"),
    "zh_CN": ("Golden Dragon", "Jade River", "Lucky Star", "Great Wall", "Hua Sheng", "Xin Long",
    "Ever Bright",
              "Wan Fu", "Da Tong", "Hong Yun", "Fu Xing", "Jin Cheng", "Dong Fang", "Tai Shan", "Rui Feng"),
    "tr": ("Anadolu", "Bosphorus", "Yıldız", "Ege", "Güneş", "Karadeniz", "Kardeşler", "Marmara", "Toros",
    "Akdeniz"),
    "ms": ("Nusantara", "Seri Maju", "Bintang", "Harmoni", "Warisan", "Sinar Jaya", "Mutiara", "Perdana",
    "Bayu",
           "Setia"),
}  # fmt: skip
TRADES = {
    "ELECTRONICS": ("Electronics", "Mobile", "Digital", "Computers", "Phones & More", "Tech", "Gaming"),
    "INDUSTRIAL": ("Bearing & Supply", "Fasteners", "Industrial Supply", "Bolt & Nut", "Machine Parts"),
    "ELECTRICAL": ("Electrical", "Lighting & Cable", "Electric Supply", "Controls", "Tool & Electric"),
    "MECHANICAL": ("Plumbing Supply", "Hydraulics", "Pneumatics", "Pipe & Valve", "Hardware"),
    "CONVENIENCE": ("Market", "Mini Mart", "Grocery", "Corner Store", "Food & More", "Deli", "Convenience"),
}
_PEOPLE = {
    "en": (("Alex", "Maria", "James", "Linda", "David", "Karen", "Luis", "Susan", "Kevin", "Emily", "Robert",
    "Ana"),
           ("Miller", "Garcia", "Johnson", "Lopez", "Brown", "Nguyen", "Davis", "Wilson", "Clark", "Lewis",
            "Hill")),
    "zh_CN": (("伟", "芳", "娜", "敏", "静", "强", "磊", "洋", "艳", "勇", "杰", "丽", "涛", "明"),
              ("王", "李", "张", "刘", "陈", "杨", "黄", "赵", "周", "吴", "徐", "孙", "林")),
    "tr": (("Mehmet", "Ayşe", "Mustafa", "Fatma", "Emre", "Zeynep", "Ahmet", "Elif", "Can", "Merve", "Burak"),
           ("Yılmaz", "Kaya", "Demir", "Şahin", "Çelik", "Yıldız", "Aydın", "Öztürk", "Arslan", "Doğan")),
    "ms": (("Ahmad", "Siti", "Muhammad", "Nur", "Azlan", "Farah", "Hafiz", "Aisyah", "Razak", "Zainab",
    "Faizal"),
           ("bin Ismail", "binti Yusof", "bin Abdullah", "binti Hassan", "bin Rahman", "binti Ali",
            "bin Omar")),
}  # fmt: skip
_STREETS = ("Main St", "Market St", "Broadway", "Commerce Dr", "Industrial Blvd", "Harbor Way", "Grant Ave",
"Elm St",
            "Central Ave", "Railroad Ave", "Mission Rd", "Airport Blvd")  # fmt: skip
LANGUAGE_SHARES = (("en", 60), ("zh_CN", 18), ("tr", 11), ("ms", 11))


def company_names(chance: random.Random, taken: set[str]) -> Iterator[tuple[str, str, str]]:
    """Without end: (language, approved list, name), no name twice and none of ``taken``."""
    lists = tuple(TRADES)
    languages = [language for language, share in LANGUAGE_SHARES for _ in range(share)]
    while True:
        language, assortment = chance.choice(languages), chance.choice(lists)
        name = f"{chance.choice(OWNERS[language])} {chance.choice(TRADES[assortment])}"
        number = 1
        while (numbered := name if number == 1 else f"{name} {_BRANCHES[number - 2]}") in taken:
            number += 1
        taken.add(numbered)
        yield language, assortment, numbered


_BRANCHES = ("North", "South", "East", "West", "Central", "Downtown", "Uptown", "Lakeside", "Airport",
"Station",
             "Hilltop", "Harbor", "Park", "Old Town", "Junction", "Ridge", "Plaza", "Gateway")  # fmt: skip


def person_name(language: str, chance: random.Random) -> str:
    first, last = _PEOPLE[language]
    given, family = chance.choice(first), chance.choice(last)
    if language == "zh_CN":
        return family + given
    if language == "ms":
        # "bin" is son of, "binti" daughter of.
        daughters = {"Siti", "Nur", "Farah", "Aisyah", "Zainab"}
        parent = family.split(" ", 1)[1]
        return f"{given} {'binti' if given in daughters else 'bin'} {parent}"
    return f"{given} {family}"


def street(chance: random.Random) -> str:
    return f"{chance.randint(10, 9900)} {chance.choice(_STREETS)}"
