// Puts the phones side by side, or behind tabs on a small screen, and keeps them up to date.

import { avatar, el } from "./dom.js";
import { listen } from "./link.js";
import { Phone } from "./phone.js";

const row = document.getElementById("phones");
const tabs = document.getElementById("tabs");
const linkState = document.getElementById("link-state");
const narrow = window.matchMedia("(max-width: 700px)");

const phones = new Map();
let startId = null;
let bot = null;
let shown = null; // id of the phone that a small screen shows

function onState(state) {
  const isNew = startId !== state.start_id;
  startId = state.start_id;
  bot = state.bot;
  if (isNew) {
    phones.clear();
    row.replaceChildren();
    tabs.replaceChildren();
  }
  for (const chat of state.chats) {
    if (phones.has(chat.id)) phones.get(chat.id).load(chat);
    else addPhone(chat);
  }
  setCommands(state.commands);
  if (!phones.size) row.replaceChildren(el("p", { class: "notice" }, "Nobody is here yet."));
  arrange();
}

function onEvent(event) {
  if (event.kind === "person") {
    if (!phones.size) row.replaceChildren();
    addPhone(event.chat);
    arrange();
  } else if (event.kind === "commands") {
    setCommands(event.commands);
  } else {
    phones.get(event.chat_id)?.hear(event);
  }
}

function addPhone(chat) {
  const phone = new Phone(chat, bot, drawTabs);
  phones.set(chat.id, phone);
  row.append(phone.node);
  watcher.observe(phone.node);
  const tab = el(
    "button",
    { type: "button", class: "tab", role: "tab", id: `tab-${chat.id}`, "aria-controls": phone.node.id },
    avatar(chat),
    el("span", { dir: "auto" }, chat.name),
    el("span", { class: "count", hidden: true }),
  );
  tab.onclick = () => show(chat.id);
  tab.onkeydown = (event) => moveTab(event, chat.id);
  tabs.append(tab);
}

function setCommands(commands) {
  for (const phone of phones.values()) {
    phone.commands = commands[phone.chat.id] ?? [];
    phone.composer.update();
  }
}

// Small screens: one phone at a time, by tab or by swiping

const watcher = new IntersectionObserver(
  (entries) => {
    const inView = entries.filter((entry) => entry.isIntersecting).at(-1);
    if (narrow.matches && inView) select(Number(inView.target.dataset.id));
  },
  { root: row, threshold: 0.6 },
);

function show(id) {
  select(id);
  phones.get(id)?.node.scrollIntoView({ inline: "center", block: "nearest", behavior: "smooth" });
}

function select(id) {
  shown = id;
  for (const phone of phones.values()) phone.setVisible(!narrow.matches || phone.chat.id === id);
  drawTabs();
}

function moveTab(event, id) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const ids = [...phones.keys()];
  const next = ids.at((ids.indexOf(id) + step) % ids.length);
  show(next);
  document.getElementById(`tab-${next}`).focus();
}

function arrange() {
  if (!phones.has(shown)) shown = phones.keys().next().value ?? null;
  for (const phone of phones.values()) {
    const { node, chat } = phone;
    if (narrow.matches) {
      node.setAttribute("role", "tabpanel");
      node.setAttribute("aria-labelledby", `tab-${chat.id}`);
    } else {
      node.removeAttribute("role");
      node.setAttribute("aria-labelledby", `who-${chat.id}`);
    }
  }
  select(shown);
}

function drawTabs() {
  let unread = 0;
  for (const phone of phones.values()) {
    const tab = document.getElementById(`tab-${phone.chat.id}`);
    const isShown = phone.chat.id === shown;
    tab?.setAttribute("aria-selected", String(isShown));
    tab?.setAttribute("tabindex", isShown ? "0" : "-1");
    const count = tab?.querySelector(".count");
    if (count) {
      count.hidden = !phone.unread;
      count.textContent = String(phone.unread);
      count.setAttribute("aria-label", `${phone.unread} unread`);
    }
    unread += phone.unread;
  }
  document.title = unread ? `(${unread}) Dealerline sandbox` : "Dealerline sandbox";
}

function onLink(isThere) {
  linkState.textContent = isThere ? "" : "Reconnecting…";
  linkState.classList.toggle("is-lost", !isThere);
}

narrow.addEventListener("change", arrange);
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) for (const phone of phones.values()) phone.onScroll();
});

const help = document.getElementById("help");
document.getElementById("help-open").addEventListener("click", () => help.showModal());
help.addEventListener("click", (event) => {
  if (event.target === help) help.close();
});

listen({ onState, onEvent, onLink });
