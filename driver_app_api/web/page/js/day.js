// The day as the driver sees it: what the server said, with what was done since on top. Pure functions.

const OPEN = new Set(["planned", "arrived"]);
const counts = (event) => event.state !== "refused";
/** Kinds that nobody waits for: they are neither counted nor do they keep the shift open. */
const QUIET = new Set(["position"]);
/** What nobody can or need put right when it is refused: the stop was given to another, the route is over. */
const PASSING = new Set(["position", "arrived", "departed"]);

export const isOpen = (stop) => OPEN.has(stop.state);

/** The routes of the day, their stops in order, each in the state that the driver brought it to. */
export function routesAsSeen(today, events) {
  return (today?.routes ?? []).map((route) => {
    const own = events.filter((event) => event.route_id === route.id && counts(event));
    const has = (kind) => own.some((event) => event.kind === kind);
    const isClosed = route.state === "closed" || has("shift_closed");
    // Somebody else drives on: what is left here is to be sent, and the shift to be closed.
    const isGiven = route.state === "given";
    const isStarted = isClosed || isGiven || route.state === "started" || has("route_started");
    return {
      ...route,
      isClosed,
      isGiven,
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
  const paid = paidAsSeen(stop, events);
  for (const event of events) {
    if (event.kind === "departed") hasLeft = true;
    // What the server has seen already is in its own answer.
    if (event.isSettled) continue;
    if (event.kind === "arrived" && state === "planned") state = "arrived";
    if (event.kind === "delivered") state = "done";
    if (event.kind === "not_delivered") state = "failed";
  }
  const arrived = events.find((event) => event.kind === "arrived");
  return { ...stop, state, hasLeft, paid, known: stop.paid ?? null, arrivedAt: arrived?.at ?? null };
}

/** What was taken at a stop, {kind, amount_minor, …} or null: as the server has it, with what was said since. */
function paidAsSeen(stop, events) {
  let paid = stop.paid ?? null;
  for (const { kind, data, isSettled } of events) {
    if (isSettled) continue;
    if (kind === "delivered" && data.payment) paid = { is_counted: false, ...data.payment };
    if (kind === "money_corrected") paid = { is_counted: false, kind: data.kind, ...paid, amount_minor: data.amount_minor };
  }
  return paid;
}

export function findStop(routes, id) {
  for (const route of routes) {
    const stop = route.stops.find((one) => one.id === id);
    if (stop) return { route, stop };
  }
  return null;
}

export const nextStop = (route) => route.stops.find(isOpen) ?? null;

/** Stops that this driver makes or made; those before were another's, whose route it was. */
export const ownStops = (route) => route.stops.filter((stop) => !stop.by);

export function progress(route, stops = route.stops) {
  const of = (state) => stops.filter((stop) => stop.state === state).length;
  return { all: stops.length, done: of("done"), failed: of("failed"), open: stops.filter(isOpen).length };
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
  events: events.filter((event) => event.state === "refused" && event.driver === driver && !PASSING.has(event.kind)),
  files: files.filter((file) => file.state === "refused" && file.driver === driver),
});

/** The currency that the bag of a route is counted in, as the server has it. */
export const bagCurrency = (route) =>
  (route.stops?.find((stop) => !stop.by) ?? route.stops?.[0])?.currency ?? "USD";

/**
 * Money taken on a route by currency, the bag's own first: [{currency, cash_minor, cheques, cheques_minor}, …].
 * What the server knows, from whatever phone, with what delivered events say since.
 */
export function moneyTaken(route, events) {
  const first = bagCurrency(route);
  const bags = new Map([[first, { currency: first, cash_minor: 0, cheques: 0, cheques_minor: 0 }]]);
  const bagOf = (currency) => {
    if (!bags.has(currency)) bags.set(currency, { currency, cash_minor: 0, cheques: 0, cheques_minor: 0 });
    return bags.get(currency);
  };
  for (const known of route.taken ?? []) Object.assign(bagOf(known.currency), known);
  const put = (bag, paid, sign) => {
    if (!paid?.amount_minor) return;
    if (paid.kind === "cash") bag.cash_minor += sign * paid.amount_minor;
    else {
      bag.cheques += sign;
      bag.cheques_minor += sign * paid.amount_minor;
    }
  };
  const own = events.filter((event) => event.route_id === route.id && counts(event));
  for (const id of new Set(own.map((event) => event.stop_id))) {
    const stop = route.stops?.find((one) => one.id === id);
    // Without `taken` the server has told nothing of money: all of it is what was said here.
    const said = own.filter((event) => event.stop_id === id).map((event) => (route.taken ? event : { ...event, isSettled: false }));
    const bag = bagOf(stop?.currency ?? first);
    const known = route.taken ? (stop?.known ?? null) : null;
    put(bag, known, -1);
    put(bag, paidAsSeen({ paid: known }, said), 1);
  }
  return [...bags.values()];
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
    signature: isSigned(form.strokes),
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
  if (!lacking.length && !form.isWithout && !isSigned(form.strokes) && !form.photos?.length) missing.push("evidence");
  if (form.isWithout && !form.note?.trim()) missing.push("note");
  const payment = form.payment;
  if (payment && !(payment.amount_minor > 0)) missing.push("amount");
  if (payment?.kind === "cheque" && !payment.reference?.trim()) missing.push("cheque");
  return missing;
}

const LEAST_INK = 20;

/** A dot, or a finger that only touched, is no signature. */
function isSigned(strokes) {
  let ink = 0;
  for (const { points } of strokes ?? []) {
    for (let at = 1; at < points.length; at += 1) {
      ink += Math.hypot(points[at].x - points[at - 1].x, points[at].y - points[at - 1].y);
    }
  }
  return ink >= LEAST_INK;
}

const LONGEST_PAUSE = 10_000;
const MOST_STROKES = 200;
const MOST_POINTS = 4_000;

/**
 * signature_pad's strokes as the API wants them: [[x, y, ms since the first point], …] a stroke. Times only go on,
 * whatever the clock did meanwhile or when a signature was continued; its picture has what is more than is told.
 */
export function strokesToSend(strokes) {
  const short = (value) => Math.round(value * 10) / 10;
  let before = strokes[0]?.points[0]?.time ?? 0;
  let at = 0;
  const passed = (time) => {
    at += Math.round(Math.max(0, Math.min(LONGEST_PAUSE, time - before)));
    before = time;
    return at;
  };
  return strokes
    .slice(0, MOST_STROKES)
    .map(({ points }) => points.slice(0, MOST_POINTS).map(({ x, y, time }) => [short(x), short(y), passed(time)]));
}

/** Events that can go: settled ones of routes that are no longer on the phone. */
export function finished(events, today) {
  const live = new Set((today?.routes ?? []).map((route) => route.id));
  return events.filter((event) => {
    if (event.state === "refused") return PASSING.has(event.kind);
    return event.state === "done" && event.isSettled && !live.has(event.route_id);
  });
}
