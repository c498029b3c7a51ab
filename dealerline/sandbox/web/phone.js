// One person's phone: head with menu, the wall of messages, and the composer.

import { Composer } from "./composer.js";
import { avatar, dayOf, el, icon } from "./dom.js";
import { act } from "./link.js";
import { Menu } from "./menu.js";
import { messageItem } from "./message.js";

const TYPING_MS = 5000;
const TOAST_MS = 3500;
const BUSY_MS = 30000;
const NEAR_END = 80;

export class Phone {
  constructor(chat, bot, onUnread) {
    this.chat = chat;
    this.bot = bot;
    this.commands = [];
    this.onUnread = onUnread;
    this.entries = new Map();
    this.busy = new Map(); // tap id -> {id, data}
    this.unread = 0;
    this.isVisible = true;
    this.composer = new Composer(this);
    this.build();
    this.load(chat);
  }

  build() {
    const titleId = `who-${this.chat.id}`;
    this.status = el("p", { "aria-live": "polite" });
    this.list = el("ol");
    this.log = el("div", { class: "log", role: "log", tabindex: "0", "aria-label": `Messages of ${this.chat.name}` }, this.list);
    this.log.addEventListener("scroll", () => this.onScroll(), { passive: true });
    this.newer = el("button", { type: "button", class: "newer", hidden: true, onclick: () => this.toEnd(true) });
    this.toasts = el("div", { class: "toasts", role: "status" });
    this.empty = el("div", { class: "empty" });
    this.wall = el("div", { class: "wall" }, this.empty, this.log, this.newer, this.toasts);
    this.menu = new Menu(this);
    const name = [this.chat.name, this.chat.last_name].filter(Boolean).join(" ");
    const words = el("div", { class: "phone-words" }, el("h2", { id: titleId, dir: "auto" }, name), this.status);
    const head = el("header", { class: "phone-head" }, avatar(this.chat), words, this.menu.button);
    this.node = el(
      "section",
      { class: "phone", id: `phone-${this.chat.id}`, "aria-labelledby": titleId, "data-id": this.chat.id },
      head,
      this.wall,
      this.composer.node,
    );
    this.acceptDrops();
    const sizes = new ResizeObserver(() => this.stick && this.toEnd());
    sizes.observe(this.log);
    sizes.observe(this.list);
  }

  /** Takes a whole chat: at the start and after the line was broken. */
  load(chat) {
    this.chat = chat;
    this.entries = new Map(chat.messages.map((entry) => [entry.message.message_id, entry]));
    this.busy.clear();
    this.draw();
    this.refresh();
    this.stick = true;
    this.toEnd();
  }

  refresh() {
    this.drawStatus();
    this.composer.refresh();
    this.drawEmpty();
  }

  draw() {
    const items = [];
    let before = null;
    for (const entry of this.entries.values()) {
      if (!before || dayOf(before.message.date) !== dayOf(entry.message.date)) {
        items.push(el("li", { class: "day" }, dayOf(entry.message.date)));
        before = null;
      }
      const item = messageItem(entry, this);
      item.classList.toggle("is-first", before?.from_bot !== entry.from_bot);
      items.push(item);
      before = entry;
    }
    this.list.replaceChildren(...items);
    this.markLasts();
  }

  markLasts() {
    let after = null;
    for (const item of [...this.list.children].reverse()) {
      if (!item.classList.contains("message")) continue;
      const side = item.classList.contains("is-own");
      item.classList.toggle("is-last", side !== after);
      after = side;
    }
  }

  drawStatus() {
    const { role, language } = this.chat;
    const quiet = [role, language?.toUpperCase()].filter(Boolean).join(" · ") || `chat with ${this.bot.first_name}`;
    this.status.className = "";
    this.status.replaceChildren(this.chat.blocked ? "has blocked the bot" : quiet);
  }

  drawEmpty() {
    this.empty.hidden = this.entries.size > 0;
    this.empty.replaceChildren(
      el("img", { src: "icon.svg", alt: "", width: "64", height: "64" }),
      el("strong", {}, this.bot.first_name),
      el("span", {}, this.chat.started ? "Write to the bot, or send /start" : "Tap Start to talk to the bot"),
    );
  }

