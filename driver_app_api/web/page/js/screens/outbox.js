// What is not with the server yet, and what the server did not accept: nothing is hidden, nothing is lost.
import { html } from "../html.js";
import { Button, Notice, Screen, useAct } from "../parts.js";
import { clock, plainAmount } from "../amounts.js";
import { findStop } from "../day.js";
import { setDraft } from "../store.js";
import { dismiss, dismissFile, isKept, isSending, link, pending, pendingCount, problemCount, problems, refresh, routes } from "../state.js";
import { language, say } from "../words.js";
import { failedKey } from "./failed.js";
import { proofKey } from "./proof.js";

const DAY = 86_400_000;
const KINDS = {
  load_checked: "driver.kind_load_checked",
  route_started: "driver.kind_route_started",
  arrived: "driver.kind_arrived",
  departed: "driver.kind_departed",
  delivered: "driver.kind_delivered",
  not_delivered: "driver.kind_not_delivered",
  position: "driver.kind_position",
  money_corrected: "driver.kind_money_corrected",
  shift_closed: "driver.kind_shift_closed",
};

export function Outbox() {
  const waiting = pendingCount.value;
  const isOff = link.value === "offline";
  const isOld = pending.value.events.some((event) => Date.now() - Date.parse(event.at) > DAY);
  return html`
    <${Screen} title=${say("driver.outbox_title")} up=${["today"]}>
      ${problemCount.value > 0 && html`<${Problems} />`}
      <section class="part">
        <h2>${say("driver.waiting_title")}</h2>
        ${waiting === 0
          ? html`<${Notice} kind="good" icon="check">${say("driver.all_sent")}</>`
          : html`<p>${isOff ? say("driver.waiting_offline", { count: waiting }) : say("driver.waiting", { count: waiting })}</p>`}
        ${link.value === "trouble" && html`<${Notice} icon="warning">${say("driver.server_trouble")}</>`}
        ${!isKept.value && isOld && html`<${Notice} icon="warning">${say("driver.not_kept")}</>`}
        <ul class="rows">
          ${pending.value.events.map((event) => html`<li key=${event.seq} class="line"><${Named} event=${event} /></li>`)}
          ${pending.value.files.map((file) => html`
            <li key=${file.id} class="line">
              <span class="line-name">${say(file.kind === "photo" ? "driver.file_photo" : "driver.file_signature")}<small>${file.label}</small></span>
              <progress max=${file.size} value=${file.sent} aria-label=${say("driver.file_progress")}></progress>
            </li>
          `)}
        </ul>
        ${(waiting > 0 || link.value !== "ok") && html`<${Button} kind="main" aria-disabled=${isSending.value} onClick=${() => refresh()}>${isSending.value ? say("driver.sending") : say("driver.send_now")}</>`}
      </section>
    </>
  `;
}

const Named = ({ event }) => html`
  <span class="line-name">${say(KINDS[event.kind])}<small>${event.label}</small></span>
  <span class="stop-time">${clock(event.at, language.value)}</span>
`;

function Problems() {
  const [act] = useAct();
  return html`
    <section class="part">
      <h2>${say("driver.problems_title")}</h2>
      <p>${say("driver.problems_how")}</p>
      ${problems.value.events.map((event) => html`
        <article key=${event.seq} class="card is-bad">
          <p class="line"><${Named} event=${event} /></p>
          <p class="wrong">${event.text || say("driver.refused_without_reason", { code: event.code })}</p>
          ${canCorrect(event) && html`<${Button} kind="main" onClick=${() => act((leave) => correct(event, leave))}>${say("driver.correct")}</>`}
          <${Button} onClick=${() => act(() => dismiss(event))}>${say("driver.understood")}</>
        </article>
      `)}
      ${problems.value.files.map((file) => html`
        <article key=${file.id} class="card is-bad">
          <p>${say(file.kind === "photo" ? "driver.file_photo" : "driver.file_signature")} · ${file.label}</p>
          <p class="wrong">${file.text || say("driver.refused_without_reason", { code: file.code })}</p>
          <${Button} onClick=${() => act(() => dismissFile(file))}>${say("driver.understood")}</>
        </article>
      `)}
    </section>
  `;
}

const canCorrect = (event) =>
  (event.kind === "delivered" || event.kind === "not_delivered") && Boolean(findStop(routes.value, event.stop_id));

/** Opens the form again as it was; sending it replaces the refused one. */
async function correct(event, leave) {
  const { data } = event;
  const photos = data.photos.map((id) => ({ id, isBlurred: false, isDark: false }));
  if (event.kind === "not_delivered") {
    const form = { reason: data.reason, note: data.note ?? "", photos, newDay: data.new_day, replaces: event.seq };
    await setDraft(failedKey(event.stop_id), form);
    return leave("failed", event.stop_id);
  }
  const points = (stroke) => ({ points: stroke.map(([x, y, time]) => ({ x, y, time, pressure: 0.5 })) });
  const { stop } = findStop(routes.value, event.stop_id);
  const payment = data.payment && { ...data.payment, typed: plainAmount(data.payment.amount_minor, stop.currency) };
  await setDraft(proofKey(event.stop_id), {
    lines: Object.fromEntries(data.lines.map((line) => [line.line_id, line])),
    receiver: data.receiver,
    code: data.code ?? "",
    strokes: (data.signature?.strokes ?? []).map(points),
    photos,
    payment,
    note: data.note ?? "",
    replaces: event.seq,
  });
  return leave("proof", event.stop_id);
}
