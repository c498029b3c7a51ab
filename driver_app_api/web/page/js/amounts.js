// Money, distances and times in the reader's language. Money is whole minor units everywhere; no floats.

const digitsOf = (currency) =>
  new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits;

/** 1234 -> "12.34" for EUR. */
export function plainAmount(minor, currency) {
  const digits = digitsOf(currency);
  const sign = minor < 0 ? "-" : "";
  const text = String(Math.abs(minor)).padStart(digits + 1, "0");
  return digits ? `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}` : sign + text;
}

export function money(minor, currency, language) {
  // A decimal given as text is formatted exactly.
  return new Intl.NumberFormat(language, { style: "currency", currency }).format(plainAmount(minor, currency));
}

/**
 * What somebody typed as an amount, in minor units; null when it is none.
 * Takes "1 234,50", "1,234.50", "1.234,5", "٣٥", and refuses more digits than the currency has.
 */
export function typedAmount(text, currency) {
  const digits = digitsOf(currency);
  const plain = [...text.trim().replace(/[\s\u00a0\u202f'’]/g, "")].map(westernDigit).join("");
  const match = /^(\d[\d.,]*?)(?:([.,])(\d{0,3}))?$/.exec(plain);
  if (!match) return null;
  let [, whole, mark = "", part = ""] = match;
  // "1.234" in a currency with cents: the only mark before three digits parts thousands.
  if (part.length === 3 && digits < 3) [whole, part] = [whole + mark + part, ""];
  if (part.length > digits) return null;
  if (/[.,]/.test(whole) && !/^[1-9]\d{0,2}(?:(?:,\d{3})+|(?:\.\d{3})+)$/.test(whole)) return null;
  const minor = Number(whole.replace(/[.,]/g, "") + part.padEnd(digits, "0"));
  return Number.isSafeInteger(minor) ? minor : null;
}

function westernDigit(sign) {
  const code = sign.codePointAt(0);
  for (const zero of [0x660, 0x6f0, 0xff10]) if (code >= zero && code <= zero + 9) return String(code - zero);
  return sign === "٫" ? "." : sign === "٬" ? "," : sign;
}

export const number = (value, language) => new Intl.NumberFormat(language).format(value);

export const distance = (metres, language) =>
  new Intl.NumberFormat(language, {
    style: "unit",
    unit: "kilometer",
    maximumFractionDigits: metres < 10_000 ? 1 : 0,
  }).format(metres / 1000);

export const weight = (grams, language) =>
  new Intl.NumberFormat(language, { style: "unit", unit: "kilogram", maximumFractionDigits: 0 }).format(
    Math.ceil(grams / 1000),
  );

export const clock = (iso, language) =>
  new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(new Date(iso));

/** A calendar day "2025-10-14" as "Tue, 14 Oct"; noon keeps it that day in every zone. */
export const day = (iso, language) =>
  new Intl.DateTimeFormat(language, { weekday: "short", day: "numeric", month: "short" }).format(
    new Date(`${iso.slice(0, 10)}T12:00:00`),
  );

/** The day so many days after today on the phone, as "2025-10-15". */
export function dayAfter(days, now = new Date()) {
  const date = new Date(now.getFullYear(), now.getMonth(), now.getDate() + days);
  const two = (value) => String(value).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