  // What comes in

  hear(event) {
    switch (event.kind) {
      case "message":
        return this.add(event);
      case "edited":
        return this.change(event);
      case "deleted":
        return this.remove(event.message_id);
      case "keyboard":
        this.chat.keyboard = event.keyboard;
        this.composer.keysShown = true;
        return this.composer.refresh();
      case "started":
        this.chat.started = true;
        return this.refresh();
      case "blocked":
        this.chat.blocked = event.blocked;
        return this.refresh();
      case "tap":
        return this.setBusy(event.tap_id, event.message_id, event.data);
      case "answer":
        return this.answered(event);
      case "action":
        return this.showTyping(event.action);
      case "inline_answer":
        return this.composer.inline.show(event);
      default:
        return undefined;
    }
  }

  add(entry) {
    const before = [...this.entries.values()].at(-1);
    this.entries.set(entry.message.message_id, entry);
    if (!before || dayOf(before.message.date) !== dayOf(entry.message.date)) {
      this.list.append(el("li", { class: "day" }, dayOf(entry.message.date)));
    }
    const item = messageItem(entry, this);
    item.classList.add("is-new");
    item.classList.toggle("is-first", before?.from_bot !== entry.from_bot);
    this.list.append(item);
    this.markLasts();
    this.drawEmpty();
    if (entry.from_bot) {
      this.stopTyping();
      if (!this.isVisible || !this.stick || document.hidden) this.setUnread(this.unread + 1);
    }
    if (!entry.from_bot || this.stick) this.toEnd();
  }

  change(entry) {
    this.entries.set(entry.message.message_id, entry);
    const old = this.item(entry.message.message_id);
    if (!old) return;
    const focused = old.contains(document.activeElement) ? document.activeElement.dataset.place : null;
    const item = messageItem(entry, this);
    for (const name of ["is-first", "is-last"]) item.classList.toggle(name, old.classList.contains(name));
    item.classList.add("is-changed");
    old.replaceWith(item);
    if (focused) (item.querySelector(`[data-place="${focused}"]`) ?? this.log).focus({ preventScroll: true });
    if (this.stick) this.toEnd();
  }

  remove(id) {
    this.entries.delete(id);
    const item = this.item(id);
    if (item?.previousElementSibling?.classList.contains("day") && !item.nextElementSibling) {
      item.previousElementSibling.remove();
    }
    item?.remove();
    this.markLasts();
    this.drawEmpty();
  }

  item(id) {
    return this.list.querySelector(`[data-id="${Number(id)}"]`);
  }

  show(id) {
    const item = this.item(id);
    if (!item) return;
    item.scrollIntoView({ block: "center", behavior: "smooth" });
    item.classList.remove("is-changed");
    void item.offsetWidth; // starts the highlight anew
    item.classList.add("is-changed");
  }

  // Taps and their answers

  tap(messageId, row, column, data) {
    if (this.isBusy(messageId, data)) return undefined;
    return this.do("tap", { message_id: messageId, row, column });
  }

  isBusy(messageId, data) {
    return [...this.busy.values()].some((tap) => tap.id === messageId && tap.data === data);
  }

  setBusy(tapId, id, data) {
    this.busy.set(tapId, { id, data });
    this.drawBusy(id);
    setTimeout(() => this.busy.delete(tapId) && this.drawBusy(id), BUSY_MS);
  }

  drawBusy(id) {
    const rows = this.entries.get(id)?.message.reply_markup?.inline_keyboard ?? [];
    rows.forEach((buttons, row) =>
      buttons.forEach((button, column) => {
        const key = this.item(id)?.querySelector(`[data-place="${row}:${column}"]`);
        const busy = button.callback_data !== undefined && this.isBusy(id, button.callback_data);
        key?.classList.toggle("is-busy", busy);
        key?.setAttribute("aria-busy", String(busy));
      }),
    );
  }

  answered({ tap_id: tapId, message_id: id, text, show_alert: isAlert, url }) {
    this.busy.delete(tapId);
    this.drawBusy(id);
    if (url) this.openLink(url) || window.open(url, "_blank", "noopener,noreferrer");
    if (text) (isAlert ? this.alert(text) : this.toast(text));
  }

