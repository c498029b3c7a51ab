"""Every command and query of deliveries, and the function that does it."""

from __future__ import annotations

from core.deliveries.use_cases.make_pick_list import (
    MakePickList,
    PreviewPickList,
    make_pick_list,
    preview_pick_list,
)
from core.deliveries.use_cases.pack_shipment import PackShipment, SetParcels, pack_shipment, set_parcels
from core.deliveries.use_cases.pick_lines import PickLine, pick_line
from core.deliveries.use_cases.record_delivery import RecordDelivery, record_delivery
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
