"""Every command and query of dispatch, and the function that does it."""

from __future__ import annotations

from core.dispatch.flow import solve
from core.dispatch.use_cases.count_ahead import CountAhead, count_ahead
from core.dispatch.use_cases.draw_routes import DrawRoutes, draw_routes
from core.dispatch.use_cases.find_spot import FindSpot, find_spot
from core.dispatch.use_cases.give_route import (
    ForeseeGiving,
    GiveRoute,
    ListDrivers,
    foresee_giving,
    give_route,
    list_drivers,
)
from core.dispatch.use_cases.keep_holidays import (
    PreviewHoliday,
    SetHoliday,
    preview_holiday,
    set_holiday,
)
from core.dispatch.use_cases.keep_roads import (
    ForeseeRoads,
    ListRoads,
    NoteRoads,
    foresee_roads,
    list_roads,
    note_roads,
    prepare_roads,
    solve_both,
)
from core.dispatch.use_cases.keep_vans import (
    ArchiveVan,
    ListVans,
    SetDepot,
    SetPlace,
    SetReceiving,
    SetVanAtWork,
    SetVanDriver,
    archive_van,
    list_vans,
    set_depot,
    set_place,
    set_receiving,
    set_van_at_work,
    set_van_driver,
)
from core.dispatch.use_cases.plan_routes import (
    CompareRoutes,
    ListDays,
    NextDue,
    PlanRoutes,
    ShowRoute,
    ShowRoutes,
    compare_routes,
    list_days,
    next_due,
    plan_routes,
    prepare_comparison,
    prepare_plan,
    show_route,
    show_routes,
)
from core.dispatch.use_cases.publish_routes import PublishRoutes, publish_routes
from core.dispatch.use_cases.put_van import PutVan, put_van
from core.dispatch.use_cases.replan_routes import (
    ForeseeReplan,
    ReplanRoutes,
    foresee_replan,
    prepare_replan,
    replan_routes,
    solve_rest,
)
from core.dispatch.use_cases.set_routing_rule import (
    SetRoutingRule,
    ShowRoutingPolicy,
    set_routing_rule,
    show_routing_policy,
)
from core.dispatch.use_cases.sketch_routes import (
    SketchRoutes,
    keep_sketches,
    prepare_sketches,
    search_sketches,
)
from core.dispatch.use_cases.tell_evening import TellEvening, tell_evening
from core.infra.door import Handler

HANDLERS: dict[type, Handler] = {
    PreviewHoliday: Handler(preview_holiday),
    SetHoliday: Handler(set_holiday),
    PlanRoutes: Handler(plan_routes, prepare=prepare_plan, compute=solve),
    CompareRoutes: Handler(compare_routes, prepare=prepare_comparison, compute=solve),
    ListDays: Handler(list_days),
    NextDue: Handler(next_due),
    ShowRoutes: Handler(show_routes),
    ShowRoute: Handler(show_route),
    DrawRoutes: Handler(draw_routes),
    PublishRoutes: Handler(publish_routes),
    CountAhead: Handler(count_ahead),
    FindSpot: Handler(find_spot),
    ForeseeReplan: Handler(foresee_replan, prepare=prepare_replan, compute=solve_rest),
    ReplanRoutes: Handler(replan_routes, prepare=prepare_replan, compute=solve_rest),
    ListDrivers: Handler(list_drivers),
    ForeseeGiving: Handler(foresee_giving),
    GiveRoute: Handler(give_route),
    ListRoads: Handler(list_roads),
    ForeseeRoads: Handler(foresee_roads, prepare=prepare_roads, compute=solve_both),
    NoteRoads: Handler(note_roads),
    ShowRoutingPolicy: Handler(show_routing_policy),
    SetRoutingRule: Handler(set_routing_rule),
    SketchRoutes: Handler(keep_sketches, prepare=prepare_sketches, compute=search_sketches),
    TellEvening: Handler(tell_evening),
    ListVans: Handler(list_vans),
    PutVan: Handler(put_van),
    SetVanDriver: Handler(set_van_driver),
    ArchiveVan: Handler(archive_van),
    SetVanAtWork: Handler(set_van_at_work),
    SetDepot: Handler(set_depot),
    SetPlace: Handler(set_place),
    SetReceiving: Handler(set_receiving),
}
