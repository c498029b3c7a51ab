"""Who takes the answer to a question that was asked with ``turn.expect``; listed by hand."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from bot.dealer.catalogue import callbacks as asked_of_catalogue
from bot.dealer.catalogue import handlers as catalogue
from bot.dealer.notices import callbacks as asked_of_notices
from bot.dealer.notices import handlers as notices
from bot.dealer.partners import handlers as partners
from bot.dealer.prepared import callbacks as asked_of_prepared
from bot.dealer.prepared import handlers as prepared
from bot.dealer.proofs import callbacks as asked_of_proofs
from bot.dealer.proofs import handlers as proofs
from bot.dealer.protection import callbacks as asked_of_protection
from bot.dealer.protection import handlers as protection
from bot.dealer.requests import callbacks as asked_of_dealer
from bot.dealer.requests import handlers as requests
from bot.dealer.returns import callbacks as asked_of_returns
from bot.dealer.returns import handlers as returns
from bot.dealer.survey import callbacks as asked_of_asked
from bot.dealer.survey import handlers as survey
from bot.dealer.team import handlers as team
from bot.dealer.templates import callbacks as asked_of_templates
from bot.dealer.templates import handlers as templates
from bot.office import dialogue
from bot.office.deliveries import handlers as deliveries
from bot.office.reports import handlers as reports
from bot.security import handlers as security
from bot.security import proving
from bot.staff.approvals import callbacks as asked_of_approver
from bot.staff.approvals import handlers as approvals
from bot.staff.approvals import planning, prices, tiers
from bot.staff.preparing import callbacks as asked_of_preparer
from bot.staff.preparing import handlers as preparing
from bot.staff.protection import handlers as granting
from bot.staff.returns import handlers as returned
from bot.staff.territory import callbacks as asked_of_rep
from bot.staff.territory import handlers as territory
from bot.turn import Turn
from bot.vendor import handlers as vendor

Answer = Callable[[Turn, dict[str, Any], str], Awaitable[None]]

# Name of the question -> what is done with (turn, data of the question, the typed text).
ANSWERS: dict[str, Answer] = {
    asked_of_approver.DECLINE_ANSWER: approvals.on_own_reason,
    asked_of_approver.ASK_ANSWER: approvals.on_question,
    asked_of_approver.PLAN_ANSWER: planning.on_answer,
    asked_of_approver.PRICE_ANSWER: prices.on_price,
    asked_of_approver.PRICE_REASON_ANSWER: prices.on_own_reason,
    asked_of_approver.TIER_REASON_ANSWER: tiers.on_own_reason,
    asked_of_rep.WRITE_ANSWER: territory.on_written,
    asked_of_preparer.ANSWER: preparing.on_words,
    asked_of_prepared.EXPLAIN_ANSWER: prepared.on_explained,
    asked_of_catalogue.AMOUNT: catalogue.on_amount,
    asked_of_dealer.ANSWER_HOUSE: requests.on_house_answered,
    asked_of_dealer.BETTER_PRICE: requests.on_better_price,
    asked_of_notices.QUIET_ANSWER: notices.on_quiet_typed,
    asked_of_notices.DIGEST_ANSWER: notices.on_digest_typed,
    asked_of_proofs.WHY: proofs.on_why,
    asked_of_protection.HOW_MANY: protection.on_pieces,
    asked_of_protection.HOW_MUCH: granting.on_part,
    asked_of_protection.WHY_NOT: granting.on_why_not,
    asked_of_asked.REMARK: survey.on_remark,
    asked_of_returns.HOW_MANY: returns.on_quantity,
    asked_of_returns.WHY_NOT: returned.on_why_not,
    asked_of_returns.HOW_CAME: returned.on_came,
    asked_of_templates.NAME: templates.on_name,
    asked_of_templates.NEW_NAME: templates.on_new_name,
    asked_of_templates.LEFT: templates.on_left,
    security.CONFIRM: security.on_first_code,
    proving.PROVE: proving.on_code,
    team.COLLEAGUE: team.on_colleague,
    dialogue.QUESTION: dialogue.on_answer,
    deliveries.ANSWER: deliveries.on_answer,
    reports.NAME: reports.on_name,
    vendor.ANSWER: vendor.on_answer,
    partners.ANSWER: partners.on_answer,
}
