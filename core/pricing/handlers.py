"""Every command and query of prices, and the function that does it."""

from __future__ import annotations

from core.infra.door import Handler
from core.pricing.use_cases.create_dealer import CreateDealer, create_dealer
from core.pricing.use_cases.set_band import (
    ListBands,
    PreviewBand,
    SetBand,
    list_band_views,
    preview_band,
    set_band,
)
from core.pricing.use_cases.set_price import PreviewPrice, SetPrice, preview_price, set_price
from core.pricing.use_cases.set_promotion import (
    ChangePromotion,
    CreatePromotion,
    EndPromotion,
    ListPromotions,
    PreviewPromotion,
    change_promotion,
    create_promotion,
    end_promotion,
    list_promotions,
    preview_promotion,
)
from core.pricing.use_cases.set_rate import PreviewRate, SetRate, preview_rate, set_rate
from core.pricing.use_cases.set_resale_price import (
    ListOwnPrices,
    SetResalePrice,
    ShowOwnPrice,
    list_own_prices,
    set_resale_price,
    show_own_price,
)
from core.pricing.use_cases.set_terms import (
    ListTiers,
    PreviewTerms,
    SetTerms,
    list_tiers,
    preview_terms,
    set_terms,
)

HANDLERS: dict[type, Handler] = {
    ListTiers: Handler(list_tiers),
    ListPromotions: Handler(list_promotions),
    CreateDealer: Handler(create_dealer),
    PreviewPrice: Handler(preview_price),
    SetPrice: Handler(set_price),
    PreviewRate: Handler(preview_rate),
    SetRate: Handler(set_rate),
    PreviewPromotion: Handler(preview_promotion),
    CreatePromotion: Handler(create_promotion),
    ChangePromotion: Handler(change_promotion),
    EndPromotion: Handler(end_promotion),
    PreviewTerms: Handler(preview_terms),
    SetTerms: Handler(set_terms),
    ListBands: Handler(list_band_views),
    PreviewBand: Handler(preview_band),
    SetBand: Handler(set_band),
    ShowOwnPrice: Handler(show_own_price),
    ListOwnPrices: Handler(list_own_prices),
    SetResalePrice: Handler(set_resale_price),
}
