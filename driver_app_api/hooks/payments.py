"""Payments as a bank or payment provider reports them: signed, fresh, each counted once.

    POST /hooks/payments     signed as ``driver_app_api.hooks.signed`` says

    {"id": "evt_1", "dealer": "D-001", "amount": "1040.50", "currency": "USD", "paid_on": "2025-10-14",
     "reference": "bank reference", "invoices": ["INV-2025-1042"]}

200 with the receipt; a repeat of an event id gets the first answer again. 401: the signature or the time is
wrong; 422: the payment is refused, with the code why; 409: another event has recorded that reference.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from core.billing.errors import AlreadyRecorded
from core.billing.use_cases.take_payment_notice import TakePaymentNotice
from core.infra.door import Core
from core.kernel.actor import SYSTEM
from core.kernel.errors import Busy, Refused
from core.kernel.money import Money
from driver_app_api.hooks.signed import read_signed
from driver_app_api.problems import problem

_ACTOR = SYSTEM.from_origin("webhook:payments")


class PaymentNotice(BaseModel):
    """The body. amount: a plain decimal, as text so that no digit is lost."""

    model_config = ConfigDict(extra="ignore")

    id: str = Field(min_length=1, max_length=100)
    dealer: str = Field(min_length=1, max_length=40)
    amount: str = Field(pattern=r"^-?\d{1,13}(\.\d{1,3})?$")
    currency: str = Field(pattern=r"^[A-Z]{3}$")
    paid_on: date
    reference: str = Field(max_length=140)
    invoices: tuple[str, ...] = Field(default=(), max_length=500)

    def command(self) -> TakePaymentNotice:
        """Raises ValueError for more digits than the currency has."""
        amount = Money.parse(str(Decimal(self.amount)), self.currency)
        return TakePaymentNotice(self.dealer, amount, self.paid_on, self.reference, self.invoices)


def payments_router(core: Core, secret: str) -> APIRouter:
    """The route; without a secret there is none to be had."""
    if not secret:
        raise ValueError("A payment webhook needs DEALERLINE_PAYMENT_SECRET: else anybody could pay.")
    router = APIRouter()

    @router.post("/hooks/payments")
    async def receive(request: Request) -> Response:
        body = await read_signed(core, secret, request)
        if isinstance(body, Response):
            return body
        try:
            notice = PaymentNotice.model_validate_json(body)
            command = notice.command()
        except ValidationError as error:
            fields = [".".join(map(str, fault["loc"])) for fault in error.errors()]
            return problem(422, "unreadable", "The body is not a payment.", fields=fields)
        except ValueError:
            return problem(422, "unreadable", "The currency has fewer digits.", fields=["amount"])
        return await _record(core, command, notice.id)

    return router


async def _record(core: Core, command: TakePaymentNotice, event_id: str) -> Response:
    try:
        recorded = await core.execute(_ACTOR, command, key=f"payment-hook:{event_id}")
    except AlreadyRecorded as refused:
        return problem(409, refused.code, "That reference is recorded.", receipt=refused.fields["number"])
    except Busy as refused:
        return problem(503, refused.code, "Please send it again.")
    except Refused as refused:
        return problem(422, refused.code, "The payment was refused; nothing was recorded.")
    return JSONResponse(
        {
            "receipt": recorded.number,
            "applied": [
                {"document": part.document, "paid": str(part.paid.to_decimal())} for part in recorded.parts
            ],
            "unapplied": str(recorded.unapplied.to_decimal()),
            "released": list(recorded.released),
        }
    )
