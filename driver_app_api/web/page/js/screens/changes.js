// What the office changed on a route that the driver has already.
import { useEffect, useState } from "preact/hooks";
import { html } from "../html.js";
import { Button, Notice } from "../parts.js";
import { getKept, setKept } from "../store.js";
import { today } from "../state.js";
import { say } from "../words.js";

/** Shown until the driver has read it. */
export function Changes({ route }) {
  const [read, setRead] = useState(null);
  const key = `read:${route.id}`;
  useEffect(() => void getKept(key).then((version) => setRead(version ?? 0)), [key]);
  const own = new Set(route.stops.map((stop) => stop.id));
  const changes = (today.value.changes ?? []).filter((one) => own.has(one.stop_id) || one.kind === "removed");
  if (read === null || read >= route.version || !changes.length) return null;
  const understood = () => {
    setRead(route.version);
    void setKept(key, route.version);
  };
  return html`
    <${Notice} kind="news" icon="warning">
      <h2>${say("driver.changes_title")}</h2>
      <ul>${changes.map((one) => html`<li key=${one.stop_id + one.kind}>${one.text}</li>`)}</ul>
      <${Button} onClick=${understood}>${say("driver.understood")}</>
    </>
  `;
}
