"""Serves the driver's phone app at ``/driver/``: files of ``page/``, its words, and the service worker.

All of it is read once, at the start: the service worker's list of files and its version are made from the
very bytes that are served, so that an old list can never be sent out with new files.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

from fastapi import APIRouter, Request, Response

from core.i18n.phrases import LANGUAGES, Phrasebook, locale_of

BASE = "/driver/"
_MEDIA = {
    "html": "text/html; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "json": "application/json",
    "svg": "image/svg+xml",
    "png": "image/png",
    "txt": "text/plain; charset=utf-8",
}
# Not needed to run: licences and the list of where the libraries come from.
_LEFT_OUT = (".LICENSE.txt", "vendored.json")
_WORKER = "sw.js"
_INDEX = "index.html"
_SAID = re.compile(r'"(driver\.[a-z_]+)"')
_IMPORT_MAP = re.compile(rb'<script type="importmap">(.*?)</script>', re.DOTALL)
_SMALLEST_PACKED = 1_000
# Drawing streets: served and kept on phones only where the house has a map of its own.
_STREETS = "streets/"
_BEGIN_STREETS = b'  <script type="module" src="streets/start.js"></script>\n'
_SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(self), microphone=()",
}


@dataclass(frozen=True, slots=True)
class Asset:
    """One file as it is sent. ``packed``: the same with gzip, None where that is no gain."""

    body: bytes
    packed: bytes | None
    media_type: str
    tag: str


@dataclass(frozen=True, slots=True)
class Site:
    """``assets`` by path below ``/driver/``, the page itself at ""; ``version`` is the service worker's."""

    assets: Mapping[str, Asset]
    version: str
    policy: str


def phone_app_router(*, with_streets: bool = False) -> APIRouter:
    """Exact paths only: whatever else is below ``/driver/`` belongs to the driver API."""
    site = phone_site(with_streets=with_streets)
    router = APIRouter(include_in_schema=False)

    async def send(request: Request) -> Response:
        """The file, or 304 to whoever has it; packed for those who can unpack it."""
        asset = site.assets[request.url.path.removeprefix(BASE)]
        headers = {"ETag": asset.tag, "Cache-Control": "no-cache", "Vary": "Accept-Encoding", **_SAFE}
        headers["Content-Security-Policy"] = site.policy
        if request.headers.get("if-none-match") == asset.tag:
            return Response(status_code=304, headers=headers)
        if asset.packed is not None and "gzip" in request.headers.get("accept-encoding", ""):
            headers["Content-Encoding"] = "gzip"
            return Response(asset.packed, media_type=asset.media_type, headers=headers)
        return Response(asset.body, media_type=asset.media_type, headers=headers)

    for path in site.assets:
        router.add_api_route(BASE + path, send, methods=["GET", "HEAD"])
    return router


@cache
def phone_site(*, with_streets: bool = False) -> Site:
    """The whole app, read and counted once a process; ``with_streets``: it draws the house's own map."""
    files = {
        path: body
        for path, body in _files_of(resources.files("driver_app_api.web") / "page")
        if with_streets or not path.startswith(_STREETS)
    }
    worker = files.pop(_WORKER)
    keys = {
        key
        for path, body in files.items()
        if path.endswith(".js") and "vendor/" not in path
        for key in _SAID.findall(body.decode())
    }
    for language in LANGUAGES:
        files[f"words/{language}.json"] = words_of(language, keys)
    files[""] = files.pop(_INDEX)
    if with_streets:
        files[""] = files[""].replace(b"</head>", _BEGIN_STREETS + b"</head>")
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(path.encode() + b"\0" + hashlib.sha256(files[path]).digest())
    digest.update(worker)
    version = digest.hexdigest()[:16]
    listed = json.dumps(["./" if path == "" else path for path in sorted(files)])
    files[_WORKER] = f'const VERSION = "{version}";\nconst FILES = {listed};\n'.encode() + worker
    assets = {path: _asset(path or _INDEX, body) for path, body in files.items()}
    return Site(assets, version, _policy(files[""]))


def _files_of(folder: Traversable, above: str = "") -> Iterator[tuple[str, bytes]]:
    for entry in sorted(folder.iterdir(), key=lambda one: one.name):
        path = above + entry.name
        if entry.is_dir():
            yield from _files_of(entry, f"{path}/")
        elif not path.endswith(_LEFT_OUT):
            yield path, entry.read_bytes()


def words_of(language: str, keys: Iterable[str]) -> bytes:
    """Phrases as JSON: text by key, or for a counted one its forms by plural category ("one", "other")."""
    book = Phrasebook([language])
    rule = locale_of(language).plural_form
    # The least number of each category stands for it.
    samples = {rule(number): number for number in range(200, -1, -1)}
    words: dict[str, object] = {}
    for key in sorted(keys):
        try:
            words[key] = {form: book.text(language, key, number) for form, number in sorted(samples.items())}
        except KeyError:  # nothing is counted in it
            words[key] = book.text(language, key)
    return json.dumps(words, ensure_ascii=False, separators=(",", ":")).encode()


def _asset(path: str, body: bytes) -> Asset:
    kind = path.rpartition(".")[2]
    packed = None
    if len(body) >= _SMALLEST_PACKED and kind != "png":
        packed = gzip.compress(body, 9, mtime=0)
    return Asset(body, packed, _MEDIA[kind], f'"{hashlib.sha256(body).hexdigest()[:32]}"')


def _policy(index: bytes) -> str:
    """No other host, ever; the only script in the page itself is its import map, known by its hash."""
    found = _IMPORT_MAP.search(index)
    assert found is not None
    known = base64.b64encode(hashlib.sha256(found[1]).digest()).decode()
    return (
        f"default-src 'none'; script-src 'self' 'sha256-{known}'; style-src 'self'; img-src 'self' blob:; "
        "connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    )
