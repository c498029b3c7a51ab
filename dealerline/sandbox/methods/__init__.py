"""The methods of the Bot API, by what they are about. ``METHODS`` is all of them, by lower-case name."""

from __future__ import annotations

from dealerline.sandbox.methods import about, callbacks, edit, receive, send
from dealerline.sandbox.methods.call import METHODS, Call

__all__ = ["METHODS", "Call", "about", "callbacks", "edit", "receive", "send"]
