// Begins with the app where the house has a map of its own. What is large comes with the first route that is shown.
import { effect } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import { html } from "../js/html.js";
import { streets } from "../js/map.js";
import { link, today } from "../js/state.js";
import { fetchAhead } from "./ahead.js";

/** {version, Streets}: what was shown last. */
let loaded = null;

/** The streets once they are here; until then, and where they cannot be had, the drawing. */
function Shown(props) {
  const own = today.value?.map;
  const [, show] = useState(loaded);
  useEffect(() => {
    const come = async () => {
      const { ready } = await import("./map.js");
      loaded = { version: own.version, Streets: await ready(own) };
      show(loaded);
    };
    if (own && own.version !== loaded?.version) come().catch(() => {});
  }, [own?.version]);
  return html`<${own && own.version === loaded?.version ? loaded.Streets : props.drawing} ...${props} />`;
}

streets.value = Shown;
effect(() => {
  const day = today.value;
  if (day?.map && link.value === "ok") void fetchAhead(day);
});
