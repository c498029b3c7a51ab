"""Every command and query of what dealers say, and the function that does it."""

from __future__ import annotations

from core.feedback.use_cases.rate_delivery import (
    AskAboutDelivery,
    ExplainRating,
    RateDelivery,
    ask_about_delivery,
    explain_rating,
    rate_delivery,
)
from core.feedback.use_cases.set_policy import (
    SetFeedbackPolicy,
    ShowFeedbackPolicy,
    set_feedback_policy,
    show_feedback_policy,
)
from core.infra.door import Handler

HANDLERS: dict[type, Handler] = {
    AskAboutDelivery: Handler(ask_about_delivery),
    RateDelivery: Handler(rate_delivery),
    ExplainRating: Handler(explain_rating),
    ShowFeedbackPolicy: Handler(show_feedback_policy),
    SetFeedbackPolicy: Handler(set_feedback_policy),
}
