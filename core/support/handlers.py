"""Every command and query of conversations, and the function that does it."""

from __future__ import annotations

from core.infra.door import Handler
from core.support.use_cases.answer_questions import (
    ChooseAnswer,
    DecidePhrasing,
    FindAnswer,
    ListMeant,
    ListUnanswered,
    OfferAnswers,
    RefuseAnswers,
    choose_answer,
    decide_phrasing,
    find_answer,
    list_meant,
    list_unanswered,
    offer_answers,
    refuse_answers,
)
from core.support.use_cases.ask_for_human import (
    AskForHuman,
    EndConversation,
    FindLine,
    NoteMiss,
    SayToHouse,
    ask_for_human,
    end_conversation,
    find_line,
    note_miss,
    say_to_house,
)
from core.support.use_cases.pass_on import PassOnConversations, pass_on_conversations
from core.support.use_cases.set_policy import (
    SetSupportPolicy,
    ShowSupportPolicy,
    set_support_policy,
    show_support_policy,
)
from core.support.use_cases.show_conversations import (
    ListConversations,
    ShowThread,
    list_conversations,
    show_thread,
)
from core.support.use_cases.talk import (
    AnswerDealer,
    FindTalking,
    HandBack,
    LetMachineRead,
    SetTalking,
    ShowWord,
    TakeConversation,
    answer_dealer,
    find_talking,
    hand_back,
    let_machine_read,
    set_talking,
    show_word,
    take_conversation,
)

HANDLERS: dict[type, Handler] = {
    AskForHuman: Handler(ask_for_human),
    FindLine: Handler(find_line),
    SayToHouse: Handler(say_to_house),
    EndConversation: Handler(end_conversation),
    NoteMiss: Handler(note_miss),
    TakeConversation: Handler(take_conversation),
    SetTalking: Handler(set_talking),
    FindTalking: Handler(find_talking),
    AnswerDealer: Handler(answer_dealer),
    HandBack: Handler(hand_back),
    LetMachineRead: Handler(let_machine_read),
    ShowWord: Handler(show_word),
    PassOnConversations: Handler(pass_on_conversations),
    ListConversations: Handler(list_conversations),
    ShowThread: Handler(show_thread),
    FindAnswer: Handler(find_answer),
    OfferAnswers: Handler(offer_answers),
    ChooseAnswer: Handler(choose_answer),
    RefuseAnswers: Handler(refuse_answers),
    ListUnanswered: Handler(list_unanswered),
    ListMeant: Handler(list_meant),
    DecidePhrasing: Handler(decide_phrasing),
    ShowSupportPolicy: Handler(show_support_policy),
    SetSupportPolicy: Handler(set_support_policy),
}
