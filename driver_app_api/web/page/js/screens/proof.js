// The proof of a delivery: goods, receiver, signature, photos, money. All of it is kept while it is filled in.
import { useEffect, useState } from "preact/hooks";
import { html } from "../html.js";
import { Button, Choice, Field, Icon, Notice, Screen, useAct, useDraft } from "../parts.js";
import { money, plainAmount, typedAmount } from "../amounts.js";
import { isOpen, lackingOf, lineResult, linesOf, missingOf, needsOf, strokesToSend } from "../day.js";
import { position } from "../gps.js";
import { addFile } from "../store.js";
import { encoded } from "../pictures.js";
import { record, session } from "../state.js";
import { language, say } from "../words.js";
import { NEEDS } from "./needs.js";
import { Gone, News, useDoor } from "./gone.js";
import { Goods } from "./goods.js";
import { Photos, photosAreKept } from "./photos.js";
import { Signature, pictureOf } from "./signature.js";

const EMPTY = { lines: {}, receiver: "", code: "", strokes: [], photos: [], payment: null, note: "", isWithout: false };

export const proofKey = (stopId) => `proof:${stopId}`;

export function Proof({ id }) {
  const door = useDoor(id);
  const [form, change, latest] = useDraft(proofKey(id), EMPTY);
  if (!door) return html`<${Gone} />`;
  return form && html`<${Form} ...${door} form=${form} change=${change} latest=${latest} />`;
}

const MISSING = {
  reason: "driver.missing_reason",
  receiver: "driver.missing_receiver",
  evidence: "driver.missing_evidence",
  signature: "driver.missing_signature",
  photo: "driver.missing_photo",
  code: "driver.missing_code",
  note: "driver.missing_note",
  amount: "driver.missing_amount",
  cheque: "driver.missing_cheque",
};

function Form({ route, stop, isGone, form, change, latest }) {
  const [act, isBusy] = useAct();
  const [isAsked, setAsked] = useState(false);
  useEffect(() => void position(), []); // so that it is there when the button is tapped
  const missing = missingOf(stop, form);
  const lacking = lackingOf(stop, form);
  const missingName = stop.is_fetch ? "driver.missing_giver" : MISSING.receiver;
  const isHeld = isAsked && lacking.some((need) => need !== "name");
  const finish = () => {
    setAsked(true);
    if (missing.length) return scrollToMissing();
    void act(async (leave) => {
      await photosAreKept();
      await record("delivered", { route, stop, ...(await proofOf(stop, await latest())) });
      leave(...(isGone ? ["today"] : ["stop", stop.id]));
    });
  };
  if (!isOpen(stop)) {
    return html`<${Screen} title=${stop.dealer} up=${["stop", stop.id]}><${Notice} kind="good" icon="check">${say(stop.is_fetch ? "driver.state_fetched" : "driver.state_done")}</></>`;
  }
  const foot = html`
    <div class="foot-stack" role="group">
      ${isAsked && missing.length > 0 && html`<p class="wrong" role="alert">${missing.map((one) => say(one === "receiver" ? missingName : MISSING[one])).join(" ")}</p>`}
      <${Button} kind="main" icon="check" aria-disabled=${isBusy} onClick=${finish}>${say(stop.is_fetch ? "driver.fetch_finish" : "driver.finish")}</>
    </div>
  `;
  return html`
    <${Screen} title=${say(stop.is_fetch ? "driver.fetch" : "driver.deliver")} up=${["stop", stop.id]} foot=${foot}>
      <p class="lead"><bdi>${stop.dealer}</bdi></p>
      <${News} isGone=${isGone} form=${form} />
      <${Goods} stop=${stop} form=${form} change=${change} isAsked=${isAsked} />
      ${needsOf(stop).length > 0 && html`<${Needs} stop=${stop} lacking=${lacking} />`}
      <section class="part" data-missing=${missing.some((one) => one === "receiver" || one === "code") || undefined}>
        <h2>${say(stop.is_fetch ? "driver.giver_title" : "driver.receiver_title")}</h2>
        <${Field} label=${say(stop.is_fetch ? "driver.giver" : "driver.receiver")} autocapitalize="words" maxlength="80" value=${form.receiver} onText=${(receiver) => change({ receiver })}
          wrong=${isAsked && missing.includes("receiver") ? say(missingName) : null} />
        ${stop.has_code && html`
          <${Field} label=${say("driver.delivery_code")} hint=${say("driver.delivery_code_hint")} class="code" inputmode="numeric" maxlength="12" dir="ltr" value=${form.code} onText=${(code) => change({ code })}
            wrong=${isAsked && missing.includes("code") ? say("driver.missing_code") : null} />
        `}
      </section>
      <section class="part" data-missing=${missing.some((one) => one === "evidence" || one === "signature" || one === "photo") || undefined}>
        <h2>${say("driver.signature_title")}</h2>
        <${Signature} strokes=${form.strokes} onStrokes=${(strokes) => change({ strokes })} />
      </section>
      <${Photos} stop=${stop} photos=${form.photos} onPhotos=${(next) => change(({ photos }) => ({ photos: next(photos) }))} />
      ${!stop.is_fetch && html`<${Money} stop=${stop} form=${form} change=${change} isAsked=${isAsked} missing=${missing} />`}
      <section class="part" data-missing=${missing.includes("note") || undefined}>
        ${(isHeld || form.isWithout) && html`
          <label class="tick"><input type="checkbox" checked=${form.isWithout} onChange=${(event) => change({ isWithout: event.currentTarget.checked })} />
            <span class="tick-box"><${Icon} name="check" /></span> <span class="line-name">${say("driver.without_evidence")}</span></label>
        `}
        <${Field} label=${say("driver.note")} maxlength="500" value=${form.note} onText=${(note) => change({ note })}
          wrong=${isAsked && missing.includes("note") ? say("driver.missing_note") : null} />
      </section>
    </>
  `;
}

