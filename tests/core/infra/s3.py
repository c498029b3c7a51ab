"""A bucket on a port of its own: as much of S3 as the store of objects speaks, and every signature checked.

The signature is worked out anew from the request as it came (AWS Signature Version 4, in the header), so that
a wrong key is really refused.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, quote

import pytest
from aiohttp import web

from dealerline.sandbox.serve import open_socket

KEY, SECRET, REGION = "AKIAEXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "us-east-1"
_AUTHORIZATION = re.compile(
    r"AWS4-HMAC-SHA256 Credential=(\w+)/(\d{8})/([\w-]+)/s3/aws4_request, ?"
    r"SignedHeaders=([\w;-]+), ?Signature=([0-9a-f]{64})"
)


@dataclass
class Bucket:
    """``objects`` by path ("/photos/…"). ``is_down``: it answers 500 to everything."""

    name: str = "photos"
    objects: dict[str, bytes] = field(default_factory=dict)
    is_down: bool = False
    requests: int = 0

    async def answer(self, request: web.Request) -> web.Response:
        self.requests += 1
        body = await request.read()
        if self.is_down:
            return _error(500, "InternalError", "")
        if not _is_signed(request, body):
            return _error(403, "SignatureDoesNotMatch", f"<AWSAccessKeyId>{KEY}</AWSAccessKeyId>")
        path = request.path
        if not path.startswith(f"/{self.name}/"):
            return _error(404, "NoSuchBucket", "")
        if request.method == "GET":
            found = self.objects.get(path)
            return _error(404, "NoSuchKey", "") if found is None else _found(found)
        if path in self.objects and request.headers.get("If-None-Match") == "*":
            return _error(412, "PreconditionFailed", "")
        self.objects[path] = body
        return web.Response(headers={"ETag": f'"{hashlib.md5(body).hexdigest()}"'})


def _found(content: bytes) -> web.Response:
    headers = {"ETag": f'"{hashlib.md5(content).hexdigest()}"', "Last-Modified": _CHANGED}
    return web.Response(body=content, headers=headers)


_CHANGED = "Tue, 14 Oct 2025 09:00:00 GMT"


def _error(status: int, code: str, more: str) -> web.Response:
    text = f'<?xml version="1.0" encoding="UTF-8"?><Error><Code>{code}</Code>{more}</Error>'
    return web.Response(status=status, text=text, content_type="application/xml")


def _is_signed(request: web.Request, body: bytes) -> bool:
    found = _AUTHORIZATION.fullmatch(request.headers.get("Authorization", ""))
    if found is None:
        return False
    key, day, region, names, signature = found.groups()
    told = request.headers["x-amz-content-sha256"]
    query = sorted(parse_qsl(request.rel_url.raw_query_string, keep_blank_values=True))
    canonical = "\n".join(
        [
            request.method,
            request.rel_url.raw_path,
            "&".join(f"{quote(name, safe='-_.~')}={quote(value, safe='-_.~')}" for name, value in query),
            *(f"{name}:{' '.join(request.headers[name].split())}" for name in names.split(";")),
            "",
            names,
            told,
        ]
    )
    scope = f"{day}/{region}/s3/aws4_request"
    at = request.headers["x-amz-date"]
    signed = "\n".join(["AWS4-HMAC-SHA256", at, scope, hashlib.sha256(canonical.encode()).hexdigest()])
    made = f"AWS4{SECRET}".encode()
    for part in (day, region, "s3", "aws4_request", signed):
        made = hmac.new(made, part.encode(), hashlib.sha256).digest()
    is_body = told in ("UNSIGNED-PAYLOAD", hashlib.sha256(body).hexdigest())
    return (key, region, signature) == (KEY, REGION, made.hex()) and is_body


@asynccontextmanager
async def bucket_at(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Bucket]:
    """A bucket, with the environment that leads to it."""
    bucket = Bucket()
    app = web.Application(client_max_size=1 << 24)
    app.router.add_route("*", "/{path:.*}", bucket.answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    listening = open_socket()
    await web.SockSite(runner, listening).start()
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{listening.getsockname()[1]}")
    monkeypatch.setenv("AWS_ALLOW_HTTP", "true")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", KEY)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    monkeypatch.setenv("AWS_REGION", REGION)
    yield bucket
    await runner.cleanup()
