"""The shapes of a Bot API call, and the files that come with it."""

from __future__ import annotations

import json
import struct

import aiohttp
import pytest

from dealerline.sandbox import SandboxClient, SandboxUser
from dealerline.sandbox.errors import BadRequest
from dealerline.sandbox.files import FileStore, image_size
from dealerline.sandbox.forms import Upload, read_form


def test_form_and_query() -> None:
    form = read_form("application/x-www-form-urlencoded; charset=utf-8", b"text=a%20b&n=7", "chat_id=5")
    assert (form.text("text"), form.integer("n"), form.integer("chat_id"), form.text("none")) == (
        "a b",
        7,
        5,
        "",
    )


def test_json_keeps_nested_values() -> None:
    body = json.dumps({"text": "é", "flag": True, "none": None, "reply_markup": {"inline_keyboard": []}})
    form = read_form("application/json", body.encode())
    assert (form.text("text"), form.flag("flag"), "none" in form.fields) == ("é", True, False)
    assert form.nested("reply_markup", "markup") == {"inline_keyboard": []}


def test_multipart_with_a_file() -> None:
    body = (
        b'--B\r\nContent-Disposition: form-data; name="caption"\r\n\r\nline\r\nline\r\n'
        b'--B\r\nContent-Disposition: form-data; name="f"; filename="\xc3\xb6l.csv"\r\n'
        b"Content-Type: text/csv\r\n\r\n\r\n--Bx\r\n\x00\r\n--B--\r\n"
    )
    form = read_form('multipart/form-data; boundary="B"', body)
    assert form.text("caption") == "line\r\nline"
    # A line that merely begins like the boundary is content, and so are the line breaks around it.
    assert form.files["f"] == Upload("öl.csv", "text/csv", b"\r\n--Bx\r\n\x00")


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/json", b"{"),
        ("application/json", b"[1]"),
        ("multipart/form-data", b"--B--"),
        ("multipart/form-data; boundary=B", b"--B\r\n\r\nx"),
    ],
)
def test_broken_bodies_are_refused(kind: str, body: bytes) -> None:
    with pytest.raises(BadRequest, match="can't parse request"):
        read_form(kind, body)


async def test_get_and_json_calls_over_http(sandbox: SandboxClient, ann: SandboxUser) -> None:
    base = f"{sandbox.url}/bot{sandbox.token}"
    async with aiohttp.ClientSession() as session:
        async with session.get(f"{base}/sendmessage", params={"chat_id": ann.id, "text": "by GET"}) as answer:
            assert (await answer.json())["result"]["text"] == "by GET"
        markup = {"inline_keyboard": [[{"text": "ok", "callback_data": "1"}]]}
        content = {"chat_id": ann.id, "text": "by JSON", "reply_markup": markup}
        async with session.post(f"{base}/sendMessage", json=content) as answer:
            assert (await answer.json())["result"]["reply_markup"] == markup
        async with session.get(f"{sandbox.url}/botnonsense/getMe") as answer:
            assert (answer.status, (await answer.json())["ok"]) == (404, False)
    assert (await ann.wait_for("by JSON")).labels == ["ok"]


def test_old_files_make_room_for_new_ones() -> None:
    store = FileStore(most_bytes=10)
    first = store.add(Upload("a.txt", "", b"123456"), "document")
    second = store.add(Upload("../b.txt", "application/octet-stream", b"123456"), "document")
    assert store.get(first.file_id) is None
    assert store.at_path(first.path) is None
    assert store.at_path(second.path) is second
    assert (second.name, second.content_type) == ("b.txt", "text/plain")


@pytest.mark.parametrize(
    ("data", "size"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + struct.pack(">II", 640, 400), (640, 400)),
        (b"GIF89a" + struct.pack("<HH", 3, 5), (3, 5)),
        (
            b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x11\x08" + struct.pack(">HH", 20, 30) + b"\0" * 8,
            (30, 20),
        ),
        (b"RIFF\0\0\0\0WEBPVP8X" + b"\0" * 8 + b"\x09\0\0\x04\0\0", (10, 5)),
        (b"\xff\xd8\xff\xe0\x00", None),
        (b"%PDF", None),
        (b"", None),
    ],
)
def test_size_of_a_picture(data: bytes, size: tuple[int, int] | None) -> None:
    assert image_size(data) == size
