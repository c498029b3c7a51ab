// At the depot: is all of it on the van? What is missing is said before leaving, so that the dealer hears it first.
import { html } from "../html.js";
import { Button, Icon, Notice, Screen, useAct, useDraft } from "../parts.js";
import { day, dayAfter, number } from "../amounts.js";
import { record, today } from "../state.js";
import { language, say } from "../words.js";
import { ofRoute } from "./gone.js";
import { Stepper } from "./stepper.js";

export const Load = ofRoute(Check);

function Check({ route }) {
  const key = `load:${route.id}`;
  const [form, change] = useDraft(key, { here: {}, missing: {} });
  const [act, isBusy] = useAct();
  if (!form) return null;
  if (route.isLoadChecked) return html`<${Ready} route=${route} />`;
  const speech = language.value;
  const isSaid = (line) => form.here[line.sku] || form.missing[line.sku] > 0;
  const open = route.load.filter((line) => !isSaid(line)).length;
  const missing = route.load
    .filter((line) => form.missing[line.sku] > 0)
    .map((line) => ({ sku: line.sku, quantity: form.missing[line.sku] }));
  const tick = (sku) => change(({ here }) => ({ here: { ...here, [sku]: !here[sku] }, missing: { ...form.missing, [sku]: 0 } }));
  const lack = (sku, quantity) =>
    change(({ here, missing }) => ({ here: { ...here, [sku]: false }, missing: { ...missing, [sku]: quantity } }));
  const finish = () =>
    act(() => record("load_checked", { route, data: { missing }, draft: key, label: route.van.name }));
  const all = () => change({ here: Object.fromEntries(route.load.map((line) => [line.sku, !form.missing[line.sku]])) });
  const foot = html`
    <${Button} kind="main" icon="check" aria-disabled=${isBusy || open > 0} onClick=${() => open === 0 && finish()}>
      ${open ? say("driver.load_open", { count: open }) : missing.length ? say("driver.load_done_missing", { count: missing.length }) : say("driver.load_done")}
    </>
  `;
  return html`
    <${Screen} title=${say("driver.load_title")} up=${["today"]} foot=${foot}>
      <p class="lead">${say("driver.load_how")}</p>
      ${open > 1 && html`<${Button} kind="quiet" onClick=${all}>${say("driver.load_all")}</>`}
      <ul class="rows">
        ${route.load.map(
          (line) => html`
            <li key=${line.sku} class="load-line ${form.missing[line.sku] > 0 ? "is-short" : ""}">
              <div class="load-row">
                <label class="tick">
                  <input type="checkbox" checked=${Boolean(form.here[line.sku])} onChange=${() => tick(line.sku)} />
                  <span class="tick-box"><${Icon} name="check" /></span>
                  <span class="line-name"><bdi>${line.name}</bdi><small>${line.sku}</small></span>
                  <strong class="quantity">${number(line.quantity, speech)} <small>${line.unit}</small></strong>
                </label>
                <button type="button" class="lack" aria-label=${say("driver.load_lacks", { name: line.name })}
                  aria-pressed=${form.missing[line.sku] > 0} onClick=${() => lack(line.sku, form.missing[line.sku] ? 0 : line.quantity)}>
                  <${Icon} name="cross" />
                </button>
              </div>
              ${form.missing[line.sku] > 0 && html`
                <${Stepper} label=${say("driver.load_missing")} of=${line.name} value=${form.missing[line.sku]} most=${line.quantity}
                  onChange=${(quantity) => lack(line.sku, quantity)} />
              `}
            </li>
          `,
        )}
      </ul>
    </>
  `;
}

function Ready({ route }) {
  const [act, isBusy] = useAct();
  const set = () =>
    act(async (leave) => {
      await record("route_started", { route, label: route.van.name });
      leave("route", route.id);
    });
  // Either clock may be behind: only what both say is too early holds anybody up.
  const isAhead = route.day > today.value.day && route.day > dayAfter(0);
  const foot = route.isStarted || isAhead
    ? null
    : html`<${Button} kind="main" icon="way" aria-disabled=${isBusy} onClick=${set}>${say("driver.start_route")}</>`;
  return html`
    <${Screen} title=${say("driver.load_title")} up=${["today"]} foot=${foot}>
      <${Notice} kind="good" icon="check">${say("driver.load_checked")}</>
      ${isAhead && !route.isStarted && html`<${Notice} icon="warning">${say("driver.not_yet", { day: day(route.day, language.value) })}</>`}
    </>
  `;
}
