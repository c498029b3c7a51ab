// What is shown for a route or stop that the office has taken away meanwhile.
import { useRef } from "preact/hooks";
import { html } from "../html.js";
import { findStop } from "../day.js";
import { LinkButton, Notice, Screen } from "../parts.js";
import { addressOf } from "../router.js";
import { routes } from "../state.js";
import { say } from "../words.js";

export const Gone = () => html`
  <${Screen} title=${say("driver.gone_title")} up=${["today"]}>
    <${Notice} icon="warning">${say("driver.gone")}</>
    <${LinkButton} kind="main" href=${addressOf("today")}>${say("driver.today")}</>
  </>
`;

/** A screen of the route in its address. */
export const ofRoute = (Shown) => ({ id }) => {
  const route = routes.value.find((one) => one.id === id);
  return route ? html`<${Shown} route=${route} />` : html`<${Gone} />`;
};

/** Who drives on from here, or who drove until here. */
export const Handed = ({ route }) =>
  [
    route.given_to && say("driver.given_to", { name: route.given_to }),
    route.taken_from && say("driver.taken_from", { name: route.taken_from }),
  ].map((text) => text && html`<${Notice} kind="news" icon="warning">${text}</>`);

/** {route, stop, isGone}: whoever stands at the door finishes, even when the stop is taken away right then. */
export function useDoor(id) {
  const found = findStop(routes.value, id);
  const last = useRef(null);
  last.current = found ?? last.current;
  return last.current && { ...last.current, isGone: !found };
}

/** What there is to know before a form is sent. */
export const News = ({ isGone, form }) =>
  [isGone && say("driver.gone"), form.replaces && say("driver.correcting")].map(
    (text) => text && html`<${Notice} kind="news" icon="warning">${text}</>`,
  );
