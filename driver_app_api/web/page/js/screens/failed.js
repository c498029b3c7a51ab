// Not delivered: why, a photo of it, and when to come again.
import { useState } from "preact/hooks";
import { html } from "../html.js";
import { Button, Choice, Field, Notice, Screen, useAct, useDraft } from "../parts.js";
import { day, dayAfter } from "../amounts.js";
import { isOpen } from "../day.js";
import { position } from "../gps.js";
import { reasonsAtDoor, reasonsOf } from "../reasons.js";
import { houseNow, record, today } from "../state.js";
import { language, say } from "../words.js";
import { Gone, News, useDoor } from "./gone.js";
import { Photos, photosAreKept } from "./photos.js";

const EMPTY = { reason: null, note: "", photos: [], newDay: null };

export const failedKey = (stopId) => `failed:${stopId}`;

export function Failed({ id }) {
  const door = useDoor(id);
  const [form, change, latest] = useDraft(failedKey(id), EMPTY);
  if (!door) return html`<${Gone} />`;
  return form && html`<${Form} ...${door} form=${form} change=${change} latest=${latest} />`;
}

function Form({ route, stop, isGone, form, change, latest }) {
  const speech = language.value;
  const [act, isBusy] = useAct();
  const [isAsked, setAsked] = useState(false);
  const title = say(stop.is_fetch ? "driver.not_collected" : "driver.not_delivered");
  const needsNote = form.reason === "other" && !form.note.trim();
  const finish = () => {
    setAsked(true);
    if (!form.reason || needsNote) return;
    void act(async (leave) => {
      await photosAreKept();
      const last = await latest();
      const photos = last.photos.map((photo) => photo.id);
      const data = { reason: last.reason, note: last.note.trim() || null, photos, new_day: last.newDay, gps: await position() };
      const draft = failedKey(stop.id);
      await record("not_delivered", { route, stop, data, files: photos, draft, replaces: last.replaces ?? null });
      leave(...(isGone ? ["today"] : ["stop", stop.id]));
    });
  };
  const wrong = !isAsked ? null : !form.reason ? say("driver.missing_why") : needsNote ? say("driver.missing_note") : null;
  if (!isOpen(stop)) {
    return html`<${Screen} title=${stop.dealer} up=${["stop", stop.id]}><${Notice} icon="check">${say(stop.is_fetch ? "driver.not_collected" : "driver.state_failed")}</></>`;
  }
  const foot = html`
    <div class="foot-stack" role="group">
      ${wrong && html`<p class="wrong" role="alert">${wrong}</p>`}
      <${Button} kind="danger" icon="cross" aria-disabled=${isBusy} onClick=${finish}>${title}</>
    </div>
  `;
  const days = [
    ["", say("driver.day_office")],
    ...[1, 2, 3].map((after) => [dayAfter(after, houseNow()), after === 1 ? say("driver.tomorrow") : day(dayAfter(after, houseNow()), speech)]),
  ];
  return html`
    <${Screen} title=${title} up=${["stop", stop.id]} foot=${foot}>
      <p class="lead">${stop.dealer}</p>
      <${News} isGone=${isGone} form=${form} />
      <section class="part">
        <${Choice} label=${say("driver.why")} options=${stop.is_fetch ? reasonsAtDoor(today.value) : reasonsOf(today.value, "not_delivered")} value=${form.reason} onChoose=${(reason) => change({ reason })} />
        <${Field} label=${say("driver.note")} maxlength="500" value=${form.note} onText=${(note) => change({ note })} />
      </section>
      <${Photos} stop=${stop} photos=${form.photos} onPhotos=${(next) => change(({ photos }) => ({ photos: next(photos) }))} />
      <section class="part">
        <${Choice} label=${say("driver.new_day")} options=${days} value=${form.newDay ?? ""} onChoose=${(newDay) => change({ newDay: newDay || null })} />
      </section>
    </>
  `;
}
