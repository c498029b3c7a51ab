// Which screen is shown: stands in the address (#/stop/…), so that the phone's own back button works.
import { signal } from "@preact/signals";

const read = () => {
  const [name = "", id = null] = location.hash.replace(/^#\/?/, "").split("/");
  return { name: name || "today", id };
};

export const screen = signal(read());
addEventListener("hashchange", () => (screen.value = read()));

export const addressOf = (name, id = null) => `#/${name}${id ? `/${id}` : ""}`;

export function go(name, id = null, { replace = false } = {}) {
  if (replace) {
    history.replaceState(null, "", addressOf(name, id));
    screen.value = read();
  } else location.hash = addressOf(name, id);
}
