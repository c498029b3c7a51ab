"""A local stand-in for the Telegram Bot API with a chat page in the browser.

``create_app(settings)`` is the application, ``running_sandbox()`` serves it inside the running loop and gives
a ``SandboxClient``, through whose ``SandboxUser`` s a test talks to the bot like people do.
The bot needs nothing but the API base address. State is in memory and bounded.
"""

from __future__ import annotations

from dealerline.sandbox.app import create_app
from dealerline.sandbox.client import SandboxClient
from dealerline.sandbox.faults import Fault, FaultKind
from dealerline.sandbox.seen import Answer, Button, ChatMessage, Refused, WaitedInVain
from dealerline.sandbox.serve import SandboxServer, open_socket, running_sandbox
from dealerline.sandbox.settings import SandboxPerson, SandboxSettings
from dealerline.sandbox.user import SandboxUser, Tapped

__all__ = [
    "Answer",
    "Button",
    "ChatMessage",
    "Fault",
    "FaultKind",
    "Refused",
    "SandboxClient",
    "SandboxPerson",
    "SandboxServer",
    "SandboxSettings",
    "SandboxUser",
    "Tapped",
    "WaitedInVain",
    "create_app",
    "open_socket",
    "running_sandbox",
]
