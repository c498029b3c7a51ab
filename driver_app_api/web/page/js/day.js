// The day as the driver sees it: what the server said, with what was done since on top. Pure functions.

const OPEN = new Set(["planned", "arrived"]);
const counts = (event) => event.state !== "refused";
/** Kinds that nobody waits for: they are neither counted nor do they keep the shift open. */
const QUIET = new Set(["position"]);

export const isOpen = (stop) => OPEN.has(stop.state);

/** The routes of the day, their stops in order, each in the state that the driver brought it to. */
export function routesAsSeen(today, events) {
  return (today?.routes ?? []).map((route) => {
    const own = events.filter((event) => event.route_id === route.id && counts(event));
    const has = (kind) => own.some((event) => event.kind === kind);
    const isClosed = route.state === "closed" || has("shift_closed");
    const isStarted = isClosed || route.state === "started" || has("route_started");
    return {
      ...route,
      isClosed,
      isStarted,
      isLoadChecked: isStarted || has("load_checked"),
      stops: [...route.stops]
        .sort((a, b) => a.position - b.position)
        .filter((stop) => stop.state !== "cancelled")
        .map((stop) => stopAsSeen(stop, own.filter((event) => event.stop_id === stop.id))),
    };
  });
}

function stopAsSeen(stop, events) {
  let state = stop.state;
  let hasLeft = false;
  for (const event of events) {
    if (event.kind === "departed") hasLeft = true;
    // What the server has seen already is in its own answer.
    if (event.isSettled) continue;
    if (event.kind === "arrived" && state === "planned") state = "arrived";
    if (event.kind === "delivered") state = "done";
    if (event.kind === "not_delivered") state = "failed";
  }
  const arrived = events.find((event) => event.kind === "arrived");
  return { ...stop, state, hasLeft, arrivedAt: arrived?.at ?? null };
}

export function findStop(routes, id) {
  for (const route of routes) {
    const stop = route.stops.find((one) => one.id === id);
    if (stop) return { route, stop };
  }
  return null;
}

export const nextStop = (route) => route.stops.find(isOpen) ?? null;

export function progress(route) {
  const of = (state) => route.stops.filter((stop) => stop.state === state).length;
  return { all: route.stops.length, done: of("done"), failed: of("failed"), open: route.stops.filter(isOpen).length };
}

/** What the server does not have yet, of what people would miss; isOwn says of whom. */
export function unsent(events, files, isOwn) {
  const waits = (row) => row.state === "waiting" && isOwn(row.driver);
  return {
    events: events.filter((event) => waits(event) && !QUIET.has(event.kind)),
    files: files.filter(waits),
  };
}

export const problemsOf = (events, files, driver) => ({
  events: events.filter((event) => event.state === "refused" && event.driver === driver),
  files: files.filter((file) => file.state === "refused" && file.driver === driver),
});

/** Money taken on a route, as delivered events say: {cash_minor, cheques, cheques_minor}. */
export function moneyTaken(route, events) {
  const taken = { cash_minor: 0, cheques: 0, cheques_minor: 0 };
  for (const event of events) {
    const payment = event.data.payment;
    if (event.route_id !== route.id || event.kind !== "delivered" || !counts(event) || !payment) continue;
    if (payment.kind === "cash") taken.cash_minor += payment.amount_minor;
    else {
      taken.cheques += 1;
      taken.cheques_minor += payment.amount_minor;
    }
  }
  return taken;
}

/** All lines of a stop, with the number of their order. */
export const linesOf = (stop) =>
  stop.orders.flatMap((order) => order.lines.map((line) => ({ ...line, order: order.number })));

/** How a line went: what is not accepted is taken off what was to be delivered. */
export function lineResult(line, said = {}) {
  const refused = said.refused ?? 0;
  const damaged = said.damaged ?? 0;
  const short = said.short ?? 0;
  const delivered = line.quantity - refused - damaged - short;
  return { line_id: line.id, delivered, refused, damaged, short, reason: said.reason ?? null };
}

export const isAsOrdered = (result) => result.refused + result.damaged + result.short === 0;

/** Evidence that the house asks for at this stop; a code only where dealers get one. */
export const needsOf = (stop) => (stop.needs ?? []).filter((need) => need !== "code" || stop.has_code);

/** What of it is not there yet. */
export function lackingOf(stop, form) {
  const has = {
    signature: form.strokes?.length > 0,
    photo: form.photos?.length > 0,
    code: Boolean(form.code?.trim()),
    name: Boolean(form.receiver?.trim()),
  };
  return needsOf(stop).filter((need) => !has[need]);
}

/**
 * What is still to be said before a proof can be finished: codes of driver.missing_*. Evidence that the receiver
 * will not give holds nobody at the door: with a note that says why, the proof goes without it and is marked.
 */
export function missingOf(stop, form) {
  const results = linesOf(stop).map((line) => lineResult(line, form.lines?.[line.id]));
  const missing = [];
  if (results.some((one) => !isAsOrdered(one) && !one.reason)) missing.push("reason");
  if (!form.receiver?.trim()) missing.push("receiver");
  const lacking = form.isWithout && form.note?.trim() ? [] : lackingOf(stop, form).filter((need) => need !== "name");
  missing.push(...lacking);
  if (!lacking.length && !form.isWithout && !form.strokes?.length && !form.photos?.length) missing.push("evidence");
  if (form.isWithout && !form.note?.trim()) missing.push("note");
  const payment = form.payment;
  if (payment && !(payment.amount_minor > 0)) missing.push("amount");
  if (payment?.kind === "cheque" && !payment.reference?.trim()) missing.push("cheque");
  return missing;
}

/** signature_pad's strokes as the API wants them: [[x, y, ms since the first point], …] a stroke. */
export function strokesToSend(strokes) {
  const start = strokes[0]?.points[0]?.time ?? 0;
  const short = (value) => Math.round(value * 10) / 10;
  return strokes.map((stroke) =>
    stroke.points.map((point) => [short(point.x), short(point.y), Math.round(point.time - start)]),
  );
}

/** Events that can go: settled ones of routes that are no longer on the phone. */
export function finished(events, today) {
  const live = new Set((today?.routes ?? []).map((route) => route.id));
  return events.filter((event) => event.state === "done" && event.isSettled && !live.has(event.route_id));
}
