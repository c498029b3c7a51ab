// An amount typed wrong at a door is put right until the shift is closed; what was said first is never lost.
import { useState } from "preact/hooks";
import { html } from "../html.js";
import { Button, Field, Screen, useAct } from "../parts.js";
import { money, plainAmount, typedAmount } from "../amounts.js";
import { findStop } from "../day.js";
import { record, routes } from "../state.js";
import { language, say } from "../words.js";
import { Gone } from "./gone.js";

/** Nobody has counted it yet, and the bag is still this driver's. */
export const canCorrect = (route, stop) =>
  stop.state === "done" && !stop.by && !route.isClosed && !stop.paid?.is_counted;

export function Money({ id }) {
  const found = findStop(routes.value, id);
  return found && canCorrect(found.route, found.stop) ? html`<${Form} ...${found} />` : html`<${Gone} />`;
}

function Form({ route, stop }) {
  const was = stop.paid?.amount_minor ?? 0;
  const [typed, setTyped] = useState(plainAmount(was, stop.currency));
  const [reason, setReason] = useState("");
  const [isAsked, setAsked] = useState(false);
  const [act, isBusy] = useAct();
  const amount = typedAmount(typed, stop.currency);
  const isWrong = amount === null || amount === was;
  const finish = () => {
    setAsked(true);
    if (isWrong) return;
    const data = { amount_minor: amount, kind: stop.paid?.kind ?? "cash", reason: reason.trim() || null };
    void act(async (leave) => {
      await record("money_corrected", { route, stop, data });
      leave("stop", stop.id);
    });
  };
  const foot = html`<${Button} kind="main" icon="check" aria-disabled=${isBusy} onClick=${finish}>${say("driver.correct_money")}</>`;
  return html`
    <${Screen} title=${stop.dealer} up=${["stop", stop.id]} foot=${foot}>
      <dl class="facts-list">
        <div><dt>${say("driver.money_taken")}</dt><dd>${was ? money(was, stop.currency, language.value) : say("driver.no_money_taken")}</dd></div>
      </dl>
      <section class="part">
        <${Field} label=${say("driver.right_amount", { currency: stop.currency })} hint=${say("driver.right_amount_hint")} inputmode="decimal" dir="ltr"
          value=${typed} onText=${setTyped} wrong=${isAsked && isWrong ? say("driver.missing_other_amount") : null} />
        <${Field} label=${say("driver.correct_why")} maxlength="200" value=${reason} onText=${setReason} />
      </section>
    </>
  `;
}
