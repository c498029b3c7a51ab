// Text with entities (offsets in UTF-16 units, as JavaScript counts) as nodes.

import { el } from "./dom.js";

const TAGS = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code" };
const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);
const SAFE_LINK = /^(https?:|mailto:|tel:)/i;

/** Fills `parent`. `phone` gives say() and openLink() for what can be tapped. */
export function fillWords(parent, text, entities, phone) {
  parent.append(...pieces(text, 0, text.length, sorted(entities ?? []), phone));
  return parent;
}

function sorted(entities) {
  return [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
}

function pieces(text, from, to, entities, phone) {
  const nodes = [];
  let at = from;
  let index = 0;
  while (index < entities.length) {
    const entity = entities[index];
    const begin = Math.max(entity.offset, at);
    const end = Math.min(entity.offset + entity.length, to);
    index += 1;
    if (end <= begin) continue;
    const inside = [];
    while (index < entities.length && entities[index].offset < end) inside.push(entities[index++]);
    if (begin > at) nodes.push(text.slice(at, begin));
    nodes.push(dressed(entity, text.slice(begin, end), pieces(text, begin, end, inside, phone), phone));
    // A block ends its line by itself: the line break after it would show as an empty line.
    at = BLOCKS.has(entity.type) && text[end] === "\n" ? end + 1 : end;
  }
  if (at < to) nodes.push(text.slice(at, to));
  return nodes;
}

function dressed(entity, plain, children, phone) {
  const tag = TAGS[entity.type];
  if (tag) return el(tag, {}, ...children);
  switch (entity.type) {
    case "pre":
      return el("pre", { tabindex: "0" }, el("code", {}, ...children));
    case "blockquote":
      return el("blockquote", {}, ...children);
    case "expandable_blockquote":
      return foldable(children);
    case "spoiler":
      return spoiler(children);
    case "text_link":
      return link(entity.url, children, phone);
    case "url":
      return link(plain.includes("://") ? plain : `https://${plain}`, children, phone);
    case "email":
      return link(`mailto:${plain}`, children, phone);
    case "bot_command":
      return el("button", { type: "button", class: "command", onclick: () => phone.say(plain) }, ...children);
    default:
      return el("span", { class: "tag" }, ...children);
  }
}

function link(address, children, phone) {
  if (!SAFE_LINK.test(address)) return el("span", { class: "tag" }, ...children);
  const onclick = (event) => {
    if (phone.openLink(address)) event.preventDefault();
  };
  return el("a", { href: address, target: "_blank", rel: "noopener noreferrer", onclick }, ...children);
}

function spoiler(children) {
  const node = el("span", { class: "spoiler", role: "button", tabindex: "0", "aria-label": "Hidden text, show it" });
  const show = () => {
    node.classList.add("is-shown");
    for (const name of ["role", "tabindex", "aria-label"]) node.removeAttribute(name);
  };
  node.addEventListener("click", show);
  node.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    show();
  });
  node.append(...children);
  return node;
}

function foldable(children) {
  const node = el("blockquote", { class: "is-folded", tabindex: "0", role: "button", "aria-expanded": "false" }, ...children);
  const turn = () => node.setAttribute("aria-expanded", String(!node.classList.toggle("is-folded")));
  node.addEventListener("click", turn);
  node.addEventListener("keydown", (event) => {
    if (event.key === "Enter") turn();
  });
  return node;
}
