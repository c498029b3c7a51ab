// Where a person writes: field, suggestions, commands, attachments, reply keyboard.

import { el, iconButton } from "./dom.js";
import { InlineResults } from "./inline.js";
import { sendFile } from "./link.js";
import { summary } from "./message.js";

const onPhone = window.matchMedia("(pointer: coarse)");
const TALLEST_SHARE = 0.34;

export class Composer {
  constructor(phone) {
    this.phone = phone;
    this.target = null; // {kind: "edit" | "reply", message}
    this.chosen = -1; // highlighted command
    this.keysShown = true;
    this.inline = new InlineResults(phone, () => this.fill(""));
    this.build();
  }

  build() {
    const name = this.phone.chat.name;
    this.field = el("textarea", {
      rows: "1",
      dir: "auto",
      placeholder: "Message",
      "aria-label": `Message from ${name}`,
      enterkeyhint: "enter",
      oninput: () => this.update(),
      onkeydown: (event) => this.onKey(event),
      onpaste: (event) => this.takeFiles(event, event.clipboardData?.files),
    });
    this.picker = el("input", { type: "file", multiple: true, hidden: true, tabindex: "-1", "aria-hidden": "true" });
    this.picker.onchange = () => {
      this.sendFiles([...this.picker.files]);
      this.picker.value = "";
    };
    this.sendButton = iconButton("send", "Send", () => this.send(), { class: "send" });
    this.commandButton = iconButton("slash", "Commands", () => this.toggleCommands(), { "aria-expanded": "false" });
    this.keysButton = iconButton("keyboard", "Keyboard of the bot", () => this.toggleKeys(), { hidden: true });
    const clip = iconButton("clip", "Attach pictures or files", () => this.picker.click());
    this.suggestions = el("div", { class: "suggestions", role: "group", "aria-label": "Suggestions" });
    this.context = el("div", { class: "context", hidden: true });
    this.commands = el("div", { class: "commands", role: "listbox", "aria-label": "Commands of the bot", hidden: true });
    this.keys = el("div", { class: "keys", role: "group", "aria-label": "Keyboard of the bot", hidden: true });
    const inner = el("div", { class: "field" }, this.field, this.keysButton, this.commandButton);
    this.line = el("div", { class: "composer" }, clip, inner, this.sendButton, this.picker);
    this.instead = el("button", { type: "button", class: "button foot-button", hidden: true });
    this.node = el(
      "div",
      { class: "foot" },
      this.commands,
      this.inline.node,
      this.suggestions,
      this.context,
      this.line,
      this.keys,
      this.instead,
    );
  }

  /** Draws what depends on the state of the chat. */
  refresh() {
    const { chat } = this.phone;
    this.closed = !chat.started || chat.blocked;
    this.line.hidden = this.closed;
    this.instead.hidden = !this.closed;
    this.instead.textContent = chat.blocked ? "Unblock the bot" : "Start";
    this.instead.onclick = () => (chat.blocked ? this.phone.do("unblock") : this.phone.start());
    this.suggestions.replaceChildren(
      ...chat.suggestions.map((text) =>
        el("button", { type: "button", title: text, dir: "auto", onclick: () => this.fill(text) }, text.replace(/\s*\n\s*/g, " · ")),
      ),
    );
    this.drawKeys();
    this.update();
  }

  update() {
    const text = this.field.value;
    this.sendButton.disabled = !text.trim();
    this.inline.type(this.closed ? "" : text);
    this.suggestions.hidden = this.closed || !this.phone.chat.suggestions.length || text !== "" || this.target !== null;
    const word = /^\/(\w*)$/.exec(text);
    this.drawCommands(word ? this.phone.commands.filter((c) => c.command.startsWith(word[1])) : []);
    this.commandButton.hidden = text !== "" || !this.phone.commands.length;
    this.field.style.height = "";
    const tallest = window.innerHeight * TALLEST_SHARE;
    if (this.field.scrollHeight > 42) this.field.style.height = `${Math.min(this.field.scrollHeight, tallest)}px`;
  }

  fill(text) {
    this.field.value = text;
    this.update();
    this.field.focus();
  }

  // Sending

