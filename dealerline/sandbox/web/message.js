// One message: its bubble, what is in it, and the inline buttons under it.

import { el, icon, iconButton, sizeOf, timeOf } from "./dom.js";
import { fileAddress } from "./link.js";
import { fillWords } from "./words.js";

const withoutMouse = window.matchMedia("(hover: none)");
const WIDEST_PHOTO = 340;

/** Makes the list item of a message; `phone` is the chat it stands in. */
export function messageItem(entry, phone) {
  const { message, from_bot: fromBot } = entry;
  const item = el("li", {
    class: `message ${fromBot ? "" : "is-own"} ${message.sticker ? "is-sticker" : ""}`,
    "data-id": message.message_id,
  });
  const who = fromBot ? phone.bot.first_name : phone.chat.name;
  const bubble = el("div", { class: "bubble" }, el("span", { class: "unseen" }, `${who}: `));
  bubble.append(...contents(message, phone));
  const time = message.edit_date ? `edited ${timeOf(message.date)}` : timeOf(message.date);
  // Inside the words the time floats at the end of the last line, whichever way they run.
  (bubble.querySelector(".words") ?? bubble).append(el("span", { class: "stamp", dir: "ltr" }, time));
  item.append(bubble);
  const rows = message.reply_markup?.inline_keyboard;
  if (rows) {
    item.classList.add("has-keys");
    item.append(inlineKeys(rows, message, phone));
  }
  item.append(tools(entry, phone));
  // Without a mouse there is no hovering: a tap on the bubble brings edit and reply.
  bubble.addEventListener("click", (event) => {
    if (withoutMouse.matches && !event.target.closest("a, button, .spoiler, .is-folded")) item.classList.toggle("is-held");
  });
  return item;
}

/** One line that stands for the message elsewhere: in a quotation, in the list of people. */
export function summary(message) {
  const words = message.text ?? message.caption;
  if (words) return words.replace(/\s+/g, " ");
  if (message.photo) return "Photo";
  if (message.document) return message.document.file_name ?? "File";
  if (message.contact) return "Contact";
  if (message.location) return "Location";
  if (message.sticker) return `${message.sticker.emoji ?? ""} Sticker`;
  return message.voice ? "Voice message" : "Message";
}

function contents(message, phone) {
  const nodes = [];
  if (message.forward_origin) {
    const { sender_user_name: hidden, sender_user: user } = message.forward_origin;
    nodes.push(el("p", { class: "origin" }, `Forwarded from ${hidden ?? user?.first_name ?? "somebody"}`));
  }
  if (message.via_bot) nodes.push(el("p", { class: "origin" }, `via @${message.via_bot.username}`));
  if (message.reply_to_message) nodes.push(quotation(message.reply_to_message, phone));
  if (message.photo) nodes.push(photo(message.photo.at(-1)));
  if (message.document) nodes.push(fileCard(message.document));
  if (message.voice) nodes.push(el("audio", { controls: true, preload: "none", src: fileAddress(message.voice.file_id) }));
  if (message.sticker) nodes.push(el("div", { class: "sticker" }, message.sticker.emoji ?? ""));
  if (message.contact) {
    const { first_name: first, last_name: last, phone_number: number } = message.contact;
    nodes.push(card("person", [first, last].filter(Boolean).join(" "), number));
  }
  if (message.location) {
    const { latitude, longitude } = message.location;
    nodes.push(card("pin", message.venue?.title ?? "Location", `${latitude.toFixed(4)}, ${longitude.toFixed(4)}`));
  }
  const text = message.text ?? message.caption;
  if (text) {
    const entities = message.entities ?? message.caption_entities;
    nodes.push(fillWords(el("div", { class: "words", dir: "auto" }), text, entities, phone));
  }
  return nodes;
}

function quotation(replied, phone) {
  const who = replied.from?.is_bot ? phone.bot.first_name : phone.chat.name;
  return el(
    "button",
    { type: "button", class: "quote", onclick: () => phone.show(replied.message_id) },
    el("strong", {}, who),
    el("span", { dir: "auto" }, summary(replied)),
  );
}

function photo({ file_id: id, width, height }) {
  const address = fileAddress(id);
  const image = el("img", { src: address, width, height, alt: "Photo, opens in full size" });
  const frame = el("a", { class: "photo", href: address, target: "_blank", rel: "noopener" }, image);
  frame.style.width = `${Math.max(Math.min(width, WIDEST_PHOTO), 120)}px`;
  return frame;
}

function fileCard({ file_id: id, file_name: name, file_size: size }) {
  const words = el("span", {}, el("strong", {}, name ?? "File"), el("small", {}, sizeOf(size ?? 0)));
  return el("a", { class: "file", href: fileAddress(id), download: name ?? "file" }, el("i", {}, icon("file")), words);
}

function card(sign, title, line) {
  const words = el("span", {}, el("strong", { dir: "auto" }, title), el("small", {}, line));
  return el("div", { class: "file" }, el("i", {}, icon(sign)), words);
}

function inlineKeys(rows, message, phone) {
  const group = el("div", { class: "inline-keys", role: "group", "aria-label": "Buttons of this message" });
  rows.forEach((buttons, row) => {
    group.append(el("div", {}, ...buttons.map((button, column) => inlineKey(button, message, row, column, phone))));
  });
  return group;
}

function inlineKey(button, message, row, column, phone) {
  const key = el("button", { type: "button", dir: "auto", "data-place": `${row}:${column}` }, button.text);
  if (button.style) key.classList.add(`is-${button.style}`);
  if (button.disabled) key.disabled = true;
  const id = message.message_id;
  if (button.callback_data !== undefined) {
    key.classList.toggle("is-busy", phone.isBusy(id, button.callback_data));
    key.setAttribute("aria-busy", String(phone.isBusy(id, button.callback_data)));
    key.onclick = () => phone.tap(id, row, column, button.callback_data);
  } else if (button.url) {
    key.append(icon("out"));
    key.onclick = () => phone.openLink(button.url) || window.open(button.url, "_blank", "noopener,noreferrer");
  } else if (button.copy_text) {
    key.append(icon("copy"));
    key.onclick = () => phone.copy(button.copy_text.text);
  } else {
    key.onclick = () => phone.toast("This kind of button does nothing in the sandbox");
  }
  return key;
}

function tools({ message, from_bot: fromBot }, phone) {
  const reply = iconButton("reply", "Reply", () => phone.composer.reply(message));
  const edit = !fromBot && message.text !== undefined && !message.forward_origin;
  return el(
    "div",
    { class: "tools" },
    edit && iconButton("pencil", "Edit", () => phone.composer.edit(message)),
    reply,
  );
}
