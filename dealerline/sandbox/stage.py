"""Where a world is shown: the routes are built once, and one world after the other can play behind them."""

from __future__ import annotations

from core.kernel.clock import Clock
from dealerline.sandbox.settings import SandboxSettings
from dealerline.sandbox.webhook import CarryOut, Webhook
from dealerline.sandbox.world import World


class Stage:
    """The present world and the webhook that brings its updates to the bot."""

    def __init__(self, settings: SandboxSettings, clock: Clock | None = None) -> None:
        self._clock = clock
        self._set(settings)

    def start_over(self, settings: SandboxSettings) -> None:
        """A new world with nobody's messages in it; whoever waited for something of the old one is let go."""
        old = self.world
        self._set(settings)
        old.close()

    async def deliver(self, carry_out: CarryOut) -> None:
        """Bring updates to the bot until the present world closes and no other one has come."""
        webhook = None
        while webhook is not self.webhook:
            webhook = self.webhook
            await webhook.run(carry_out)

    def _set(self, settings: SandboxSettings) -> None:
        self.world = World(settings, self._clock)
        self.webhook = Webhook(self.world)
