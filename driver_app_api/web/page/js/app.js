// Starts the app: what is kept on the phone, the screens, the line to the server, the next version.
import { render } from "preact";
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { html } from "./html.js";
import { go, screen } from "./router.js";
import { NoNetwork } from "./server.js";
import { pauseAfter } from "./queue.js";
import { notice, record, refresh, routes, session, signIn, start, wake } from "./state.js";
import { follow } from "./gps.js";
import { say } from "./words.js";
import { Button } from "./parts.js";
import { End } from "./screens/end.js";
import { Failed } from "./screens/failed.js";
import { Load } from "./screens/load.js";
import { Menu } from "./screens/menu.js";
import { Money } from "./screens/money.js";
import { Outbox } from "./screens/outbox.js";
import { Proof } from "./screens/proof.js";
import { SignIn } from "./screens/signin.js";
import { Stop } from "./screens/stop.js";
import { Today } from "./screens/today.js";
import { Route } from "./screens/route.js";

const SCREENS = {
  today: Today,
  route: Route,
  load: Load,
  stop: Stop,
  proof: Proof,
  failed: Failed,
  end: End,
  money: Money,
  outbox: Outbox,
  menu: Menu,
  signin: SignIn,
};

/** The service worker of a new version, waiting for a good moment. */
const newer = signal(null);

function App() {
  const { name, id } = screen.value;
  useEffect(() => () => (notice.value = null), [name, id]);
  const Shown = session.value ? (SCREENS[name] ?? Today) : SignIn;
  return html`
    ${newer.value && html`<${Newer} />`}
    <${Shown} key=${`${name}/${id}`} id=${id} />
  `;
}

const Newer = () => html`
  <aside class="newer" aria-label=${say("driver.newer")}>
    <p>${say("driver.newer")}</p>
    <${Button} onClick=${() => newer.value.postMessage("take over")}>${say("driver.newer_take")}</>
  </aside>
`;

/** A link from the chat (#link=…) or the Telegram Mini App's own data signs in at once. */
async function signInByAddress() {
  const given = new URLSearchParams(location.hash.slice(1));
  const token = given.get("link");
  const data = given.get("tgWebAppData");
  if (!token && !data) return;
  // It must not be seen again in the history of the phone.
  go(session.value ? "today" : "signin", null, { replace: true });
  await tried(token ? { link: token } : { init_data: data }, 1);
}

/** Without network it goes on trying by itself, unless somebody signs in meanwhile. */
async function tried(proof, times) {
  const before = session.value;
  try {
    await signIn(proof);
    go("today", null, { replace: true });
  } catch (trouble) {
    const isOff = trouble instanceof NoNetwork;
    notice.value = isOff ? say("driver.signin_no_network") : trouble.detail || say("driver.signin_link_failed");
    if (isOff) void afterPause(times).then(() => session.value === before && tried(proof, times + 1));
  }
}

/** Until it is worth trying again: after a while, or once the network is back. */
const afterPause = (times) =>
  new Promise((goOn) => {
    setTimeout(goOn, pauseAfter(times));
    addEventListener("online", goOn, { once: true });
  });

async function keepApp() {
  if (!navigator.serviceWorker) return;
  const registration = await navigator.serviceWorker.register(new URL("../sw.js", import.meta.url));
  const offer = () => {
    if (registration.waiting && navigator.serviceWorker.controller) newer.value = registration.waiting;
  };
  const watch = (worker) => worker?.addEventListener("statechange", offer);
  offer();
  watch(registration.installing);
  registration.addEventListener("updatefound", () => watch(registration.installing));
  let isTaking = false;
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    // The first worker of all changes nothing; a newer one brings other files.
    if (newer.value && !isTaking) location.reload();
    isTaking = Boolean(newer.value);
  });
}

const onTheRoad = () => routes.value.find((one) => one.isStarted && !one.isClosed && !one.isGiven);
let stopFollowing = null;

/** On the road the house is told now and then where the van is, and never else. */
function tellWhere() {
  const isOut = Boolean(onTheRoad());
  if (isOut === Boolean(stopFollowing)) return;
  if (isOut) stopFollowing = follow((gps) => void record("position", { route: onTheRoad(), data: { gps } }));
  else stopFollowing = void stopFollowing();
}

// A link from the chat that opens where the app is open already loads nothing anew.
addEventListener("hashchange", () => void signInByAddress());
addEventListener("online", wake);
addEventListener("focus", wake);
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && wake());

const root = document.getElementById("app");
try {
  await start();
} catch (trouble) {
  // A private window, or a phone that keeps nothing: better said than a blank page.
  render(html`<main><p class="lead">${say("driver.keeps_nothing")}</p></main>`, root);
  throw trouble;
}
render(html`<${App} />`, root);
await signInByAddress();
if (!session.value && screen.value.name !== "signin") go("signin", null, { replace: true });
void refresh();
routes.subscribe(tellWhere);
keepApp().catch((trouble) => console.warn("the app cannot be kept on this phone", trouble));
