"""Every command and query of the channel, and the function that does it."""

from __future__ import annotations

from core.channel.use_cases.broadcast import (
    CancelBroadcast,
    ListBroadcasts,
    PreviewBroadcast,
    ScheduleBroadcast,
    ShowBroadcast,
    TakeNextPerson,
    cancel_broadcast,
    list_broadcasts,
    preview_broadcast,
    schedule_broadcast,
    show_broadcast,
    take_next_person,
)
from core.channel.use_cases.decide_tier_move import (
    CloseTierMoves,
    DecideTierMove,
    DecideTierMoves,
    ShowTierApproval,
    close_tier_moves,
    decide_tier_move,
    decide_tier_moves,
    show_tier_approval,
)
from core.channel.use_cases.keep_digest import (
    KeepForDigest,
    SetDigestTime,
    ShowDigest,
    keep_for_digest,
    set_digest_time,
    show_digest,
)
from core.channel.use_cases.keep_quiet import (
    SetQuietHours,
    ShowNoticeChoice,
    WhenToTell,
    set_quiet_hours,
    show_notice_choice,
    when_to_tell,
)
from core.channel.use_cases.list_sub_dealers import ListSubDealers, list_sub_dealers
from core.channel.use_cases.move_tier import (
    ListTierMoves,
    RequestTierMove,
    ShowTierMove,
    list_tier_moves,
    request_tier_move,
    show_tier_move,
)
from core.channel.use_cases.offer_expiring import (
    ListClearances,
    OfferExpiring,
    list_clearances,
    offer_expiring,
)
from core.channel.use_cases.review_tiers import PreviewTiers, ReviewTiers, preview_tiers, review_tiers
from core.channel.use_cases.set_expiry_ladder import (
    SetExpiryLadder,
    ShowExpiryLadder,
    set_expiry_ladder,
    show_expiry_ladder,
)
from core.channel.use_cases.set_rebate import (
    EndRebate,
    ListRebates,
    PreviewRebate,
    SetRebate,
    end_rebate,
    list_rebates,
    preview_rebate,
    set_rebate,
)
from core.channel.use_cases.set_tier_rules import (
    SetTierNotice,
    SetTierThreshold,
    ShowTierRules,
    set_tier_notice,
    set_tier_threshold,
    show_tier_rules,
)
from core.channel.use_cases.settle_rebates import (
    PreviewSettlements,
    SettleRebates,
    StateRebates,
    preview_settlements,
    settle_rebates,
    state_rebates,
)
from core.channel.use_cases.show_rebates import ShowRebates, show_rebates
from core.channel.use_cases.switch_notices import (
    SwitchNotices,
    switch_notices,
)
from core.channel.use_cases.write_to_dealer import WriteToDealer, write_to_dealer
from core.infra.door import Handler

HANDLERS: dict[type, Handler] = {
    WriteToDealer: Handler(write_to_dealer),
    PreviewTiers: Handler(preview_tiers),
    ReviewTiers: Handler(review_tiers),
    RequestTierMove: Handler(request_tier_move),
    ShowTierMove: Handler(show_tier_move),
    ListTierMoves: Handler(list_tier_moves),
    DecideTierMove: Handler(decide_tier_move),
    DecideTierMoves: Handler(decide_tier_moves),
    ShowTierApproval: Handler(show_tier_approval),
    CloseTierMoves: Handler(close_tier_moves),
    ShowTierRules: Handler(show_tier_rules),
    SetTierThreshold: Handler(set_tier_threshold),
    SetTierNotice: Handler(set_tier_notice),
    PreviewRebate: Handler(preview_rebate),
    SetRebate: Handler(set_rebate),
    EndRebate: Handler(end_rebate),
    ListRebates: Handler(list_rebates),
    ShowRebates: Handler(show_rebates),
    StateRebates: Handler(state_rebates),
    PreviewSettlements: Handler(preview_settlements),
    SettleRebates: Handler(settle_rebates),
    PreviewBroadcast: Handler(preview_broadcast),
    ScheduleBroadcast: Handler(schedule_broadcast),
    CancelBroadcast: Handler(cancel_broadcast),
    ShowBroadcast: Handler(show_broadcast),
    ListBroadcasts: Handler(list_broadcasts),
    TakeNextPerson: Handler(take_next_person),
    SwitchNotices: Handler(switch_notices),
    ShowNoticeChoice: Handler(show_notice_choice),
    SetQuietHours: Handler(set_quiet_hours),
    WhenToTell: Handler(when_to_tell),
    SetDigestTime: Handler(set_digest_time),
    KeepForDigest: Handler(keep_for_digest),
    ShowDigest: Handler(show_digest),
    ListSubDealers: Handler(list_sub_dealers),
    ListClearances: Handler(list_clearances),
    OfferExpiring: Handler(offer_expiring),
    SetExpiryLadder: Handler(set_expiry_ladder),
    ShowExpiryLadder: Handler(show_expiry_ladder),
}
