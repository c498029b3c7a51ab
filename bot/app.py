"""Puts the bot together: one dispatcher, few routers, the frequent ones first."""

from __future__ import annotations

from aiogram import Bot, Dispatcher, Router
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.session.base import BaseSession
from aiogram.client.telegram import TelegramAPIServer

from bot import anything_else
from bot.answers import ANSWERS
from bot.audit import handlers as audit
from bot.dealer.catalogue import handlers as catalogue
from bot.dealer.credit import handlers as credit
from bot.dealer.figures import handlers as figures
from bot.dealer.invoices import handlers as invoices
from bot.dealer.network import handlers as network
from bot.dealer.notices import handlers as notices
from bot.dealer.ordering import handlers as ordering
from bot.dealer.ordering.files import handlers as files
from bot.dealer.ordering.photos import handlers as photos
from bot.dealer.ordering.voice import handlers as voice
from bot.dealer.orders import handlers as orders
from bot.dealer.partners import handlers as partners
from bot.dealer.prepared import handlers as prepared
from bot.dealer.proofs import handlers as proofs
from bot.dealer.protection import handlers as protection
from bot.dealer.rebates import handlers as rebates
from bot.dealer.reorder import handlers as reorder
from bot.dealer.requests import handlers as requests
from bot.dealer.returns import handlers as returns
from bot.dealer.support import handlers as support
from bot.dealer.survey import handlers as survey
from bot.dealer.team import handlers as team
from bot.dealer.templates import handlers as templates
from bot.dealer.tracking import handlers as tracking
from bot.driver import handlers as driver
from bot.joining import handlers as joining
from bot.menu import usual_menu
from bot.middlewares.turns import Turns
from bot.office import handlers as office
from bot.office.areas import clearance, supply
from bot.office.areas import goods_handlers as goods
from bot.office.broadcasts import handlers as broadcasts
from bot.office.deliveries import handlers as deliveries
from bot.office.doors import handlers as doors
from bot.office.reports import handlers as reports
from bot.office.routes import handlers as routes
from bot.office.survey import handlers as surveys
from bot.roles import May
from bot.security import handlers as security
from bot.sending import SendLimiter
from bot.staff.approvals import handlers as approvals
from bot.staff.preparing import handlers as preparing
from bot.staff.protection import handlers as granting
from bot.staff.returns import handlers as returned
from bot.staff.support import handlers as conversations
from bot.staff.tasks import handlers as tasks
from bot.staff.territory import handlers as territory
from bot.vendor import handlers as vendor
from core.i18n.phrases import LANGUAGES, Phrasebook
from core.infra.door import Core
from core.infra.settings import Settings
from core.kernel.actor import Permission

ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "inline_query")


def build_dispatcher(core: Core, book: Phrasebook) -> Dispatcher:
    """The dispatcher with everything in it; chat state lives in the database, so FSM is off."""
    dispatcher = Dispatcher(disable_fsm=True)
    dispatcher.update.outer_middleware(Turns(core, book, ANSWERS))
    for router, permission in (
        # First: what is written to a human is none of the others' business.
        (support.build_router(), Permission.ORDER_READ),
        (conversations.build_router(), Permission.DEALERS_READ),
        (ordering.build_router(), Permission.DRAFT_EDIT),
        (files.build_router(), Permission.DRAFT_EDIT),
        (voice.build_router(), Permission.DRAFT_EDIT),
        (photos.build_router(), Permission.DRAFT_EDIT),
        (photos.build_look_router(), Permission.DOCUMENT_READ),
        (templates.build_router(), Permission.DRAFT_EDIT),
        (catalogue.build_router(), Permission.ORDER_READ),
        (catalogue.build_taps_router(), Permission.CATALOG_READ),
        (catalogue.build_office_router(), Permission.MASTER_DATA),
        (orders.build_router(), Permission.ORDER_READ),
        (reorder.build_router(), Permission.DRAFT_EDIT),
        (tracking.build_router(), Permission.ORDER_READ),
        (figures.build_router(), Permission.ORDER_READ),
        (requests.build_router(), Permission.ORDER_READ),
        (returns.build_router(), Permission.ORDER_PLACE),
        (protection.build_router(), Permission.ORDER_PLACE),
        (credit.build_router(), Permission.CREDIT_READ),
        (invoices.build_router(), Permission.CREDIT_READ),
        (rebates.build_router(), Permission.CREDIT_READ),
        (invoices.build_document_router(), Permission.DOCUMENT_READ),
        (proofs.build_router(), Permission.DOCUMENT_READ),
        (approvals.build_router(), Permission.APPROVAL_DECIDE),
        (returned.build_router(), Permission.APPROVAL_DECIDE),
        (granting.build_router(), Permission.APPROVAL_DECIDE),
        (returned.build_store_router(), Permission.STOCK_EDIT),
        (tasks.build_router(), Permission.TASK_EDIT),
        (territory.build_router(), Permission.DEALERS_READ),
        (preparing.build_router(), Permission.DEALER_CARE),
        # Whoever may only look is told so.
        (prepared.build_router(), Permission.ORDER_READ),
        (team.build_router(), Permission.TEAM_EDIT),
        (network.build_router(), Permission.ORDER_READ),
        (notices.build_router(), Permission.OWN_PROFILE),
        (survey.build_router(), Permission.OWN_PROFILE),
        (security.build_router(), Permission.OWN_PROFILE),
        (audit.build_router(), Permission.AUDIT_READ),
        (reports.build_router(), Permission.REPORT_READ),
        (broadcasts.build_router(), Permission.BROADCAST),
        (surveys.build_router(), Permission.BROADCAST),
        (deliveries.build_router(), Permission.DELIVERY_EDIT),
        (routes.build_router(), Permission.ROUTE_EDIT),
        (goods.build_router(), Permission.STOCK_EDIT),
        (supply.build_router(), Permission.STOCK_EDIT),
        (clearance.build_router(), Permission.PRICE_EDIT),
        (driver.build_router(), Permission.DRIVE),
        (doors.build_money_router(), Permission.BILLING_EDIT),
        (doors.build_causes_router(), Permission.DELIVERY_EDIT),
        (partners.build_router(), Permission.ORDER_PLACE),
        (vendor.build_router(), Permission.PURCHASE_ANSWER),
        (vendor.build_house_router(), Permission.VENDOR_EDIT),
        (office.build_router(), Permission.STOCK_READ),
    ):
        _guard(router, permission)
        dispatcher.include_router(router)
    dispatcher.include_router(joining.build_router())
    dispatcher.include_router(anything_else.build_router())
    return dispatcher


def _guard(router: Router, permission: Permission) -> None:
    router.message.filter(May(permission))
    router.callback_query.filter(May(permission))


def build_bot(settings: Settings, session: BaseSession | None = None) -> Bot:
    """The Bot API client: any server (or session), HTML texts, sending limits."""
    session = session or AiohttpSession(api=TelegramAPIServer.from_base(settings.bot_api_base))
    session.middleware(SendLimiter(per_second=settings.sends_per_second, chat_burst=settings.chat_burst))
    return Bot(
        settings.bot_token.get_secret_value(),
        session=session,
        default=DefaultBotProperties(parse_mode="HTML", link_preview_is_disabled=True),
    )


async def publish_commands(bot: Bot, book: Phrasebook) -> None:
    """The commands menu, in each language."""
    for language in LANGUAGES:
        code = None if language == LANGUAGES[0] else language.partition("_")[0]
        await bot.set_my_commands(usual_menu(book.say(language)), language_code=code)
