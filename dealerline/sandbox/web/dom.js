// Small tools for building the page. Text only ever becomes text nodes, never markup.

const SVG = "http://www.w3.org/2000/svg";

/** An element with properties ("class", "on…" handlers, attributes; null leaves one out) and children. */
export function el(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "class") node.className = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

const ICONS = {
  send: "M4.5 12 3.8 4.6 20.5 12 3.8 19.4 4.5 12h8",
  clip: "m20 11.5-8.2 8.2a5.2 5.2 0 0 1-7.4-7.4l8.6-8.5a3.4 3.4 0 0 1 4.9 4.9l-8.6 8.5a1.7 1.7 0 0 1-2.4-2.4l7.8-7.8",
  more: "M12 5.5v.1M12 12v.1M12 18.5v.1",
  slash: "M5 5h14v14H5zM13.8 8.5l-3.6 7",
  keyboard: "M3.5 6.5h17v11h-17zM7 10v.1M10.3 10v.1M13.7 10v.1M17 10v.1M8.5 14h7",
  down: "M12 5v14M6 13l6 6 6-6",
  close: "M6 6l12 12M18 6 6 18",
  pencil: "m5 19 .9-3.9L16 5l3 3L8.9 18.1zM14 7l3 3",
  reply: "M9.5 6 4 11.5 9.5 17M4 11.5h9a6.5 6.5 0 0 1 6.5 6.5",
  file: "M7 3.5h7l4 4v13H7zM14 3.5v4h4",
  pin: "M12 21s6.5-5.6 6.5-11a6.5 6.5 0 0 0-13 0c0 5.4 6.5 11 6.5 11zM12 12a2 2 0 1 0 0-4 2 2 0 0 0 0 4z",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20.5c.8-4 3.8-6 7.5-6s6.7 2 7.5 6",
  out: "M8 16 16 8M9 8h7v7",
  copy: "M9 9h10v10H9zM5 15V5h10",
};

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  if (name === "more") path.setAttribute("stroke-width", "2.6");
  svg.append(path);
  return svg;
}

export function iconButton(name, label, onclick, properties = {}) {
  return el(
    "button",
    { type: "button", "aria-label": label, title: label, onclick, ...properties, class: `icon-button ${properties.class ?? ""}` },
    icon(name),
  );
}

const HUES = [262, 172, 212, 24, 334, 232, 142];

export function avatar(chat) {
  const letters = [chat.name, chat.last_name].filter(Boolean).map((word) => [...word][0]);
  const short = letters.length > 1 ? letters.join("") : [...chat.name].slice(0, 2).join("");
  const node = el("span", { class: "avatar", "aria-hidden": "true" }, short.toUpperCase());
  node.style.setProperty("--hue", String(HUES[chat.id % HUES.length]));
  return node;
}

const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const day = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "long" });

export const timeOf = (seconds) => clock.format(new Date(seconds * 1000));

export function dayOf(seconds) {
  const date = new Date(seconds * 1000);
  return date.toDateString() === new Date().toDateString() ? "Today" : day.format(date);
}

export function sizeOf(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1 << 20 ? `${Math.round(bytes / 1024)} KB` : `${(bytes / (1 << 20)).toFixed(1)} MB`;
}
