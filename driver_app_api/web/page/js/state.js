// What all screens look at, and the acts that change it.
import { computed, signal } from "@preact/signals";
import * as store from "./store.js";
import { call, NoNetwork, SignedOut, Trouble } from "./server.js";
import { finished, problemsOf, routesAsSeen, unsent } from "./day.js";
import { linkAfter, pauseAfter, sendAll } from "./queue.js";
import { bestOf, speak } from "./words.js";

/** {driver: {id, name, language}} once somebody has signed in on this phone; kept when the session is lost. */
export const session = signal(null);
/** What GET /today last said. */
export const today = signal(null);
export const events = signal([]);
export const files = signal([]);
/** "ok", "offline", "signed_out" or "trouble": how the last try to reach the server ended. */
export const link = signal("ok");
export const isSending = signal(false);
/** Whether the phone promised not to clear our things away. */
export const isKept = signal(true);
/** How far the phone's clock is ahead of the server's, in ms. */
export const clockAhead = signal(0);
/** A sentence for everybody, screen readers too; gone with the next screen. */
export const notice = signal(null);

const driver = computed(() => session.value?.driver.id ?? null);
export const ownEvents = computed(() => events.value.filter((event) => event.driver === driver.value));
export const routes = computed(() => routesAsSeen(today.value, ownEvents.value));
export const pending = computed(() => unsent(events.value, files.value, (one) => one === driver.value));
export const problems = computed(() => problemsOf(events.value, files.value, driver.value));
export const pendingCount = computed(() => pending.value.events.length + pending.value.files.length);
export const problemCount = computed(() => problems.value.events.length + problems.value.files.length);
/** Work of somebody else that waits on this phone for them to sign in. */
export const othersCount = computed(() => {
  const others = unsent(events.value, files.value, (one) => one !== driver.value);
  return others.events.length + others.files.length;
});

// Other windows of the app see the same store.
const windows = new BroadcastChannel("driver");
windows.onmessage = (message) => (message.data === "session" ? location.reload() : void reread());

export async function reread() {
  [events.value, files.value] = await Promise.all([store.allEvents(), store.allFiles()]);
}

async function changed() {
  await reread();
  windows.postMessage("changed");
}

export async function start() {
  await speak(bestOf(navigator.languages));
  const [keptSession, keptToday, wish] = await Promise.all(
    ["session", "today", "language"].map((key) => store.getKept(key)),
  );
  const offered = new URLSearchParams(location.search).get("lang");
  await speak(wish ?? offered ?? keptSession?.driver.language ?? bestOf(navigator.languages));
  session.value = keptSession ?? null;
  today.value = keptToday?.body ?? null;
  await reread();
  await dropOldDrafts();
  isKept.value = (await navigator.storage?.persisted?.()) ?? false;
}

/** Pictures of forms that nobody finished. */
async function dropOldDrafts() {
  const old = Date.now() - 14 * 86_400_000;
  for (const file of files.value) if (file.state === "draft" && file.madeAt < old) await store.dropFile(file.id);
}

/**
 * proof: {link}, {code, phone} or {init_data}. Throws what call() throws; asked again after NoNetwork it is the
 * same attempt, so that an answer lost on its way does not use the proof up.
 */
export async function signIn(proof) {
  // Never while something is on its way: what one driver did must not go up in another's name.
  const person = await alone({ waits: true }, async () => {
    const { body } = await call("POST", "sessions", { json: { ...proof, attempt: await store.keptId("attempt") } });
    if (!body?.driver) throw new NoNetwork("an answer that names nobody");
    noteClock(body.server_time);
    if (driver.value !== body.driver.id) {
      await store.setKept("today", null);
      today.value = null;
    }
    await store.setKept("session", { driver: body.driver });
    await store.setKept("attempt", null);
    session.value = { driver: body.driver };
    return body.driver;
  });
  link.value = "ok";
  windows.postMessage("session");
  if (!(await store.getKept("language"))) await speak(person.language);
  isKept.value = await store.keepForGood();
  await changed();
  await refresh();
}

