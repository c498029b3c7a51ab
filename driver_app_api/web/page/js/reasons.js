// The words of reason codes. A code that a newer server sends is shown as it is.
import { say } from "./words.js";

const WORDS = {
  refused: {
    not_ordered: "driver.refused_not_ordered",
    wrong_item: "driver.refused_wrong_item",
    expired: "driver.refused_expired",
    too_late: "driver.refused_too_late",
    price: "driver.refused_price",
    other: "driver.reason_other",
  },
  damaged: {
    in_transit: "driver.damaged_in_transit",
    packaging: "driver.damaged_packaging",
    wet: "driver.damaged_wet",
    other: "driver.reason_other",
  },
  short: {
    not_loaded: "driver.short_not_loaded",
    miscounted: "driver.short_miscounted",
    other: "driver.reason_other",
  },
  not_delivered: {
    closed: "driver.failed_closed",
    nobody_there: "driver.failed_nobody_there",
    refused_all: "driver.failed_refused_all",
    no_access: "driver.failed_no_access",
    no_money: "driver.failed_no_money",
    wrong_address: "driver.failed_wrong_address",
    too_late: "driver.failed_too_late",
    vehicle: "driver.failed_vehicle",
    other: "driver.reason_other",
  },
  not_fetched: {
    not_there: "driver.failed_not_there",
    miscounted: "driver.short_miscounted",
    wrong_item: "driver.refused_wrong_item",
    expired: "driver.refused_expired",
    packaging: "driver.damaged_packaging",
    closed: "driver.failed_closed",
    nobody_there: "driver.failed_nobody_there",
    no_access: "driver.failed_no_access",
    too_late: "driver.failed_too_late",
    vehicle: "driver.failed_vehicle",
    other: "driver.reason_other",
  },
};
/** Where goods are fetched: of a line, and of the whole stop. */
const OF_LINE = new Set(["not_there", "miscounted", "wrong_item", "expired", "packaging", "other"]);
const AT_DOOR = new Set(["not_there", "closed", "nobody_there", "no_access", "too_late", "vehicle", "other"]);

const wordsOf = (family, code) => {
  const key = WORDS[family][code];
  return key ? say(key) : code.replaceAll("_", " ");
};

/** [code, words] of a family, in the server's order. */
export const reasonsOf = (today, family) =>
  (today?.reasons?.[family] ?? Object.keys(WORDS[family])).map((code) => [code, wordsOf(family, code)]);

/** Why nothing was handed over to us. */
export const reasonsAtDoor = (today) => reasonsOf(today, "not_fetched").filter(([code]) => AT_DOOR.has(code));

/** The reasons that fit what was said of a line; each code once. isFetch: it was to be handed over to us. */
export function reasonsForLine(today, result, isFetch = false) {
  const found = new Map();
  if (isFetch) {
    const lacks = result.refused + result.damaged + result.short;
    return lacks ? reasonsOf(today, "not_fetched").filter(([code]) => OF_LINE.has(code)) : [];
  }
  for (const family of ["refused", "damaged", "short"]) {
    if (result[family] > 0) for (const [code, words] of reasonsOf(today, family)) if (!found.has(code)) found.set(code, words);
  }
  return [...found];
}