  async send() {
    const text = this.field.value;
    if (!text.trim() || this.inline.isOpen) return;
    const { target } = this;
    this.leaveContext();
    this.fill("");
    const sent =
      target?.kind === "edit"
        ? this.phone.do("edit", { message_id: target.message.message_id, text })
        : this.phone.say(text, target?.message.message_id);
    if (!(await sent) && this.field.value === "") this.fill(text);
  }

  async sendFiles(files) {
    let caption = this.field.value;
    if (files.length) this.fill("");
    for (const file of files) {
      await this.phone.attempt(sendFile(this.phone.chat.id, file, caption));
      caption = "";
    }
  }

  takeFiles(event, files) {
    if (!files?.length) return;
    event.preventDefault();
    this.sendFiles([...files]);
  }

  onKey(event) {
    if (event.isComposing) return;
    const listed = [...this.commands.children];
    if (!this.commands.hidden && ["ArrowDown", "ArrowUp"].includes(event.key)) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.choose((this.chosen + step + listed.length) % listed.length);
    } else if (event.key === "Escape") {
      this.drawCommands([]);
      if (this.target) this.leaveContext(true);
    } else if (event.key === "ArrowUp" && this.field.value === "") {
      const last = this.phone.lastOwnText();
      if (!last) return;
      event.preventDefault();
      this.edit(last);
    } else if (event.key === "Enter" && !event.shiftKey && (!onPhone.matches || event.ctrlKey)) {
      event.preventDefault();
      if (!this.commands.hidden && this.chosen >= 0) listed[this.chosen].click();
      else this.send();
    }
  }

  // Editing and replying

  edit(message) {
    this.enterContext("edit", message, "Edit message");
    this.fill(message.text);
  }

  reply(message) {
    this.enterContext("reply", message, "Reply");
    this.field.focus();
  }

  enterContext(kind, message, title) {
    this.target = { kind, message };
    const words = el("div", {}, el("strong", {}, title), el("span", { dir: "auto" }, summary(message)));
    this.context.replaceChildren(words, iconButton("close", "Cancel", () => this.leaveContext(true)));
    this.context.hidden = false;
    this.update();
  }

  leaveContext(clear = false) {
    const wasEdit = this.target?.kind === "edit";
    this.target = null;
    this.context.hidden = true;
    if (clear && wasEdit) this.fill("");
    this.update();
  }

  // Commands

  toggleCommands() {
    if (this.commands.hidden) {
      this.drawCommands(this.phone.commands);
      this.field.focus();
    } else {
      this.drawCommands([]);
    }
  }

  drawCommands(commands) {
    this.commands.hidden = !commands.length;
    this.commandButton.setAttribute("aria-expanded", String(commands.length > 0));
    this.commands.replaceChildren(
      ...commands.map(({ command, description }) => {
        const onclick = () => {
          this.fill("");
          this.phone.say(`/${command}`);
        };
        const words = [el("b", {}, `/${command}`), el("span", { dir: "auto" }, description)];
        return el("button", { type: "button", role: "option", "aria-selected": "false", onclick }, ...words);
      }),
    );
    this.chosen = -1;
    if (commands.length && this.field.value.length > 1) this.choose(0);
  }

  choose(index) {
    this.chosen = index;
    [...this.commands.children].forEach((option, at) => {
      option.setAttribute("aria-selected", String(at === index));
      if (at === index) option.scrollIntoView({ block: "nearest" });
    });
  }

  // Reply keyboard

  toggleKeys() {
    this.keysShown = !this.keysShown;
    this.drawKeys();
  }

  drawKeys() {
    const keyboard = this.phone.chat.keyboard;
    const rows = keyboard?.keyboard ?? [];
    this.keysButton.hidden = !rows.length;
    this.keysButton.setAttribute("aria-expanded", String(this.keysShown));
    this.keys.hidden = this.closed || !rows.length || !this.keysShown;
    this.field.placeholder = keyboard?.input_field_placeholder || "Message";
    this.keys.replaceChildren(
      ...rows.map((buttons, row) =>
        el("div", {}, ...buttons.map((button, column) => {
          const sign = button.request_contact ? "person" : button.request_location ? "pin" : null;
          const key = el("button", { type: "button", dir: "auto" }, button.text);
          key.onclick = () => this.phone.do("press", { row, column });
          if (sign) key.setAttribute("aria-description", sign === "person" ? "Shares your phone number" : "Shares your location");
          return key;
        })),
      ),
    );
  }
}