/** Leaves the phone to somebody else; what is not sent stays for the driver it belongs to. */
export async function signOut() {
  try {
    await call("DELETE", "sessions/current");
  } catch (trouble) {
    if (!(trouble instanceof SignedOut)) throw trouble;
  }
  await store.setKept("session", null);
  await store.setKept("today", null);
  session.value = null;
  today.value = null;
  windows.postMessage("session");
}

/** What time it is, as far as the house has told: the phone's own clock may be a day off. */
export const houseNow = () => new Date(Date.now() - clockAhead.value);

function noteClock(serverTime) {
  if (serverTime) clockAhead.value = Date.now() - Date.parse(serverTime);
}

/**
 * Something the driver did. It is kept before this returns, and on its way after.
 * data: as the API wants it. more: what store.addEvent takes, and label: how to call it in a list.
 */
export async function record(kind, { route, stop = null, data = {}, label = "", ...more }) {
  const event = {
    id: crypto.randomUUID(),
    driver: driver.value,
    at: new Date().toISOString(),
    kind,
    route_id: route.id,
    stop_id: stop?.id ?? null,
    data,
    label: label || stop?.dealer || "",
    state: "waiting",
    isSettled: false,
  };
  await store.addEvent(event, more);
  await changed();
  wake();
}

/** The driver has read a refused thing and leaves it. */
export async function dismiss(event) {
  await store.dropEvents([event.seq]);
  await changed();
}

export async function dismissFile(file) {
  await store.dropFile(file.id);
  await changed();
}

// ── The line ──────────────────────────────────────────────────────────────────────────────────────────────

const FRESH = 60_000;
let failures = 0;
let timer = null;
let isAsked = false;
let lastFetch = 0;

/** Tries now: something is new, the network is back, or somebody looks at the phone. */
export function wake() {
  failures = 0;
  void refresh({ isQuiet: true });
}

/** Sends what waits and fetches the day. One at a time on a phone, however many windows are open. */
export async function refresh({ isQuiet = false } = {}) {
  if (!driver.value) return;
  isAsked = true;
  if (isSending.value) return;
  isSending.value = true;
  clearTimeout(timer);
  try {
    while (isAsked) {
      isAsked = false;
      await alone({ waits: false }, () => exchange(isQuiet));
    }
    failures = 0;
    link.value = "ok";
  } catch (trouble) {
    failures += 1;
    link.value = linkAfter(trouble);
    // A session that is over does not come back by asking.
    if (link.value !== "signed_out") timer = setTimeout(refresh, Math.max(trouble.retryAfter ?? 0, pauseAfter(failures)));
    if (!(trouble instanceof NoNetwork || trouble instanceof SignedOut || trouble instanceof Trouble)) throw trouble;
  } finally {
    isSending.value = false;
  }
  if (link.value === "ok") timer = setTimeout(() => refresh({ isQuiet: true }), FRESH);
}

/** One at a time in all windows; where another is at it, it waits for its turn or leaves it to that one. */
const alone = ({ waits }, work) =>
  navigator.locks.request("driver-line", { ifAvailable: !waits }, (lock) => (lock ? work() : undefined));

async function exchange(isQuiet) {
  const hasSent = await sendAll(driver.value, changed);
  if (hasSent || !isQuiet || Date.now() - lastFetch >= FRESH - 1_000) await fetchDay();
}

async function fetchDay() {
  const kept = await store.getKept("today");
  const seen = events.value.filter((event) => event.state === "done" && !event.isSettled);
  const headers = kept?.etag ? { "If-None-Match": kept.etag } : {};
  const answer = await call("GET", "today", { headers });
  lastFetch = Date.now();
  // The day may be as it was; what time it is, is news all the same.
  noteClock(answer.body?.server_time ?? answer.headers.get("Date"));
  if (answer.status !== 304) {
    if (!answer.body?.routes) throw new NoNetwork("an answer that is no day");
    await store.setKept("today", { etag: answer.headers.get("ETag"), body: answer.body });
    today.value = answer.body;
  }
  // What was done before this was asked for is in it.
  await store.change("events", seen.map((event) => [event.seq, { isSettled: true }]));
  await reread();
  await store.dropEvents(finished(events.value, today.value).map((event) => event.seq));
  for (const file of files.value) if (file.state === "done") await store.dropFile(file.id);
  await changed();
}
