// What screens are made of.
import { signal } from "@preact/signals";
import { useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import { html } from "./html.js";
import { addressOf, go } from "./router.js";
import { link, notice, pendingCount, problemCount } from "./state.js";
import { say } from "./words.js";
import * as store from "./store.js";

const PATHS = {
  back: "M15 5l-7 7 7 7",
  way: "M12 3l8 18-8-4-8 4z",
  call: "M6.5 3.5l3 5-2 2a13 13 0 0 0 6 6l2-2 5 3v2.5a1.5 1.5 0 0 1-1.5 1.5C10.7 21.5 2.5 13.3 2.5 5A1.5 1.5 0 0 1 4 3.5z",
  check: "M4.5 12.5l5 5 10-11",
  cross: "M6 6l12 12M18 6L6 18",
  camera: "M4 8h3.5l1.5-2.5h6L16.5 8H20v11H4zM12 16.5a3.3 3.3 0 1 0 0-6.6 3.3 3.3 0 0 0 0 6.6z",
  menu: "M4 7h16M4 12h16M4 17h16",
  cloud: "M7 18.5h10a4 4 0 0 0 .6-7.950A6 6 0 0 0 6.2 11 3.8 3.8 0 0 0 7 18.5z",
  warning: "M12 4l9 16H3zM12 10v4.5M12 17v.2",
  box: "M4 8l8-4 8 4v8l-8 4-8-4zM4 8l8 4 8-4M12 12v8",
  flag: "M6 21V4h11l-2 4 2 4H6",
};

export const Icon = ({ name }) => html`
  <svg class="icon icon-${name}" viewBox="0 0 24 24" aria-hidden="true"><path d=${PATHS[name]} /></svg>
`;

/** A screen: its title gets the focus when it opens. up: [screen, id] that the back arrow leads to. */
export function Screen({ title, up = null, children, foot = null }) {
  const heading = useRef(null);
  useLayoutEffect(() => {
    document.title = title;
    scrollTo(0, 0);
    heading.current.focus({ preventScroll: true });
  }, []);
  return html`
    <header class="top">
      ${up && html`<a class="icon-button" href=${addressOf(...up)} aria-label=${say("driver.back")}><${Icon} name="back" /></a>`}
      <h1 ref=${heading} tabindex="-1">${title}</h1>
      <${LinkState} />
      ${!up && html`<a class="icon-button" href=${addressOf("menu")} aria-label=${say("driver.menu")}><${Icon} name="menu" /></a>`}
    </header>
    <main class=${foot ? "has-foot" : ""}>
      <p class="notice-line" role="status">${notice.value}</p>
      ${children}
    </main>
    ${foot && html`<footer class="foot">${foot}</footer>`}
  `;
}

/** How much is not with the server yet, always in sight. */
function LinkState() {
  const waiting = pendingCount.value;
  const wrong = problemCount.value;
  const isOff = link.value === "offline" || link.value === "trouble";
  const [kind, text] =
    link.value === "signed_out"
      ? ["bad", say("driver.link_signed_out")]
      : wrong
        ? ["bad", say("driver.link_problems", { count: wrong })]
        : waiting
          ? ["waits", say("driver.link_unsent", { count: waiting })]
          : isOff
            ? ["waits", say("driver.link_offline")]
            : ["good", say("driver.link_sent")];
  const target = link.value === "signed_out" ? "signin" : "outbox";
  return html`
    <a class="link-state is-${kind}" href=${addressOf(target)} aria-label=${isOff ? `${say("driver.link_offline")}, ${text}` : text}>
      <${Icon} name=${kind === "bad" ? "warning" : isOff || waiting ? "cloud" : "check"} />
      <span>${text}</span>
    </a>
  `;
}

/** kind: main (the one thing to do here), plain, danger or quiet. */
export const Button = ({ kind = "plain", icon = null, children, ...more }) => html`
  <button type="button" class="button is-${kind}" ...${more}>${icon && html`<${Icon} name=${icon} />`}<span>${children}</span></button>
`;

export const LinkButton = ({ kind = "plain", icon = null, children, ...more }) => html`
  <a class="button is-${kind}" ...${more}>${icon && html`<${Icon} name=${icon} />`}<span>${children}</span></a>
`;

/** A text field with its label; wrong: a sentence about what is in it. */
export function Field({ label, hint = null, wrong = null, onText, ...more }) {
  const id = useId();
  const told = [hint && `${id}-hint`, wrong && `${id}-wrong`].filter(Boolean).join(" ");
  return html`
    <div class="field">
      <label for=${id}>${label}</label>
      ${hint && html`<p class="hint" id=${`${id}-hint`}>${hint}</p>`}
      <input id=${id} aria-describedby=${told || undefined} aria-invalid=${wrong ? "true" : undefined}
        autocomplete="off" onInput=${(event) => onText(event.target.value)} ...${more} />
      ${wrong && html`<p class="wrong" id=${`${id}-wrong`}>${wrong}</p>`}
    </div>
  `;
}

/** One of a few: options are [value, words]. */
export function Choice({ label, options, value, onChoose }) {
  const name = useId();
  return html`
    <fieldset class="choice">
      <legend>${label}</legend>
      ${options.map(
        ([one, words]) => html`
          <label key=${one} class="chip">
            <input type="radio" name=${name} checked=${one === value} onChange=${() => onChoose(one)} />
            <span>${words}</span>
          </label>
        `,
      )}
    </fieldset>
  `;
}

export const Notice = ({ kind = "plain", icon = null, children }) => html`
  <div class="notice is-${kind}">${icon && html`<${Icon} name=${icon} />`}<div>${children}</div></div>
`;

/** Forms that somebody looks at, or that something is still on its way to. */
const drafts = new Map();

function draftOf(key, empty) {
  if (!drafts.has(key)) {
    const draft = { form: signal(null), lookers: 0 };
    draft.isRead = store.getDraft(key).then((kept) => (draft.form.value ??= { ...empty, ...kept }));
    drafts.set(key, draft);
  }
  return drafts.get(key);
}

function leaveDraft(key, draft) {
  if (!draft.lookers && drafts.get(key) === draft) drafts.delete(key);
}

/** A form that is kept while it is filled in: [value or null while it is read, change(fields), latest()]. */
export function useDraft(key, empty) {
  const [shown] = useState(() => draftOf(key, empty));
  useLayoutEffect(() => {
    shown.lookers += 1;
    return () => {
      shown.lookers -= 1;
      leaveDraft(key, shown);
    };
  }, []);
  // Asked for anew: a photo may be ready only after the driver has left the form, and opened it once more.
  const change = async (fields) => {
    const draft = draftOf(key, empty);
    if (!draft.form.value) await draft.isRead;
    const more = typeof fields === "function" ? fields(draft.form.value) : fields;
    draft.form.value = { ...draft.form.value, ...more };
    await store.setDraft(key, draft.form.value).catch(tell);
    leaveDraft(key, draft);
  };
  const latest = async () => drafts.get(key)?.form.value ?? { ...empty, ...(await store.getDraft(key)) };
  return [shown.form.value, change, latest];
}

/** Says that something did not work; what nobody expected is for the log, too. */
export function tell(trouble) {
  const isFull = trouble?.name === "QuotaExceededError";
  const text = isFull ? say("driver.storage_full") : say("driver.went_wrong");
  if (notice.value !== text) scrollTo(0, 0); // but not away from who goes on typing
  notice.value = text;
  if (!isFull) console.error(trouble);
}

/**
 * Runs an act once at a time; what goes wrong is told, and the form stays as it is. The act gets a function
 * that leads to another screen, unless the driver has gone elsewhere meanwhile.
 */
export function useAct() {
  const [isBusy, setBusy] = useState(false);
  const running = useRef(false);
  const act = async (work) => {
    if (running.current) return;
    running.current = true;
    setBusy(true);
    notice.value = null;
    const from = location.hash;
    try {
      await work((name, id) => location.hash === from && go(name, id, { replace: true }));
    } catch (trouble) {
      tell(trouble);
    } finally {
      running.current = false;
      setBusy(false);
    }
  };
  return [act, isBusy];
}
