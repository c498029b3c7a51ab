"""Every command and query of vendors, and the function that does it."""

from __future__ import annotations

from core.infra.door import Handler
from core.vendors.use_cases.answer_purchase import (
    AcknowledgePurchase,
    DeclinePurchase,
    ShipPurchase,
    acknowledge_purchase,
    decline_purchase,
    ship_purchase,
)
from core.vendors.use_cases.chase_purchases import ChasePurchases, chase_purchases
from core.vendors.use_cases.give_goods import (
    CannotGive,
    GiveGoods,
    HandOver,
    ListGiveRequests,
    ShowGiveRequest,
    cannot_give,
    give_goods,
    hand_over,
    list_give_requests,
    show_give_request,
)
from core.vendors.use_cases.keep_partners import (
    PayPartners,
    ReplanSilent,
    SetPartnerPolicy,
    ShowPartnerPolicy,
    pay_partners,
    replan_silent,
    set_partner_policy,
    show_partner_policy,
)
from core.vendors.use_cases.keep_vendors import (
    AddVendorContact,
    FindContacts,
    ListVendors,
    SetOffer,
    SetVendor,
    SetVendorCutOff,
    add_vendor_contact,
    find_contacts,
    list_vendors,
    set_offer,
    set_vendor,
    set_vendor_cut_off,
)
from core.vendors.use_cases.offer_goods import (
    ListOwnOffers,
    ListPartnerOffers,
    OfferGoods,
    WithdrawGoods,
    list_own_offers,
    list_partner_offers,
    offer_goods,
    withdraw_goods,
)
from core.vendors.use_cases.redirect_purchase import RedirectPurchase, redirect_purchase
from core.vendors.use_cases.send_direct import (
    BuyAlways,
    PreviewDirect,
    SendDirect,
    buy_always,
    preview_direct,
    send_direct,
)
from core.vendors.use_cases.show_purchases import (
    ListOfOrder,
    ListPurchases,
    ShowDirectSale,
    ShowPurchase,
    list_of_order,
    list_purchases,
    show_direct_sale,
    show_purchase,
)

HANDLERS: dict[type, Handler] = {
    SetVendor: Handler(set_vendor),
    SetVendorCutOff: Handler(set_vendor_cut_off),
    AddVendorContact: Handler(add_vendor_contact),
    SetOffer: Handler(set_offer),
    ListVendors: Handler(list_vendors),
    FindContacts: Handler(find_contacts),
    PreviewDirect: Handler(preview_direct),
    SendDirect: Handler(send_direct),
    BuyAlways: Handler(buy_always),
    ShowPurchase: Handler(show_purchase),
    ListPurchases: Handler(list_purchases),
    ListOfOrder: Handler(list_of_order),
    ShowDirectSale: Handler(show_direct_sale),
    AcknowledgePurchase: Handler(acknowledge_purchase),
    DeclinePurchase: Handler(decline_purchase),
    ShipPurchase: Handler(ship_purchase),
    RedirectPurchase: Handler(redirect_purchase),
    ChasePurchases: Handler(chase_purchases),
    OfferGoods: Handler(offer_goods),
    WithdrawGoods: Handler(withdraw_goods),
    ListOwnOffers: Handler(list_own_offers),
    ListPartnerOffers: Handler(list_partner_offers),
    ShowGiveRequest: Handler(show_give_request),
    ListGiveRequests: Handler(list_give_requests),
    GiveGoods: Handler(give_goods),
    CannotGive: Handler(cannot_give),
    HandOver: Handler(hand_over),
    ShowPartnerPolicy: Handler(show_partner_policy),
    SetPartnerPolicy: Handler(set_partner_policy),
    ReplanSilent: Handler(replan_silent),
    PayPartners: Handler(pay_partners),
}
