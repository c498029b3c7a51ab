// The first screen: the routes of the day, how far each is, and the one thing to do next.
import { html } from "../html.js";
import { Icon, LinkButton, Notice, Screen, Button } from "../parts.js";
import { clock, day, distance, weight } from "../amounts.js";
import { nextStop, ownStops, progress } from "../day.js";
import { addressOf } from "../router.js";
import { clockAhead, isSending, link, othersCount, refresh, routes, session, today } from "../state.js";
import { language, say } from "../words.js";
import { Changes } from "./changes.js";
import { Handed } from "./gone.js";

const CLOCK_OFF = 5 * 60_000;

export function Today() {
  const speech = language.value;
  const name = session.value.driver.name;
  return html`
    <${Screen} title=${today.value ? day(today.value.day, speech) : say("driver.today")}>
      <p class="lead">${say("driver.hello", { name })}</p>
      ${Math.abs(clockAhead.value) > CLOCK_OFF && html`<${Notice} icon="warning">${say("driver.clock_off")}</>`}
      ${othersCount.value > 0 && html`<${Notice} icon="cloud">${say("driver.others_waiting", { count: othersCount.value })}</>`}
      ${!today.value && html`<${Nothing} />`}
      ${today.value && routes.value.length === 0 && html`<${Notice} icon="flag">${say("driver.no_route")}</>`}
      ${routes.value.map((route) => html`<${Changes} key=${`changes-${route.id}`} route=${route} />`)}
      ${routes.value.map((route) => html`<${RouteCard} key=${route.id} route=${route} />`)}
    </>
  `;
}

const Nothing = () => html`
  <${Notice} icon="cloud">
    <p>${link.value === "ok" ? say("driver.fetching") : say("driver.not_fetched")}</p>
    ${link.value !== "ok" && html`<${Button} aria-disabled=${isSending.value} onClick=${() => refresh()}>${say("driver.try_again")}</>`}
  </>
`;

function RouteCard({ route }) {
  const speech = language.value;
  const done = progress(route);
  const grams = ownStops(route).reduce((sum, stop) => sum + (stop.is_fetch ? 0 : stop.weight_g), 0);
  const facts = [
    say("driver.stops", { count: done.all }),
    distance(route.distance_m, speech),
    weight(grams, speech),
    `${clock(route.starts_at, speech)}–${clock(route.ends_at, speech)}`,
  ];
  return html`
    <section class="card" aria-labelledby=${`van-${route.id}`}>
      <h2 id=${`van-${route.id}`}>${route.van.name} <span class="plate" dir="ltr">${route.van.plate}</span></h2>
      ${route.day && route.day !== today.value.day && html`<p><strong>${day(route.day, speech)}</strong></p>`}
      <p class="facts">${facts.map((fact) => fact.replaceAll(" ", "\u00a0")).join(" · ")}</p>
      <p class="from"><${Icon} name="box" /> ${route.depot.name}</p>
      <${Handed} route=${route} />
      ${route.isStarted && html`
        <progress max=${done.all} value=${done.all - done.open} aria-label=${say("driver.progress_label")}></progress>
        <p class="facts">${say("driver.progress", { done: done.all - done.open, all: done.all })}</p>
      `}
      <${NextStep} route=${route} />
    </section>
  `;
}

function NextStep({ route }) {
  if (route.isClosed) return html`<p class="done-line"><${Icon} name="check" /> ${say("driver.route_closed")}</p>`;
  const list = html`<${LinkButton} href=${addressOf("route", route.id)}>${say("driver.see_stops")}</>`;
  if (!route.isLoadChecked) {
    return html`<${LinkButton} kind="main" icon="box" href=${addressOf("load", route.id)}>${say("driver.check_load")}</>${list}`;
  }
  if (!route.isStarted) {
    return html`<${LinkButton} kind="main" icon="way" href=${addressOf("load", route.id)}>${say("driver.start_route")}</>${list}`;
  }
  const next = nextStop(route);
  if (!next) {
    return html`<${LinkButton} kind="main" icon="flag" href=${addressOf("end", route.id)}>${say("driver.end_day")}</>${list}`;
  }
  return html`
    <${LinkButton} kind="main" icon="way" href=${addressOf("stop", next.id)}>
      <span class="small">${say("driver.next")}</span> <bdi>${next.dealer}</bdi>
    </>
    ${list}
  `;
}
