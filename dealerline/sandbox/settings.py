"""What a sandbox is started with: its bot, its people and how patient it is."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict, Field

DEFAULT_TOKEN = "4200000001:sandbox-token-that-opens-nothing-outside"


class SandboxPerson(BaseModel):
    """Somebody with a private chat with the bot.

    Ids stay the same between two starts when the list does, so a bot that remembers people finds them again.
    """

    model_config = ConfigDict(frozen=True)

    name: str = Field(min_length=1, max_length=64, description="first name")
    last_name: str = ""
    username: str | None = None
    language: str | None = "en"
    phone: str | None = None
    id: int | None = Field(default=None, gt=0, description="Telegram user id; numbered from 5001 if left out")
    role: str = Field(default="", description='shown under the name, for example "Dealer"')
    started: bool = Field(
        default=False, description="has talked to the bot before, so the bot may write first"
    )
    start_payload: str = Field(
        default="", pattern="^[A-Za-z0-9_-]{0,64}$", description="deep link payload of the Start button"
    )
    suggestions: Sequence[str] = Field(default=(), description="texts one may send with a tap")


class SandboxSettings(BaseModel):
    """One sandbox: one bot, some people, limits in seconds and bytes."""

    model_config = ConfigDict(frozen=True)

    token: str = Field(default=DEFAULT_TOKEN, pattern=r"^\d+:[A-Za-z0-9_-]+$")
    bot_name: str = "Dealerline"
    bot_username: str = "dealerline_sandbox_bot"
    users: Sequence[SandboxPerson] = ()
    callback_seconds: float = Field(default=30.0, gt=0, description="how long a tap can be answered")
    callback_update_seconds: float = Field(
        default=150.0, gt=0, description="how long a tap waits for the bot"
    )
    update_seconds: float = Field(default=24 * 3600.0, gt=0, description="how long other updates wait")
    message_hours: float = Field(default=48.0, gt=0, description="age at which a message is out of reach")
    webhook_timeout: float = Field(default=60.0, gt=0)
    webhook_delay_unit: float = Field(
        default=1.0, gt=0, description="the seconds that count as one in the delays 2, 4, 8 ... of a webhook"
    )
    messages_per_chat: int = Field(default=2000, gt=0)
    calls_kept: int = Field(default=5000, gt=0, description="how many calls of the bot are remembered")
    file_bytes: int = Field(default=256 << 20, gt=0, description="oldest files are forgotten beyond this")

    @property
    def bot_id(self) -> int:
        return int(self.token.split(":", 1)[0])
