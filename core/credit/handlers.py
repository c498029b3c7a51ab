"""Every command and query of credit, and the function that does it."""

from __future__ import annotations

from core.credit.use_cases.show_credit import ShowCredit, show_credit
from core.credit.use_cases.show_dealer_credit import ShowDealerCredit, show_dealer_credit
from core.infra.door import Handler

HANDLERS: dict[type, Handler] = {
    ShowDealerCredit: Handler(show_dealer_credit),
    ShowCredit: Handler(show_credit),
}
