"""Every command and query of stock, and the function that does it."""

from __future__ import annotations

from core.infra.door import Handler
from core.stock.use_cases import (
    close_warehouse,
    correct_stock,
    propose_stock,
    receive_goods,
    release_expired,
    set_aside,
    set_water_marks,
    transfer_goods,
    watch_lots,
)

HANDLERS: dict[type, Handler] = {
    correct_stock.ListWarehouses: Handler(correct_stock.list_warehouses),
    correct_stock.ShowStock: Handler(correct_stock.show_stock),
    correct_stock.PreviewStockCorrection: Handler(correct_stock.preview_stock_correction),
    correct_stock.CorrectStock: Handler(correct_stock.correct_stock),
    receive_goods.PreviewReceipt: Handler(receive_goods.preview_receipt),
    receive_goods.ReceiveGoods: Handler(receive_goods.receive_goods),
    set_aside.SetAside: Handler(set_aside.set_aside),
    watch_lots.ListExpiring: Handler(watch_lots.list_expiring),
    watch_lots.QuarantineExpired: Handler(watch_lots.quarantine_expired),
    release_expired.ReleaseExpired: Handler(release_expired.release_expired),
    set_water_marks.SetWaterMarks: Handler(set_water_marks.set_water_marks),
    propose_stock.ProposeStock: Handler(propose_stock.propose_stock),
    propose_stock.ListStockProposals: Handler(propose_stock.list_stock_proposals),
    propose_stock.DecideStockProposal: Handler(propose_stock.decide_stock_proposal),
    transfer_goods.SendTransfer: Handler(transfer_goods.send_transfer),
    transfer_goods.ListOnTheWay: Handler(transfer_goods.list_on_the_way),
    transfer_goods.SetExpected: Handler(transfer_goods.set_expected),
    transfer_goods.ArriveTransfer: Handler(transfer_goods.arrive_transfer),
    close_warehouse.CloseWarehouse: Handler(close_warehouse.close_warehouse),
    close_warehouse.OpenWarehouse: Handler(close_warehouse.open_warehouse),
}
