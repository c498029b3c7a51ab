// The app's words, from the same catalogues as the chat: say("driver.stops", { count: 3 }).
import { computed, signal } from "@preact/signals";

export const LANGUAGES = { en: "English", zh_CN: "简体中文", tr: "Türkçe", ms: "Bahasa Melayu" };
const RIGHT_TO_LEFT = new Set(["ar", "fa", "he", "ur"]);
const ISOLATE = "\u2068";
const POP = "\u2069";

const book = signal({});
/** Which of LANGUAGES is spoken: "zh_CN". */
export const tongue = signal("en");
/** How numbers and days are written, as browsers name it: "zh-CN"; English as most of the world has it. */
export const language = computed(() => (tongue.value === "en" ? "en-GB" : tongue.value.replace("_", "-")));

/** The first of the languages somebody would like that we have. */
export function bestOf(wished) {
  for (const one of wished) {
    const base = one.replace("_", "-").split("-")[0];
    const found = Object.keys(LANGUAGES).find((code) => code.split("_")[0] === base);
    if (found) return found;
  }
  return "en";
}

export async function speak(code) {
  const known = code in LANGUAGES ? code : bestOf([code]);
  const answer = await fetch(new URL(`../words/${known}.json`, import.meta.url));
  if (!answer.ok) throw new Error(`no words for ${known}`);
  book.value = await answer.json();
  tongue.value = known;
  document.documentElement.lang = known.replace("_", "-");
  document.documentElement.dir = RIGHT_TO_LEFT.has(known.split("_")[0]) ? "rtl" : "ltr";
}

/** The phrase of a key. `count` chooses the plural form and is shown as a number. */
export function say(key, params = {}) {
  const entry = book.value[key];
  if (entry === undefined) return key;
  let text = entry;
  const shown = { ...params };
  if (typeof entry === "object") {
    text = entry[new Intl.PluralRules(language.value).select(params.count)] ?? entry.other;
    shown.count = new Intl.NumberFormat(language.value).format(params.count);
  }
  const isolated = document.documentElement.dir === "rtl";
  return text.replace(/\{(\w+)\}/g, (whole, name) => {
    if (!(name in shown)) return whole;
    return isolated ? `${ISOLATE}${shown[name]}${POP}` : String(shown[name]);
  });
}