  toast(text) {
    const node = el("div", { class: "toast", dir: "auto" }, text);
    this.toasts.append(node);
    setTimeout(() => node.remove(), TOAST_MS + text.length * 25);
  }

  alert(text) {
    const back = document.activeElement;
    const close = () => {
      node.remove();
      if (back instanceof HTMLElement && back.isConnected) back.focus();
    };
    const button = el("button", { type: "button", class: "button", onclick: close }, "OK");
    const words = el("p", { id: `alert-${this.chat.id}`, dir: "auto" }, text);
    const node = el(
      "div",
      { class: "alert", role: "alertdialog", "aria-modal": "true", "aria-labelledby": words.id },
      el("div", {}, words, button),
    );
    node.addEventListener("keydown", (event) => {
      if (event.key === "Escape") close();
      if (event.key === "Tab") event.preventDefault();
    });
    this.node.append(node);
    button.focus();
  }

  showTyping(action) {
    const doing = action === "typing" ? "is typing" : "is sending a file";
    this.status.className = "typing";
    this.status.replaceChildren(`${this.bot.first_name} ${doing}`, el("span", { class: "dots", "aria-hidden": "true" }, el("i"), el("i"), el("i")));
    clearTimeout(this.typing);
    this.typing = setTimeout(() => this.stopTyping(), TYPING_MS);
  }

  stopTyping() {
    clearTimeout(this.typing);
    this.drawStatus();
  }

  // What goes out

  say(text, replyTo = null) {
    return this.do("say", { text, reply_to: replyTo });
  }

  start() {
    return this.say(`/start ${this.chat.start_payload}`.trim());
  }

  do(name, content) {
    return this.attempt(act(this.chat.id, name, content));
  }

  async attempt(promise) {
    try {
      return await promise;
    } catch (trouble) {
      this.toast(trouble instanceof TypeError ? "The sandbox does not answer" : trouble.message);
      return null;
    }
  }

  /** Links to the bot stay here: they are deep links. True when it was one. */
  openLink(address) {
    const found = new RegExp(`^(?:https?://)?t\\.me/${this.bot.username}(?:\\?start=([\\w-]{0,64}))?$`, "i").exec(address);
    if (found) this.say(`/start ${found[1] ?? ""}`.trim());
    return found !== null;
  }

  async copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      this.toast("Copied");
    } catch {
      this.toast(text);
    }
  }

  lastOwnText() {
    return [...this.entries.values()].reverse().find((e) => !e.from_bot && e.message.text !== undefined)?.message;
  }

  // Scrolling and what is unread

  onScroll() {
    const { scrollTop, scrollHeight, clientHeight } = this.log;
    this.stick = scrollHeight - scrollTop - clientHeight < NEAR_END;
    if (this.stick && this.isVisible) this.setUnread(0);
    this.drawNewer();
  }

  toEnd(smooth = false) {
    this.stick = true;
    this.log.scrollTo({ top: this.log.scrollHeight, behavior: smooth ? "smooth" : "instant" });
  }

  setUnread(count) {
    this.unread = count;
    this.drawNewer();
    this.onUnread();
  }

  setVisible(isVisible) {
    this.isVisible = isVisible;
    this.node.inert = !isVisible;
    if (isVisible && this.stick) this.setUnread(0);
  }

  drawNewer() {
    this.newer.hidden = this.stick;
    const count = this.unread ? el("span", {}, `${this.unread} new`) : el("span", { class: "unseen" }, "To the newest message");
    this.newer.replaceChildren(count, icon("down"));
  }

  // Dropped files

  acceptDrops() {
    this.node.addEventListener("dragover", (event) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      this.node.classList.add("is-drop");
    });
    this.node.addEventListener("dragleave", (event) => {
      if (!this.node.contains(event.relatedTarget)) this.node.classList.remove("is-drop");
    });
    this.node.addEventListener("drop", (event) => {
      this.node.classList.remove("is-drop");
      this.composer.takeFiles(event, event.dataTransfer?.files);
    });
  }
}
