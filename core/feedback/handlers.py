"""Every command and query of what dealers say, and the function that does it."""

from __future__ import annotations

from core.feedback.use_cases.answer_survey import (
    AnswerSurvey,
    ExplainAnswer,
    ShowAsked,
    answer_survey,
    explain_answer,
    show_asked,
)
from core.feedback.use_cases.rate_delivery import (
    AskAboutDelivery,
    ExplainRating,
    RateDelivery,
    ask_about_delivery,
    explain_rating,
    rate_delivery,
)
from core.feedback.use_cases.report_survey import DrawSurvey, ExportSurvey, draw_survey, export_survey
from core.feedback.use_cases.run_survey import (
    CloseSurveys,
    EndSurvey,
    ListSurveys,
    PreviewSurvey,
    ShowSurvey,
    StartSurvey,
    close_surveys,
    end_survey,
    list_surveys,
    preview_survey,
    show_survey,
    start_survey,
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
    PreviewSurvey: Handler(preview_survey),
    StartSurvey: Handler(start_survey),
    EndSurvey: Handler(end_survey),
    CloseSurveys: Handler(close_surveys),
    ShowSurvey: Handler(show_survey),
    ListSurveys: Handler(list_surveys),
    DrawSurvey: Handler(draw_survey),
    ExportSurvey: Handler(export_survey),
    ShowAsked: Handler(show_asked),
    AnswerSurvey: Handler(answer_survey),
    ExplainAnswer: Handler(explain_answer),
}
