// End of the day: what was done, the money counted, and nothing left behind on the phone.
import { useState } from "preact/hooks";
import { html } from "../html.js";
import { Button, Field, LinkButton, Notice, Screen, useAct } from "../parts.js";
import { money, number, typedAmount } from "../amounts.js";
import { bagCurrency, moneyTaken, ownStops, progress } from "../day.js";
import { addressOf } from "../router.js";
import { isSending, ownEvents, pendingCount, record, refresh } from "../state.js";
import { language, say } from "../words.js";
import { ofRoute } from "./gone.js";

export const End = ofRoute(Close);

function Close({ route }) {
  const speech = language.value;
  const [typed, setTyped] = useState("");
  const [cheques, setCheques] = useState("");
  const [isAsked, setAsked] = useState(false);
  const [act, isBusy] = useAct();
  const currency = bagCurrency(route);
  const done = progress(route, ownStops(route));
  const bags = moneyTaken(route, ownEvents.value);
  const [taken] = bags;
  const counted = typedAmount(typed, currency);
  const chequeCount = /^\d{1,3}$/.test(cheques.trim()) ? Number(cheques) : null;
  const gap = counted === null ? 0 : counted - taken.cash_minor;
  const waiting = pendingCount.value;
  const isReady = done.open === 0 && waiting === 0;
  const close = () => {
    setAsked(true);
    if (!isReady || counted === null || chequeCount === null) return;
    void act(async (leave) => {
      await record("shift_closed", { route, data: { cash_minor: counted, cheques: chequeCount }, label: route.van.name });
      leave("today");
    });
  };
  if (route.isClosed) {
    return html`<${Screen} title=${say("driver.end_day")} up=${["today"]}><${Notice} kind="good" icon="check">${say("driver.route_closed")}</></>`;
  }
  const foot = html`<${Button} kind="main" icon="flag" aria-disabled=${isBusy || !isReady} onClick=${close}>${say("driver.close_shift")}</>`;
  return html`
    <${Screen} title=${say("driver.end_day")} up=${["today"]} foot=${foot}>
      <dl class="facts-list">
        <div><dt>${say("driver.state_done")}</dt><dd>${number(done.done, speech)}</dd></div>
        <div><dt>${say("driver.state_failed")}</dt><dd>${number(done.failed, speech)}</dd></div>
        ${bags.map((bag) => html`
          <div key=${`cash-${bag.currency}`}><dt>${say("driver.cash_taken")}</dt><dd>${money(bag.cash_minor, bag.currency, speech)}</dd></div>
          <div key=${`cheques-${bag.currency}`}><dt>${say("driver.cheques_taken")}</dt><dd>${number(bag.cheques, speech)} · ${money(bag.cheques_minor, bag.currency, speech)}</dd></div>
        `)}
      </dl>
      ${done.open > 0 && html`
        <${Notice} kind="bad" icon="warning">
          <p>${say("driver.stops_open", { count: done.open })}</p>
          <${LinkButton} href=${addressOf("route", route.id)}>${say("driver.see_stops")}</>
        </>
      `}
      ${waiting > 0 && html`
        <${Notice} kind="bad" icon="cloud">
          <p>${say("driver.unsent_first", { count: waiting })}</p>
          <${Button} aria-disabled=${isSending.value} onClick=${() => refresh()}>${isSending.value ? say("driver.sending") : say("driver.send_now")}</>
        </>
      `}
      <section class="part">
        <h2>${say("driver.count_money")}</h2>
        <${Field} label=${say("driver.cash_counted", { currency })} inputmode="decimal" dir="ltr" value=${typed} onText=${setTyped}
          wrong=${isAsked && counted === null ? say("driver.missing_cash") : null} />
        ${gap !== 0 && html`<${Notice} kind="news" icon="warning">${gap > 0 ? say("driver.cash_over", { amount: money(gap, currency, speech) }) : say("driver.cash_under", { amount: money(-gap, currency, speech) })}</>`}
        <${Field} label=${say("driver.cheques_counted")} inputmode="numeric" dir="ltr" value=${cheques} onText=${setCheques}
          wrong=${isAsked && chequeCount === null ? say("driver.missing_count") : null} />
      </section>
    </>
  `;
}
