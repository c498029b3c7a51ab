"""Every command and query of returns, and the function that does it."""

from __future__ import annotations

from core.infra.door import Handler
from core.returns.use_cases.begin_return import BeginReturn, begin_return, understand_return
from core.returns.use_cases.decide_return import (
    CloseReturns,
    DecideReturn,
    ShowReturnApproval,
    ShowReturnPhotos,
    close_returns,
    decide_return,
    show_return_approval,
    show_return_photos,
)
from core.returns.use_cases.receive_return import (
    ListExpectedReturns,
    ReceiveReturn,
    ShowExpectedReturn,
    list_expected_returns,
    receive_return,
    show_expected_return,
)
from core.returns.use_cases.request_return import (
    AddReturnPhoto,
    ChangeReturn,
    DropReturn,
    ListReturns,
    SendReturn,
    ShowOwnDraft,
    ShowReturn,
    StartReturn,
    add_return_photo,
    change_return,
    drop_return,
    list_returns,
    send_return,
    show_own_draft,
    show_return,
    start_return,
)
from core.returns.use_cases.set_return_policy import (
    SetReturnFee,
    SetReturnPolicy,
    ShowReturnPolicy,
    set_return_fee,
    set_return_policy,
    show_return_policy,
)

HANDLERS: dict[type, Handler] = {
    BeginReturn: Handler(begin_return, prepare=understand_return),
    StartReturn: Handler(start_return),
    ChangeReturn: Handler(change_return),
    AddReturnPhoto: Handler(add_return_photo),
    DropReturn: Handler(drop_return),
    SendReturn: Handler(send_return),
    ShowOwnDraft: Handler(show_own_draft),
    ShowReturn: Handler(show_return),
    ListReturns: Handler(list_returns),
    DecideReturn: Handler(decide_return),
    CloseReturns: Handler(close_returns),
    ShowReturnApproval: Handler(show_return_approval),
    ShowReturnPhotos: Handler(show_return_photos),
    ReceiveReturn: Handler(receive_return),
    ListExpectedReturns: Handler(list_expected_returns),
    ShowExpectedReturn: Handler(show_expected_return),
    SetReturnFee: Handler(set_return_fee),
    SetReturnPolicy: Handler(set_return_policy),
    ShowReturnPolicy: Handler(show_return_policy),
}
