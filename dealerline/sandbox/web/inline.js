// Inline mode: what is typed behind the bot's name is asked while it is typed, and its results are offered.

import { el } from "./dom.js";
import { act } from "./link.js";

const PAUSE_MS = 180;

export class InlineResults {
  constructor(phone, done) {
    this.phone = phone;
    this.done = done;
    this.node = el("div", { class: "inline-results", role: "listbox", "aria-label": "Results", hidden: true });
    this.text = null; // what is asked about, null while nothing is
    this.queryId = null;
    this.timer = 0;
  }

  get isOpen() {
    return this.text !== null;
  }

  /** Called with the whole text of the field whenever it changes. */
  type(field) {
    const found = new RegExp(`^@${this.phone.bot.username}\\s(.*)$`, "is").exec(field);
    if (!found) return this.close();
    const text = found[1].trim();
    if (text === this.text) return undefined;
    this.text = text;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(""), PAUSE_MS);
    return undefined;
  }

  async ask(offset) {
    const { text } = this;
    if (text === null) return;
    const asked = await this.phone.attempt(act(this.phone.chat.id, "inline", { text, offset }));
    if (!asked || this.text !== text) return;
    this.queryId = asked.query_id;
    if (this.early?.query_id === this.queryId) this.show(this.early);
  }

  /** The bot's answer; those to older queries are late, and one may come before we know our query's number. */
  show(event) {
    this.early = event;
    if (!this.isOpen || event.query_id !== this.queryId) return;
    const rows = event.results.map((result) => this.row(result, event.query_id));
    if (event.button) rows.unshift(this.sentence(event.button));
    if (event.next_offset) {
      const more = el("button", { type: "button", class: "is-sentence" }, "More");
      more.onclick = () => this.ask(event.next_offset);
      rows.push(more);
    }
    this.node.replaceChildren(...rows);
    this.node.scrollTop = 0;
    this.node.hidden = !rows.length;
  }

  row(result, queryId) {
    const words = [el("b", { dir: "auto" }, result.title)];
    if (result.description) words.push(el("span", { dir: "auto" }, result.description));
    const onclick = () => {
      this.done();
      this.phone.do("choose", { query_id: queryId, result_id: result.id });
    };
    return el("button", { type: "button", role: "option", onclick }, ...words);
  }

  sentence({ text, start_parameter: payload }) {
    const onclick = () => {
      this.done();
      this.phone.say(`/start ${payload}`);
    };
    return el("button", { type: "button", class: "is-sentence", dir: "auto", onclick }, text);
  }

  close() {
    clearTimeout(this.timer);
    this.text = null;
    this.queryId = null;
    this.node.hidden = true;
    this.node.replaceChildren();
  }
}
