// One stop: where, when, whom to call, what to bring, and the one thing to do next.
import { html } from "../html.js";
import { Button, LinkButton, Notice, Screen, useAct } from "../parts.js";
import { clock, money, number, weight } from "../amounts.js";
import { isPlaced, RouteMap } from "../map.js";
import { findStop, isOpen, linesOf, needsOf, nextStop } from "../day.js";
import { position } from "../gps.js";
import { addressOf } from "../router.js";
import { record, routes } from "../state.js";
import { language, say } from "../words.js";
import { NEEDS } from "./needs.js";
import { Gone } from "./gone.js";
import { canCorrect } from "./money.js";

/** What the bar shows whole on the smallest phone, beside long words; a longer name stands below it, too. */
const TITLE_FITS = 10;

export function Stop({ id }) {
  const found = findStop(routes.value, id);
  return found ? html`<${Sheet} ...${found} />` : html`<${Gone} />`;
}

/** The phone's own navigation: every phone but Apple's knows geo:. */
export function wayTo(stop, agent = navigator.userAgent) {
  const place = isPlaced(stop) ? `${stop.lat},${stop.lon}` : "";
  const words = encodeURIComponent(place ? stop.dealer : stop.address);
  if (/iPhone|iPad|Macintosh/.test(agent)) return `maps:?daddr=${place || words}`;
  return place ? `geo:${place}?q=${place}(${words})` : `geo:0,0?q=${words}`;
}

function Sheet({ route, stop }) {
  const speech = language.value;
  const [act, isBusy] = useAct();
  const arrive = () => act(async () => record("arrived", { route, stop, data: { gps: await position() } }));
  const depart = () =>
    act(async (leave) => {
      await record("departed", { route, stop, data: { gps: await position() } });
      const next = nextStop(route);
      leave(...(next ? ["stop", next.id] : ["today"]));
    });
  const foot = footOf({ route, stop, arrive, depart, isBusy });
  return html`
    <${Screen} title=${stop.dealer} up=${["route", route.id]} foot=${foot}>
      ${stop.dealer.length > TITLE_FITS && html`<p class="whole-name"><bdi>${stop.dealer}</bdi></p>`}
      <p class="address"><bdi>${stop.address}</bdi></p>
      <div class="pair">
        <${LinkButton} icon="way" href=${wayTo(stop)}>${say("driver.navigate")}</>
        ${stop.phone
          ? html`<${LinkButton} icon="call" href=${`tel:${stop.phone}`} aria-label=${say("driver.call_whom", { name: stop.dealer })}>${say("driver.call")}</>`
          : html`<p class="facts">${say("driver.no_phone")}</p>`}
      </div>
      <${RouteMap} route=${route} stop=${stop} next=${stop} />
      <dl class="facts-list">
        ${stop.window && html`<div><dt>${say("driver.window")}</dt><dd>${clock(stop.window.from, speech)}–${clock(stop.window.to, speech)}</dd></div>`}
        ${stop.eta && html`<div><dt>${say("driver.eta")}</dt><dd>${clock(stop.eta, speech)}</dd></div>`}
        <div><dt>${say("driver.weight")}</dt><dd>${weight(stop.weight_g, speech)}</dd></div>
        ${stop.cash_due_minor > 0 && html`<div class="due"><dt>${say("driver.to_collect")}</dt><dd>${money(stop.cash_due_minor, stop.currency, speech)}</dd></div>`}
      </dl>
      ${stop.is_fetch && html`<${Notice} icon="box"><p><strong>${say("driver.fetch_here")}</strong></p></>`}
      ${stop.note && html`<${Notice} icon="warning"><p class="small">${say("driver.note_from_dealer")}</p><p><strong><bdi>${stop.note}</bdi></strong></p></>`}
      ${stop.has_code && isOpen(stop) && html`<p class="facts">${say("driver.code_needed")}</p>`}
      ${needsOf(stop).length > 0 && isOpen(stop) && html`
        <${Notice} icon="flag"><p class="small">${say("driver.needs_title")}</p><p><strong>${needsOf(stop).map((need) => say(NEEDS[need])).join(" · ")}</strong></p></>
      `}
      ${stop.lacks?.length > 0 && html`
        <${Notice} kind="bad" icon="warning"><p>${say("driver.incomplete", { what: stop.lacks.map((need) => say(NEEDS[need])).join(", ") })}</p></>
      `}
      ${stop.by && html`<p class="facts">${say("driver.made_by", { name: stop.by })}</p>`}
      ${stop.state === "done" && html`<${Notice} kind="good" icon="check">${say(stop.is_fetch ? "driver.state_fetched" : "driver.state_done")}</>`}
      ${stop.state === "failed" && html`<${Notice} kind="bad" icon="cross">${say(stop.is_fetch ? "driver.not_collected" : "driver.state_failed")}</>`}
      ${stop.state === "done" && !stop.by && !stop.is_fetch && html`
        <dl class="facts-list">
          <div><dt>${say("driver.money_taken")}</dt><dd>${stop.paid?.amount_minor ? money(stop.paid.amount_minor, stop.currency, speech) : say("driver.no_money_taken")}</dd></div>
        </dl>
        ${canCorrect(route, stop) && html`<${LinkButton} href=${addressOf("money", stop.id)}>${say("driver.correct_money")}</>`}
      `}
      <h2>${say("driver.goods", { count: linesOf(stop).length })}</h2>
      ${stop.orders.map(
        (order) => html`
          <h3 key=${order.id} class="order-number">${order.number}</h3>
          <ul class="rows goods">
            ${order.lines.map((line) => html`
              <li key=${line.id} class="line">
                <span class="line-name"><bdi>${line.name}</bdi><small>${line.sku}</small>${line.wanted && html`<small>↪ ${say("driver.instead_of", { name: line.wanted })}</small>`}</span>
                <strong class="quantity">${number(line.quantity, speech)} <small>${line.unit}</small></strong>
              </li>
            `)}
          </ul>
        `,
      )}
    </>
  `;
}

function footOf({ route, stop, arrive, depart, isBusy }) {
  if (stop.by) return null;
  // Who stood at a door when the van was called broken finishes there.
  if (route.isClosed && stop.state !== "arrived") return null;
  if (!route.isStarted) {
    return html`<${LinkButton} kind="main" icon="box" href=${addressOf("load", route.id)}>${say("driver.load_first")}</>`;
  }
  if (!isOpen(stop)) {
    return stop.hasLeft ? null : html`<${Button} kind="main" icon="way" aria-disabled=${isBusy} onClick=${depart}>${say("driver.depart")}</>`;
  }
  const failed = html`<${LinkButton} kind="danger" href=${addressOf("failed", stop.id)}>${say(stop.is_fetch ? "driver.not_collected" : "driver.not_delivered")}</>`;
  if (stop.state === "arrived") {
    return html`${failed}<${LinkButton} kind="main" icon="box" href=${addressOf("proof", stop.id)}>${say(stop.is_fetch ? "driver.fetch" : "driver.deliver")}</>`;
  }
  return html`${failed}<${Button} kind="main" icon="flag" aria-disabled=${isBusy} onClick=${arrive}>${say("driver.arrive")}</>`;
}
