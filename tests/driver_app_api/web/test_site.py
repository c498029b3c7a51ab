"""What is served is whole, is ours, asks no other host, and can be kept on the phone."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

import httpx2
import pytest

from core.i18n.phrases import LANGUAGES, Phrasebook
from driver_app_api.web.site import Site, phone_site
from tests.driver_app_api.web.conftest import served
from tests.driver_app_api.web.house import House, house_app

PAGE = Path(__file__).parents[3] / "driver_app_api/web/page"
SAID = re.compile(r'\bsay\("(driver\.\w+)"(, \{)?')


def given_names(source: str, start: int) -> set[str]:
    """Names of the fields of an object literal that begins before ``start``."""
    names, depth, field = set(), 0, ""
    for sign in source[start:]:
        if depth == 0 and sign in ",}":
            names.add(field.partition(":")[0].strip())
            field = ""
            if sign == "}":
                break
            continue
        depth += (sign in "{([") - (sign in "})]")
        field += sign
    return names - {""}


def scripts() -> Iterator[tuple[str, str]]:
    for path in sorted(PAGE.rglob("*.js")):
        if path.parent.name != "vendor" and path.name != "sw.js":
            yield path.relative_to(PAGE).as_posix(), path.read_text("utf-8")


def sizes(site: Site) -> dict[str, int]:
    """Bytes on the line by path, without words and icons."""
    assets = site.assets.items()
    return {
        path: len(asset.packed or asset.body)
        for path, asset in assets
        if not path.startswith(("words/", "icons/"))
    }


@pytest.mark.parametrize("with_streets", [False, True])
async def test_every_file_of_the_list_is_served_and_the_list_has_every_file(
    with_streets: bool, town: Path
) -> None:
    house = House(map_at=town if with_streets else None)
    async with served(house_app(house)) as url, httpx2.AsyncClient() as client:
        worker = (await client.get(url + "sw.js")).text
        found = re.match(r'const VERSION = "(\w+)";\nconst FILES = (\[.*\]);\n', worker)
        assert found is not None
        assert found[1] == phone_site(with_streets=with_streets).version
        listed = json.loads(found[2])
        on_disk = {
            path.relative_to(PAGE).as_posix()
            for path in PAGE.rglob("*")
            if path.is_file() and (path.parent.name != "vendor" or path.suffix in (".js", ".css"))
        }
        if not with_streets:
            on_disk = {path for path in on_disk if not path.startswith("streets/")}
        words = {f"words/{language}.json" for language in LANGUAGES}
        assert set(listed) == (on_disk - {"index.html", "sw.js"}) | words | {"./"}
        for path in [*listed, "sw.js"]:
            answer = await client.get(urljoin(url, path))
            assert answer.status_code == 200, path
            assert answer.headers["cache-control"] == "no-cache"
            assert "default-src 'none'" in answer.headers["content-security-policy"]
            again = await client.get(urljoin(url, path), headers={"If-None-Match": answer.headers["etag"]})
            assert (again.status_code, again.content) == (304, b""), path
        plain = await client.get(url + "js/app.js", headers={"Accept-Encoding": "identity"})
        assert (
            plain.content
            == (PAGE / "js/app.js").read_bytes()
            == (await client.get(url + "js/app.js")).content
        )


def test_a_changed_file_makes_another_version(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import shutil

    from driver_app_api.web import site

    before = phone_site().version
    package = tmp_path / "web"
    shutil.copytree(PAGE, package / "page")
    monkeypatch.setattr(site.resources, "files", lambda _package: package)
    monkeypatch.setattr(site, "words_of", lambda language, _keys: phone_site_words(language))
    same = site.phone_site.__wrapped__()
    assert same.version == before
    style = package / "page/css/ground.css"
    style.write_text(style.read_text() + "\n")
    assert site.phone_site.__wrapped__().version != before


def phone_site_words(language: str) -> bytes:
    return phone_site().assets[f"words/{language}.json"].body


def test_every_import_leads_to_a_file_that_is_kept() -> None:
    assets = phone_site(with_streets=True).assets
    index = assets[""].body.decode()
    found = re.search(r'<script type="importmap">(.*?)</script>', index, re.DOTALL)
    assert found is not None
    named = json.loads(found[1])["imports"]
    assert {path.removeprefix("./") for path in named.values()} <= set(assets)
    for asked in re.findall(r'(?:href|src)="([^"]+)"', index):
        assert asked in assets
    count = 0
    for path, source in scripts():
        for target in re.findall(r'^(?:import|export) [^;]*?from "([^"]+)";', source, flags=re.M):
            count += 1
            if target.startswith("."):
                assert urljoin(path, target) in assets, (path, target)
            else:
                assert target in named, (path, target)
    assert count > 70


@pytest.mark.parametrize("folder", ["vendor", "streets/vendor"])
def test_libraries_are_what_their_list_says(folder: str) -> None:
    listed = json.loads((PAGE / folder / "vendored.json").read_text())["packages"]
    files = {entry["file"]: entry["sha256"] for one in listed for entry in one["files"]}
    here = (PAGE / folder).iterdir()
    assert set(files) == {path.name for path in here if path.suffix in (".js", ".css")}
    for name, expected in files.items():
        assert hashlib.sha256((PAGE / folder / name).read_bytes()).hexdigest() == expected, name
    assert {one["licence"] for one in listed} <= {"MIT", "Apache-2.0", "ISC", "BSD-2-Clause", "BSD-3-Clause"}
    assert all((PAGE / folder / one["licence_file"]).stat().st_size > 500 for one in listed)


def test_nothing_names_another_host() -> None:
    hosts = set()
    for path, asset in phone_site(with_streets=True).assets.items():
        if not path.endswith(".png") and "vendor/" not in path:
            hosts |= set(re.findall(r"https?://[^/\"'\s]+", asset.body.decode()))
    assert hosts == {"http://www.w3.org"}  # the name of SVG


def test_the_app_is_small_enough_for_a_bad_line() -> None:
    site = phone_site()
    assert sum(sizes(site).values()) < 76_000
    words = (asset for path, asset in site.assets.items() if path.startswith("words/"))
    assert max(len(asset.packed or asset.body) for asset in words) < 6_000


def test_streets_cost_nothing_where_the_house_has_no_map() -> None:
    without, with_streets = phone_site(), phone_site(with_streets=True)
    assert not [path for path in without.assets if path.startswith("streets/")]
    assert b"streets/" not in without.assets[""].body
    assert b"driver.map_open" not in without.assets["words/en.json"].body
    same = {"", "sw.js"}
    assert {path: size for path, size in sizes(without).items() if path not in same} == {
        path: size
        for path, size in sizes(with_streets).items()
        if path not in same and not path.startswith("streets/")
    }
    assert sum(sizes(with_streets).values()) < 174_000


def test_words_are_those_of_the_catalogues_and_get_what_they_ask_for() -> None:
    assets = phone_site(with_streets=True).assets
    words = {one: json.loads(assets[f"words/{one}.json"].body) for one in LANGUAGES}
    book = Phrasebook()
    said = {key for _, source in scripts() for key in re.findall(r'"(driver\.[a-z_]+)"', source)}
    assert all(set(found) == said for found in words.values())
    assert words["tr"]["driver.arrive"] == book.text("tr", "driver.arrive")
    assert words["en"]["driver.stops"] == {"one": "{count} stop", "other": "{count} stops"}
    assert words["zh_CN"]["driver.stops"] == {"other": "{count} 站"}
    checked = 0
    for path, source in scripts():
        for said_here in SAID.finditer(source):
            key = said_here[1]
            text = words["en"][key]
            wanted = set(re.findall(r"\{(\w+)\}", text if isinstance(text, str) else text["other"]))
            names = given_names(source, said_here.end()) if said_here[2] else set()
            assert names == wanted, (path, key)
            checked += bool(wanted)
    assert checked > 30
