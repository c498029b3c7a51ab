// Per line: delivered as ordered, or refused, damaged, short, with the reason.
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { html } from "../html.js";
import { Button, Choice, Icon } from "../parts.js";
import { number } from "../amounts.js";
import { isAsOrdered, lineResult, linesOf } from "../day.js";
import { reasonsForLine } from "../reasons.js";
import { today } from "../state.js";
import { language, say } from "../words.js";
import { Stepper } from "./stepper.js";

export function Goods({ stop, form, change, isAsked }) {
  const lines = linesOf(stop);
  const results = lines.map((line) => lineResult(line, form.lines[line.id]));
  const odd = results.filter((one) => !isAsOrdered(one)).length;
  const [isOpen, setOpen] = useState(odd > 0);
  const [chosen, choose] = useState(null);
  const line = lines.find((one) => one.id === chosen);
  const set = (fields) => change(({ lines: said }) => ({ lines: { ...said, [chosen]: { ...said[chosen], ...fields } } }));
  const lacksReason = results.some((one) => !isAsOrdered(one) && !one.reason);
  return html`
    <section class="part" data-missing=${lacksReason || undefined}>
      <h2>${say("driver.goods", { count: lines.length })}</h2>
      <p class="verdict ${odd ? "is-odd" : "is-good"}">
        <${Icon} name=${odd ? "warning" : "check"} />
        ${odd ? say("driver.goods_differ", { count: odd }) : say(stop.is_fetch ? "driver.fetched_all" : "driver.goods_as_ordered")}
      </p>
      ${!isOpen && html`<${Button} onClick=${() => setOpen(true)}>${say("driver.goods_something")}</>`}
      ${isOpen && html`
        <ul class="rows">
          ${lines.map((one, at) => html`
            <li key=${one.id}><${LineRow} line=${one} result=${results[at]} isAsked=${isAsked} onTap=${() => choose(one.id)} /></li>
          `)}
        </ul>
      `}
      ${line && html`<${LineSheet} stop=${stop} line=${line} said=${form.lines[line.id] ?? {}} set=${set} close=${() => choose(null)} />`}
    </section>
  `;
}

function LineRow({ line, result, isAsked, onTap }) {
  const speech = language.value;
  const odd = ["refused", "damaged", "short"]
    .filter((kind) => result[kind] > 0)
    .map((kind) => say(KINDS[kind], { count: result[kind] }));
  const isWrong = odd.length > 0 && !result.reason && isAsked;
  return html`
    <button type="button" class="line-row ${odd.length ? "is-odd" : ""}" onClick=${onTap}>
      <span class="line-name"><bdi>${line.name}</bdi><small>${line.sku}</small>
        ${line.wanted && html`<small>↪ ${say("driver.instead_of", { name: line.wanted })}</small>`}
        ${odd.length > 0 && html`<small class="odd">${odd.join(" · ")}</small>`}
        ${isWrong && html`<small class="wrong">${say("driver.missing_reason")}</small>`}
      </span>
      <strong class="quantity">${number(result.delivered, speech)}<small> / ${number(line.quantity, speech)} ${line.unit}</small></strong>
    </button>
  `;
}

const KINDS = { refused: "driver.count_refused", damaged: "driver.count_damaged", short: "driver.count_short" };
const LABELS = { refused: "driver.refused", damaged: "driver.damaged", short: "driver.short" };

const NOT_HANDED = { ...LABELS, short: "driver.not_handed" };

function LineSheet({ stop, line, said, set, close }) {
  const speech = language.value;
  const dialog = useRef(null);
  // At once: a key or a tap that comes before the sheet is open would go to what lies below it.
  useLayoutEffect(() => dialog.current.showModal(), []);
  const result = lineResult(line, said);
  const rest = (kind) => result.delivered + result[kind];
  const put = (kind, value) => {
    const next = { ...said, [kind]: value };
    const fits = reasonsForLine(today.value, lineResult(line, next), stop.is_fetch).some(([code]) => code === next.reason);
    set({ [kind]: value, reason: fits ? next.reason : null });
  };
  const reasons = reasonsForLine(today.value, result, stop.is_fetch);
  const none = { refused: 0, damaged: 0, short: 0, reason: null, [stop.is_fetch ? "short" : "refused"]: line.quantity };
  return html`
    <dialog class="sheet" ref=${dialog} aria-labelledby="sheet-title" onClose=${close}>
      <h2 id="sheet-title">${line.name}</h2>
      <p class="facts">${say("driver.accepted", { count: result.delivered, all: `${number(line.quantity, speech)} ${line.unit}` })}</p>
      ${Object.entries(stop.is_fetch ? NOT_HANDED : LABELS).map(([kind, key]) => html`
        <${Stepper} key=${kind} label=${say(key)} of=${line.name} value=${result[kind]} most=${rest(kind)} onChange=${(value) => put(kind, value)} />
      `)}
      <${Button} kind="quiet" onClick=${() => set(none)}>${say(stop.is_fetch ? "driver.none_handed" : "driver.refuse_line")}</>
      ${reasons.length > 0 && html`<${Choice} label=${say("driver.why")} options=${reasons} value=${said.reason} onChoose=${(reason) => set({ reason })} />`}
      <${Button} kind="main" icon="check" onClick=${() => dialog.current.close()}>${say("driver.done")}</>
    </dialog>
  `;
}
