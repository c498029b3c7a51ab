// All stops of a route: the drawn map, then what is open in its order, the next one first; then what is done.
import { useEffect, useState } from "preact/hooks";
import { html } from "../html.js";
import { Icon, LinkButton, Screen } from "../parts.js";
import { clock, money } from "../amounts.js";
import { isOpen, nextStop } from "../day.js";
import { position } from "../gps.js";
import { RouteMap } from "../map.js";
import { addressOf } from "../router.js";
import { language, say } from "../words.js";
import { Changes } from "./changes.js";
import { Handed, ofRoute } from "./gone.js";

export const Route = ofRoute(Stops);

function Stops({ route }) {
  const [here, setHere] = useState(null);
  useEffect(() => {
    if (route.isStarted) void position().then(setHere);
  }, []);
  const next = nextStop(route);
  const foot = !route.isLoadChecked
    ? html`<${LinkButton} kind="main" icon="box" href=${addressOf("load", route.id)}>${say("driver.check_load")}</>`
    : !route.isStarted
      ? html`<${LinkButton} kind="main" icon="way" href=${addressOf("load", route.id)}>${say("driver.start_route")}</>`
      : !next && !route.isClosed
        ? html`<${LinkButton} kind="main" icon="flag" href=${addressOf("end", route.id)}>${say("driver.end_day")}</>`
        : null;
  return html`
    <${Screen} title=${route.van.name} up=${["today"]} foot=${foot}>
      <${Handed} route=${route} />
      <${Changes} route=${route} />
      <${RouteMap} route=${route} next=${next} here=${here} />
      <ol class="rows stops">
        ${[...route.stops.filter(isOpen), ...route.stops.filter((stop) => !isOpen(stop))].map((stop) => html`<${StopRow} key=${stop.id} stop=${stop} isNext=${stop.id === next?.id} />`)}
      </ol>
    </>
  `;
}

const WORDS = {
  planned: "driver.state_planned",
  arrived: "driver.state_arrived",
  done: "driver.state_done",
  failed: "driver.state_failed",
};

const FETCHED = { ...WORDS, done: "driver.state_fetched", failed: "driver.not_collected" };

function StopRow({ stop, isNext }) {
  const speech = language.value;
  const time = stop.window
    ? `${clock(stop.window.from, speech)}–${clock(stop.window.to, speech)}`
    : stop.eta && clock(stop.eta, speech);
  const kind = isNext ? "next" : isOpen(stop) ? "open" : stop.state;
  return html`
    <li>
      <a class="stop-row is-${kind}" href=${addressOf("stop", stop.id)} aria-current=${isNext ? "step" : undefined}>
        <span class="stop-number">${stop.state === "done" ? html`<${Icon} name="check" />` : stop.state === "failed" ? html`<${Icon} name="cross" />` : stop.position}</span>
        <span class="stop-words">
          <strong><bdi>${stop.dealer}</bdi></strong>
          <small><bdi>${stop.address}</bdi></small>
          ${stop.is_fetch && isOpen(stop) && html`<small class="stop-state">${say("driver.fetch")}</small>`}
          ${!isOpen(stop) && html`<small class="stop-state">${[say((stop.is_fetch ? FETCHED : WORDS)[stop.state]), stop.by && say("driver.made_by", { name: stop.by })].filter(Boolean).join(" · ")}</small>`}
          ${isOpen(stop) && stop.cash_due_minor > 0 && html`<small class="due">${say("driver.collect", { amount: money(stop.cash_due_minor, stop.currency, speech) })}</small>`}
        </span>
        <span class="stop-time">${time}</span>
      </a>
    </li>
  `;
}
