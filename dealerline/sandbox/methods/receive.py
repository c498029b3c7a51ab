"""How the bot gets its updates and files: getUpdates, webhook, getFile."""

from __future__ import annotations

import asyncio
import re
from typing import Any
from urllib.parse import urlsplit

from dealerline.sandbox.chats import Json
from dealerline.sandbox.errors import BadRequest, Conflict
from dealerline.sandbox.files import DOWNLOAD_BYTES
from dealerline.sandbox.methods.call import Call, method
from dealerline.sandbox.webhook import WebhookTarget

LONGEST_POLL = 50
MOST_UPDATES = 100


@method("getUpdates")
async def get_updates(call: Call) -> list[Json]:
    """Waits until there is something or ``timeout`` is over; a second poller ends the first one's wait."""
    updates, webhook, world = call.world.updates, call.webhook, call.world
    if webhook.target is not None:
        raise Conflict(
            "can't use getUpdates method while webhook is active; "
            "use deleteWebhook to delete the webhook first"
        )
    updates.allow(call.form.nested("allowed_updates", "allowed updates"))
    offset = call.form.integer("offset")
    limit = min(max(call.form.integer("limit", MOST_UPDATES), 1), MOST_UPDATES)
    loop = asyncio.get_running_loop()
    now = loop.time()
    deadline = now + min(max(call.form.integer("timeout"), 0), LONGEST_POLL)
    if webhook.polls.repeats(offset, now):
        limit = 1
    poll = webhook.polls.begin(offset, now)
    updates.confirm(offset)
    updates.signal.fire()
    while True:
        if poll != webhook.polls.number:
            if webhook.target is not None:
                raise Conflict("terminated by setWebhook request")
            raise Conflict(
                "terminated by other getUpdates request; make sure that only one bot instance is running"
            )
        taken = updates.take(limit)
        remaining = deadline - loop.time()
        if taken or remaining <= 0 or world.events.closed:
            return [entry.as_json() for entry in taken]
        await updates.signal.wait(remaining)


@method("setWebhook")
def set_webhook(call: Call) -> Any:
    url = call.form.text("url")
    if not url:
        return delete_webhook(call)
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise BadRequest("invalid webhook URL specified")
    secret = call.form.text("secret_token")
    if len(secret) > 256:
        raise BadRequest("secret token is too long")
    if not re.fullmatch(r"[A-Za-z0-9_-]*", secret):
        raise BadRequest("secret token contains unallowed characters")
    connections = min(max(call.form.integer("max_connections", 40), 1), 100)
    call.world.updates.allow(call.form.nested("allowed_updates", "allowed updates"))
    if call.form.flag("drop_pending_updates"):
        call.world.updates.clear()
    call.webhook.set(WebhookTarget(url, secret, connections))
    return True


@method("deleteWebhook")
def delete_webhook(call: Call) -> bool:
    if call.form.flag("drop_pending_updates"):
        call.world.updates.clear()
    call.webhook.set(None)
    return True


@method("getWebhookInfo")
def get_webhook_info(call: Call) -> Json:
    return call.webhook.as_json()


@method("getFile")
def get_file(call: Call) -> Json:
    file_id = call.form.text("file_id")
    if not file_id:
        raise BadRequest("file_id not specified")
    stored = call.world.files.get(file_id)
    if stored is None:
        raise BadRequest("wrong file_id or the file is temporarily unavailable")
    if len(stored.data) > DOWNLOAD_BYTES:
        raise BadRequest("file is too big")
    return {**stored.as_json(), "file_path": stored.path}