/** What the house asks for here, and what of it is there already. */
const Needs = ({ stop, lacking }) => html`
  <ul class="needs" aria-label=${say("driver.needs_title")}>
    ${needsOf(stop).map((need) => html`
      <li key=${need} class=${lacking.includes(need) ? "is-open" : "is-good"}>
        <${Icon} name=${lacking.includes(need) ? "warning" : "check"} /> ${say(NEEDS[need])}
      </li>
    `)}
  </ul>
`;

const scrollToMissing = () =>
  setTimeout(() => document.querySelector("[data-missing]")?.scrollIntoView({ block: "center", behavior: "smooth" }));

/** The event's data and the files that go with it. */
async function proofOf(stop, form) {
  const photos = form.photos.map((photo) => photo.id);
  const files = [...photos];
  let signature = null;
  if (form.strokes.length) {
    const { bytes, size, sha256 } = await encoded(pictureOf(form.strokes), "image/png");
    const id = crypto.randomUUID();
    await addFile({ id, driver: session.value.driver.id, kind: "signature", stop_id: stop.id, label: stop.dealer, size, sha256, sent: 0, state: "draft", madeAt: Date.now() }, bytes);
    files.push(id);
    signature = { strokes: strokesToSend(form.strokes), file_id: id };
  }
  const payment = form.payment && {
    kind: form.payment.kind,
    amount_minor: form.payment.amount_minor,
    reference: form.payment.reference?.trim() ?? "",
  };
  const data = {
    receiver: form.receiver.trim(),
    code: form.code.trim() || null,
    lines: linesOf(stop).map((line) => lineResult(line, form.lines[line.id])),
    signature,
    photos,
    payment,
    note: form.note.trim() || null,
    gps: await position(),
  };
  return { data, files, draft: proofKey(stop.id), replaces: form.replaces ?? null };
}

function Money({ stop, form, change, isAsked, missing }) {
  const speech = language.value;
  const payment = form.payment;
  const kind = payment?.kind ?? "none";
  const options = [
    ["none", say("driver.pay_none")],
    ["cash", say("driver.pay_cash")],
    ["cheque", say("driver.pay_cheque")],
  ];
  const choose = (next) => {
    if (next === "none") return change({ payment: null });
    const start = { amount_minor: stop.cash_due_minor, typed: stop.cash_due_minor ? plainAmount(stop.cash_due_minor, stop.currency) : "", reference: "" };
    return change({ payment: { ...start, ...payment, kind: next } });
  };
  const set = (fields) => change({ payment: { ...payment, ...fields } });
  const amount = (typed) => set({ typed, amount_minor: typedAmount(typed, stop.currency) });
  const isWrong = payment && (isAsked || payment.typed) && missing.includes("amount");
  return html`
    <section class="part" data-missing=${missing.some((one) => one === "amount" || one === "cheque") || undefined}>
      <h2>${say("driver.money_title")}</h2>
      ${stop.cash_due_minor > 0 && html`<p class="due">${say("driver.collect", { amount: money(stop.cash_due_minor, stop.currency, speech) })}</p>`}
      <${Choice} label=${say("driver.pay_how")} options=${options} value=${kind} onChoose=${choose} />
      ${payment && html`
        <${Field} label=${say("driver.amount", { currency: stop.currency })} inputmode="decimal" dir="ltr" value=${payment.typed} onText=${amount}
          hint=${payment.amount_minor > 0 ? money(payment.amount_minor, stop.currency, speech) : null}
          wrong=${isWrong ? say("driver.missing_amount") : null} />
      `}
      ${kind === "cheque" && html`
        <${Field} label=${say("driver.cheque_number")} dir="ltr" maxlength="40" value=${payment.reference} onText=${(reference) => set({ reference })}
          wrong=${isAsked && missing.includes("cheque") ? say("driver.missing_cheque") : null} />
      `}
    </section>
  `;
}
