// A number between nothing and all: two large buttons, or typed.
import { useId } from "preact/hooks";
import { html } from "../html.js";
import { say } from "../words.js";

/** of: what is counted, for readers of the screen. */
export function Stepper({ label, of, value, most, onChange }) {
  const id = useId();
  const set = (next) => onChange(Math.max(0, Math.min(most, next)));
  const typed = (event) => set(Number.parseInt(event.target.value.replace(/\D/g, ""), 10) || 0);
  return html`
    <div class="stepper">
      <label for=${id}>${label}</label>
      <button type="button" aria-label=${say("driver.less", { what: label, of })} disabled=${value <= 0} onClick=${() => set(value - 1)}>−</button>
      <input id=${id} inputmode="numeric" aria-label=${`${label}, ${of}`} value=${value} onChange=${typed} onFocus=${(event) => event.target.select()} />
      <button type="button" aria-label=${say("driver.more", { what: label, of })} disabled=${value >= most} onClick=${() => set(value + 1)}>+</button>
    </div>
  `;
}
