"""The web application: health, metrics, webhooks."""

from __future__ import annotations

from fastapi import FastAPI, Response
from sqlalchemy import text

from core.i18n.phrases import Phrasebook
from core.infra.door import Core
from driver_app_api.driver.api import MOUNTED_AT, driver_api
from driver_app_api.hooks.carriers import SignedCarrier, carriers_router
from driver_app_api.hooks.payments import payments_router
from driver_app_api.hooks.telegram import StoreUpdates, telegram_router
from driver_app_api.metrics import metrics_router
from driver_app_api.web.site import phone_app_router


def create_app(
    core: Core, *, store_updates: StoreUpdates | None = None, book: Phrasebook | None = None
) -> FastAPI:
    """``store_updates`` is where Telegram's updates go when they come by webhook. book: the words."""
    app = FastAPI(title="Dealerline", docs_url=None, redoc_url=None)

    @app.get("/health")
    async def health() -> Response:
        """200 when the database answers; nothing else is said to strangers."""
        async with core.database.read() as connection:
            await connection.execute(text("SELECT 1"))
        return Response("ok", media_type="text/plain")

    if metrics_token := core.settings.metrics_token.get_secret_value():
        app.include_router(metrics_router(core, metrics_token))
    if store_updates is not None:
        secret = core.settings.webhook_secret.get_secret_value()
        app.include_router(telegram_router(store_updates, secret))
    payment_secret = core.settings.payment_secret.get_secret_value()
    if payment_secret:
        app.include_router(payments_router(core, payment_secret))
    if secrets := core.settings.carrier_secrets:
        adapters = {code: SignedCarrier(one.get_secret_value()) for code, one in secrets.items()}
        app.include_router(carriers_router(core, adapters))
    # Below the app's own paths, and before them: a mount takes whatever begins so.
    app.mount(MOUNTED_AT, driver_api(core, book or Phrasebook()))
    app.include_router(phone_app_router(with_streets=bool(core.settings.map_file)))
    return app
