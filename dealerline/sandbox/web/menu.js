// What else a person can send, behind the three dots.

import { el, iconButton } from "./dom.js";

const HERE = { latitude: 3.139, longitude: 101.6869 };

export class Menu {
  constructor(phone) {
    this.phone = phone;
    this.list = null;
    this.button = iconButton("more", `More for ${phone.chat.name}`, () => (this.list ? this.close() : this.open()), {
      "aria-haspopup": "menu",
      "aria-expanded": "false",
    });
    this.outside = (event) => {
      if (!this.list?.contains(event.target) && !this.button.contains(event.target)) this.close();
    };
  }

  open() {
    const { phone } = this;
    const isBlocked = phone.chat.blocked;
    const items = [
      this.inlineItem(),
      this.item("Share my contact", "contact"),
      this.item("Pass on somebody's contact", "contact", { phone_number: "15550199", first_name: "Somebody" }),
      this.item("Share my location", "location", HERE),
      this.item("Send a sticker", "sticker", { emoji: "👍" }),
      this.item("Forward a message", "forward", { text: "Please bring 4 cases of water", from_name: "Cousin Lee" }),
      this.item(isBlocked ? "Unblock the bot" : "Block the bot", isBlocked ? "unblock" : "block", {}, "is-danger"),
    ];
    this.list = el("div", { class: "menu", role: "menu", "aria-label": "More" }, ...items);
    this.list.addEventListener("keydown", (event) => this.onKey(event));
    phone.node.append(this.list);
    this.button.setAttribute("aria-expanded", "true");
    items[0].focus();
    document.addEventListener("pointerdown", this.outside);
  }

  inlineItem() {
    const onclick = () => {
      this.close();
      this.phone.composer.fill(`@${this.phone.bot.username} `);
    };
    return el("button", { type: "button", role: "menuitem", onclick }, "Search as you type");
  }

  item(words, act, content = {}, kind = "") {
    const onclick = () => {
      this.close();
      this.button.focus();
      this.phone.do(act, content);
    };
    return el("button", { type: "button", role: "menuitem", class: kind, onclick }, words);
  }

  onKey(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const items = [...this.list.children];
    if (step) {
      event.preventDefault();
      items.at((items.indexOf(document.activeElement) + step) % items.length).focus();
    } else if (event.key === "Escape" || event.key === "Tab") {
      this.close();
      this.button.focus();
    }
  }

  close() {
    document.removeEventListener("pointerdown", this.outside);
    this.list?.remove();
    this.list = null;
    this.button.setAttribute("aria-expanded", "false");
  }
}
