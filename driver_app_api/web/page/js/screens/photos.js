// Photos of a stop: made small, looked at for blur and darkness, kept at once.
import { useEffect, useRef, useState } from "preact/hooks";
import { html } from "../html.js";
import { Icon, Notice, tell } from "../parts.js";
import { addFile, dropFile, getBytes } from "../store.js";
import { NotAPicture, shrink } from "../pictures.js";
import { session } from "../state.js";
import { say } from "../words.js";

const MOST = 8;
let shrinking = Promise.resolve();

/** Until every photo that was taken is kept: a form that is finished in a hurry waits for its photos. */
export const photosAreKept = () => shrinking;

/** photos: [{id, isBlurred, isDark}]; onPhotos takes a function from the old list to the new one. */
export function Photos({ stop, photos, onPhotos }) {
  const [busy, setBusy] = useState(0);
  const [unread, setUnread] = useState(0);
  const take = (event) => {
    const chosen = [...event.target.files].slice(0, Math.max(0, MOST - photos.length - busy));
    event.target.value = "";
    setUnread(0);
    setBusy((count) => count + chosen.length);
    // One after the other: a phone has no room for several large pictures at once.
    for (const file of chosen) {
      shrinking = shrinking
        .then(() => keep(file))
        .catch(tell)
        .finally(() => setBusy((count) => count - 1));
    }
  };
  const keep = async (file) => {
    try {
      const { bytes, size, sha256, isBlurred, isDark } = await shrink(file);
      const id = crypto.randomUUID();
      await addFile({ id, driver: session.value.driver.id, kind: "photo", stop_id: stop.id, label: stop.dealer, size, sha256, sent: 0, state: "draft", madeAt: Date.now() }, bytes);
      await onPhotos((before) => [...before, { id, isBlurred, isDark }]);
    } catch (trouble) {
      if (!(trouble instanceof NotAPicture)) throw trouble;
      setUnread((count) => count + 1);
    }
  };
  const drop = async (id) => {
    await onPhotos((before) => before.filter((photo) => photo.id !== id));
    await dropFile(id);
  };
  const isFull = photos.length + busy >= MOST;
  return html`
    <section class="part">
      <h2>${say("driver.photos_title")}</h2>
      ${photos.length > 0 && html`
        <ul class="photos">
          ${photos.map((photo, at) => html`<li key=${photo.id}><${Photo} photo=${photo} at=${at + 1} onDrop=${() => drop(photo.id)} /></li>`)}
        </ul>
      `}
      ${photos.some((photo) => photo.isBlurred) && html`<${Notice} kind="news" icon="warning">${say("driver.photo_blurred")}</>`}
      ${photos.some((photo) => photo.isDark) && html`<${Notice} kind="news" icon="warning">${say("driver.photo_dark")}</>`}
      ${unread > 0 && html`<${Notice} kind="bad" icon="warning">${say("driver.photo_unread")}</>`}
      ${!isFull && html`
        <label class="button is-plain camera">
          <input type="file" accept="image/*" capture="environment" multiple onChange=${take} />
          <${Icon} name="camera" /><span>${busy ? say("driver.photo_busy") : photos.length ? say("driver.photo_more") : say("driver.photo_take")}</span>
        </label>
      `}
    </section>
  `;
}

function Photo({ photo, at, onDrop }) {
  const picture = useRef(null);
  useEffect(() => {
    let address = null;
    getBytes(photo.id).then((bytes) => {
      if (!bytes || !picture.current) return;
      picture.current.src = address = URL.createObjectURL(new Blob([bytes], { type: "image/jpeg" }));
    });
    return () => address && URL.revokeObjectURL(address);
  }, [photo.id]);
  const flaw = photo.isBlurred ? say("driver.photo_is_blurred") : photo.isDark ? say("driver.photo_is_dark") : null;
  return html`
    <figure class="photo ${flaw ? "is-poor" : ""}">
      <img ref=${picture} alt=${say("driver.photo", { number: at })} />
      ${flaw && html`<figcaption>${flaw}</figcaption>`}
      <button type="button" class="photo-drop" aria-label=${say("driver.photo_drop", { number: at })} onClick=${onDrop}><${Icon} name="cross" /></button>
    </figure>
  `;
}
