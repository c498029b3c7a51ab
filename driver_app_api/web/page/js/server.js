// The line to the driver API (/driver/v1). Says apart: no network, signed out, and the server saying no.

const BASE = new URL("../v1/", import.meta.url);
const PATIENCE = 20_000;
const LATER = new Set([404, 408, 409, 425, 429]);

/** Nothing came back: it may or may not have arrived. */
export class NoNetwork extends Error {}

/** Somebody answered in the house's name: a hotspot's own page, a proxy, a firewall. It says nothing of ours. */
export class Stranger extends NoNetwork {}

/** The session is over; what is queued stays. */
export class SignedOut extends Error {}

/** The server answered with an error. `isFinal`: asking again would bring the same answer. */
export class Trouble extends Error {
  constructor(status, code, detail, retryAfter) {
    super(detail || `${status}`);
    Object.assign(this, { status, code, detail, retryAfter });
    this.isFinal = status >= 400 && status < 500 && !LATER.has(status);
  }
}

/**
 * One request. Gives {status, headers, body}, body being the JSON of the answer or null.
 * 304 counts as an answer. Throws NoNetwork (Stranger for what the house never says), SignedOut or Trouble.
 */
export async function call(method, path, { json, bytes, headers = {}, patience = PATIENCE } = {}) {
  const sent = { "X-Driver-App": "1", ...headers };
  if (json !== undefined) sent["Content-Type"] = "application/json";
  if (bytes !== undefined) sent["Content-Type"] = "application/octet-stream";
  let answer;
  let text;
  try {
    answer = await fetch(new URL(path, BASE), {
      method,
      headers: sent,
      body: json !== undefined ? JSON.stringify(json) : bytes,
      credentials: "same-origin",
      cache: "no-store",
      signal: AbortSignal.timeout(patience),
    });
    text = await answer.text();
  } catch (trouble) {
    throw new NoNetwork(String(trouble));
  }
  const body = parsed(text);
  if (answer.ok && answer.status !== 204 && body === null) throw new Stranger("an answer cut short, or a page");
  if (answer.ok || answer.status === 304) return { status: answer.status, headers: answer.headers, body };
  // Errors of the house say their code.
  if (answer.status < 500 && typeof body?.code !== "string") throw new Stranger(`${answer.status}`);
  if (answer.status === 401 && path !== "sessions") throw new SignedOut();
  const wait = Number(answer.headers.get("Retry-After")) * 1000 || 0;
  const trouble = new Trouble(answer.status, body?.code ?? "", body?.detail ?? "", wait);
  trouble.headers = answer.headers;
  throw trouble;
}

function parsed(text) {
  if (!text) return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
