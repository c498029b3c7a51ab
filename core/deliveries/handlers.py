"""Every command and query of deliveries, and the function that does it."""

from __future__ import annotations

from core.deliveries.use_cases.book_carrier import (
    BookCarrier,
    CancelBooking,
    CancelUnwantedBookings,
    ShowLabel,
    book_carrier,
    cancel_booking,
    cancel_unwanted,
    show_label,
)
from core.deliveries.use_cases.make_pick_list import (
    MakePickList,
    PreviewPickList,
    make_pick_list,
    preview_pick_list,
)
from core.deliveries.use_cases.pack_shipment import PackShipment, SetParcels, pack_shipment, set_parcels
from core.deliveries.use_cases.pick_lines import PickLine, pick_line
from core.deliveries.use_cases.record_delivery import RecordDelivery, record_delivery
from core.deliveries.use_cases.run_booking import (
    AskRates,
    GiveUpBooking,
    TellCarrier,
    TellToCancel,
    call_carrier,
    call_for_rates,
    call_to_cancel,
    choose,
    give_up,
    note_answer,
    note_cancelled,
    read_facts,
)
from core.deliveries.use_cases.send_shipment import (
    ListCarriers,
    SendShipment,
    StartDelivery,
    list_carriers,
    send_shipment,
    start_delivery,
)
from core.deliveries.use_cases.show_shipments import (
    ListShipments,
    PrintPickList,
    ShowPickList,
    ShowShipment,
    TrackOrder,
    list_shipments,
    print_list,
    show_pick_list,
    show_shipment,
    track_order,
)
from core.deliveries.use_cases.take_tracking import TakeTracking, take_tracking
from core.infra.door import Handler

HANDLERS: dict[type, Handler] = {
    PreviewPickList: Handler(preview_pick_list),
    MakePickList: Handler(make_pick_list),
    PickLine: Handler(pick_line),
    PackShipment: Handler(pack_shipment),
    SetParcels: Handler(set_parcels),
    BookCarrier: Handler(book_carrier),
    CancelBooking: Handler(cancel_booking),
    CancelUnwantedBookings: Handler(cancel_unwanted),
    ShowLabel: Handler(show_label),
    AskRates: Handler(choose, prepare=read_facts, compute=call_for_rates),
    TellCarrier: Handler(note_answer, prepare=read_facts, compute=call_carrier),
    TellToCancel: Handler(note_cancelled, prepare=read_facts, compute=call_to_cancel),
    GiveUpBooking: Handler(give_up),
    SendShipment: Handler(send_shipment),
    StartDelivery: Handler(start_delivery),
    ListCarriers: Handler(list_carriers),
    RecordDelivery: Handler(record_delivery),
    TakeTracking: Handler(take_tracking),
    ShowShipment: Handler(show_shipment),
    ListShipments: Handler(list_shipments),
    ShowPickList: Handler(show_pick_list),
    PrintPickList: Handler(print_list),
    TrackOrder: Handler(track_order),
}
