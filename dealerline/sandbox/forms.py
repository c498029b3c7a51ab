"""The three shapes in which a Bot API call may come: form, multipart, JSON; all become one."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, unquote

from dealerline.sandbox.errors import BadRequest

_PARAMETER = re.compile(rb';\s*([\w*-]+)=(?:"((?:[^"\\]|\\.)*)"|([^;\s]+))')


@dataclass(frozen=True, slots=True)
class Upload:
    filename: str
    content_type: str
    data: bytes


@dataclass(slots=True)
class Form:
    """Fields as text (nested values as JSON text) and the files sent with them."""

    fields: dict[str, str] = field(default_factory=dict)
    files: dict[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        return self.fields.get(name, "")

    def flag(self, name: str) -> bool:
        return self.text(name).lower() in ("true", "1", "yes", "y", "t")

    def integer(self, name: str, default: int = 0) -> int:
        """Like Telegram: what is not a number counts as the default."""
        try:
            return int(self.text(name).strip())
        except ValueError:
            return default

    def number(self, name: str) -> float | None:
        try:
            return float(self.text(name))
        except ValueError:
            return None

    def nested(self, name: str, what: str) -> Any:
        """The value behind a JSON field, None when it is left out."""
        source = self.text(name)
        if not source:
            return None
        try:
            return json.loads(source)
        except ValueError:
            raise BadRequest(f"can't parse {what} JSON object") from None


def read_form(content_type: str, body: bytes, query: str = "") -> Form:
    form = Form(fields=dict(parse_qsl(query, keep_blank_values=True)))
    kind = content_type.split(";", 1)[0].strip().lower()
    if kind == "application/json":
        _read_json(form, body)
    elif kind == "multipart/form-data":
        _read_multipart(form, content_type, body)
    elif body:
        form.fields.update(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    return form


def _read_json(form: Form, body: bytes) -> None:
    if not body.strip():
        return
    try:
        document = json.loads(body)
    except ValueError:
        raise BadRequest("can't parse request: invalid JSON") from None
    if not isinstance(document, dict):
        raise BadRequest("can't parse request: expected an Object")
    for name, value in document.items():
        if value is not None:
            form.fields[name] = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _read_multipart(form: Form, content_type: str, body: bytes) -> None:
    boundary = _parameters(content_type.encode()).get("boundary")
    if not boundary:
        raise BadRequest("can't parse request: boundary is missing")
    delimiter = rb"\r\n--" + re.escape(boundary.encode()) + rb"(?=--|[ \t]*\r\n)"
    pieces = re.split(delimiter, b"\r\n" + body)
    if len(pieces) < 2 or not pieces[-1].startswith(b"--"):
        raise BadRequest("can't parse request: multipart body ends too early")
    for piece in pieces[1:-1]:
        head, separator, data = piece.partition(b"\r\n\r\n")
        if separator:
            _read_part(form, head, data)


def _read_part(form: Form, head: bytes, data: bytes) -> None:
    headers = {}
    for line in head.split(b"\r\n"):
        name, colon, value = line.partition(b":")
        if colon:
            headers[name.strip().lower()] = value.strip()
    parameters = _parameters(headers.get(b"content-disposition", b""))
    field_name = parameters.get("name")
    if field_name is None:
        return
    filename = parameters.get("filename*") or parameters.get("filename")
    if filename is None:
        form.fields[field_name] = data.decode("utf-8", "replace")
        return
    kind = headers.get(b"content-type", b"application/octet-stream").decode("latin-1")
    form.files[field_name] = Upload(filename, kind, data)


def _parameters(header: bytes) -> dict[str, str]:
    found = {}
    for name, quoted, bare in _PARAMETER.findall(header):
        value = re.sub(rb"\\(.)", rb"\1", quoted) if quoted else bare
        text = value.decode("utf-8", "replace")
        key = name.decode("ascii").lower()
        if key.endswith("*"):
            text = unquote(text.split("''", 1)[-1])
        found[key] = text
    return found
