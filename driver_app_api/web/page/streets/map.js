// The route on the streets of the operator's own map: small on a screen, and large by a tap on it.
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { html } from "../js/html.js";
import { Icon } from "../js/parts.js";
import { isOpen } from "../js/day.js";
import { isPlaced, spread } from "../js/map.js";
import { addressOf, go } from "../js/router.js";
import { say } from "../js/words.js";
import { StreetFile } from "./file.js";
import { piecesOf } from "./kept.js";
import { paintOf } from "./paint.js";

const WHOLE = "/map";
const CLOSE = 16;
const CLOSEST = 19;
const WIDEST = 4;
/** More dots than these cost a slow phone more than anybody sees. */
const MOST_RATIO = 2;
const USUAL_LETTERS = 17;

/** The component that shows a map {version, credit}, once it and the library are here. Throws when they are not. */
export async function ready(own) {
  const pieces = await piecesOf(own.version);
  const file = new StreetFile(pieces.piece);
  const [head] = await Promise.all([file.open(), library()]);
  const isCovered = ({ lat, lon }) => lat >= head.south && lat <= head.north && lon >= head.west && lon <= head.east;
  const map = { file, head, credit: own.credit };
  return (props) => {
    const isWhole = useWhole();
    const seen = props.stop ? [props.stop] : props.route.stops;
    // A map of somewhere else shows less than a drawing does.
    if (!seen.some((stop) => isPlaced(stop) && isCovered(stop))) return html`<${props.drawing} ...${props} />`;
    return html`<${Small} ...${props} map=${map} />${isWhole && html`<${Whole} ...${props} map=${map} />`}`;
  };
}

let loading = null;

/** Both libraries are scripts of the old kind, which set a global name. */
function library() {
  loading ??= (async () => {
    const sheets = ["vendor/leaflet.css", "streets.css"].map((path) => fetched("link", { rel: "stylesheet", href: at(path) }));
    await fetched("script", { src: at("vendor/leaflet.js") });
    await fetched("script", { src: at("vendor/protomaps-leaflet.js") });
    await Promise.all(sheets);
  })();
  loading.catch(() => (loading = null));
  return loading;
}

const at = (path) => new URL(path, import.meta.url).href;

const fetched = (tag, fields) =>
  new Promise((onload, onerror) => document.head.append(Object.assign(document.createElement(tag), { ...fields, onload, onerror })));

/** Whether the address asks for the large map: #/route/…/map, so that the phone's back button closes it. */
function useWhole() {
  const read = () => location.hash.endsWith(WHOLE);
  const [isWhole, set] = useState(read);
  useEffect(() => {
    const look = () => set(read());
    addEventListener("hashchange", look);
    return () => removeEventListener("hashchange", look);
  }, []);
  return isWhole;
}

const addressAs = ({ route, stop }) => (stop ? ["stop", stop.id] : ["route", route.id]);

function Small({ route, stop, next, here, map }) {
  const box = useRef(null);
  useStreets(box, { route, stop, next, here, map, isStill: true });
  return html`
    <div class="streets-small">
      <div class="streets" dir="ltr" aria-hidden="true" ref=${box}></div>
      <a href=${addressOf(...addressAs({ route, stop })) + WHOLE} aria-label=${say("driver.map_open")}></a>
      <${Credit} map=${map} />
    </div>
  `;
}

const Credit = ({ map }) => map.credit && html`<small class="streets-credit" dir="auto">${map.credit}</small>`;

function Whole({ route, stop, next, here, map }) {
  const [dialog, box] = [useRef(null), useRef(null)];
  const [chosen, choose] = useState((stop ?? next ?? route.stops.find(isPlaced)).id);
  const [isLost, setLost] = useState(false);
  const shown = route.stops.find((one) => one.id === chosen) ?? null;
  const view = useStreets(box, { route, stop, next: shown, here, map, choose });
  // Before the streets are drawn: what is not open has no size.
  useLayoutEffect(() => dialog.current.showModal(), []);
  const close = () => (history.length > 1 ? history.back() : go(...addressAs({ route, stop }), { replace: true }));
  const zoom = (by) => view.current?.leaflet.zoomIn(by);
  const toMe = () => view.current?.showMe().then((isFound) => setLost(!isFound));
  return html`
    <dialog class="streets-whole" ref=${dialog} aria-label=${say("driver.map_open")} onCancel=${(event) => (event.preventDefault(), close())}>
      <div class="streets" dir="ltr" ref=${box}></div>
      <button type="button" class="streets-button is-back" aria-label=${say("driver.back")} onClick=${close}><${Icon} name="back" /></button>
      <div class="streets-foot">
        <div class="streets-tools">
          ${navigator.geolocation && html`<button type="button" class="streets-button" aria-label=${say("driver.map_me")} onClick=${toMe}><${Icon} name="way" /></button>`}
          <button type="button" class="streets-button" aria-label=${say("driver.map_closer")} onClick=${() => zoom(1)}>+</button>
          <button type="button" class="streets-button" aria-label=${say("driver.map_wider")} onClick=${() => zoom(-1)}>−</button>
        </div>
        <p role="status" class="streets-lost">${isLost ? say("driver.map_lost") : ""}</p>
        <${Credit} map=${map} />
        ${shown && html`
          <a class="stop-row" href=${addressOf("stop", shown.id)}>
            <span class="stop-number">${shown.position}</span>
            <span class="stop-words"><strong><bdi>${shown.dealer}</bdi></strong><small><bdi>${shown.address}</bdi></small></span>
          </a>
        `}
      </div>
    </dialog>
  `;
}

/** A view of the streets in a box; the ref that it gives has {leaflet, showMe()} while it is there. */
function useStreets(box, { route, stop, next, here = null, map, choose = null, isStill = false }) {
  const view = useRef(null);
  const stops = route.stops.filter(isPlaced);
  useEffect(() => {
    view.current = viewOf(box.current, { route, stop, stops, map, isStill });
    return () => {
      view.current.end();
      view.current = null;
    };
  }, []);
  const states = stops.map((one) => `${one.id}${one.state}${one.position}`).join();
  useEffect(() => view.current.setPins(stops, next, choose), [states, next?.id]);
  useEffect(() => {
    if (isPlaced(here)) view.current.setHere(here);
  }, [here]);
  return view;
}

function viewOf(box, { route, stop, stops, map, isStill }) {
  const { L } = window;
  const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const moves = Object.fromEntries(["zoomAnimation", "fadeAnimation", "markerZoomAnimation"].map((one) => [one, !isCalm]));
  const hands = ["dragging", "touchZoom", "doubleClickZoom", "scrollWheelZoom", "boxZoom", "keyboard", "tapHold"];
  const still = Object.fromEntries(hands.map((one) => [one, !isStill]));
  const leaflet = L.map(box, { ...moves, ...still, zoomControl: false, attributionControl: false, minZoom: WIDEST, maxZoom: CLOSEST });
  const places = [...(isPlaced(route.depot) ? [route.depot] : []), ...stops].map(({ lat, lon }) => [lat, lon]);
  if (stop) leaflet.setView([stop.lat, stop.lon], CLOSE);
  else leaflet.fitBounds(places, { padding: [18, 18], maxZoom: CLOSE });
  const endStreets = drawStreets(leaflet, map);
  const back = isPlaced(route.depot) ? [places[0]] : [];
  // Around one stop it is streets that are looked for.
  if (!stop) L.polyline([...places, ...back], { className: "map-way", interactive: false }).addTo(leaflet);
  if (back.length) L.marker(back[0], { icon: iconOf("map-base", `<rect class="map-depot" x="-9" y="-9" width="18" height="18" rx="4" />`), interactive: false, keyboard: false }).addTo(leaflet);
  const pins = pinsOn(leaflet, isStill);
  const own = placeOn(leaflet);
  return {
    leaflet,
    setPins: pins.set,
    setHere: own.set,
    showMe: own.show,
    end() {
      endStreets();
      own.end();
      leaflet.remove();
    },
  };
}

/** Streets in the phone's colours, drawn again when these change or when there is network again. */
function drawStreets(leaflet, { file, head }) {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const large = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / USUAL_LETTERS;
  let layer = null;
  const draw = () => {
    layer?.remove();
    layer = window.protomapsL
      .leafletLayer({
        ...paintOf(window.protomapsL, dark.matches, large),
        url: file,
        maxDataZoom: head.most,
        attribution: "",
        devicePixelRatio: Math.min(MOST_RATIO, window.devicePixelRatio),
      })
      .addTo(leaflet);
  };
  const again = () => layer.rerenderTiles();
  draw();
  dark.addEventListener("change", draw);
  addEventListener("online", again);
  return () => {
    dark.removeEventListener("change", draw);
    removeEventListener("online", again);
  };
}

const iconOf = (className, shape) =>
  window.L.divIcon({ className, iconSize: [48, 48], html: `<svg viewBox="-24 -24 48 48" aria-hidden="true">${shape}</svg>` });

/** Of so many stops a small map shows where they lie, and the number of the next one. */
const MANY = 12;

/** Stops with their numbers. Where they would hide each other they stand apart, less the closer one looks. */
function pinsOn(leaflet, isStill) {
  const { L } = window;
  let pins = [];
  const place = () => {
    const zoom = leaflet.getZoom();
    const points = pins.map(({ stop, marker }) => ({ marker, ...pointOf(leaflet.project([stop.lat, stop.lon], zoom)) }));
    if (!isStill || pins.length <= MANY) spread(points, undefined, () => {});
    for (const { marker, x, y } of points) marker.setLatLng(leaflet.unproject([x, y], zoom));
  };
  leaflet.on("zoomend", place);
  return {
    set(stops, next, choose) {
      for (const { marker } of pins) marker.remove();
      pins = stops.map((stop) => {
        const kind = stop.id === next?.id ? "next" : isOpen(stop) ? "open" : stop.state;
        const isDot = isStill && stops.length > MANY && kind !== "next";
        const text = `<text y="5">${Number(stop.position)}</text>`;
        const icon = iconOf(`map-pin is-${kind}`, `<circle class="map-dot" r="${isDot ? 6 : 14}" />${isDot ? "" : text}`);
        const zIndexOffset = kind === "next" ? 1000 : 0;
        const marker = L.marker([stop.lat, stop.lon], { icon, zIndexOffset, interactive: !isStill, keyboard: !isStill }).addTo(leaflet);
        if (!isStill) {
          marker.getElement().setAttribute("aria-label", `${stop.position}, ${stop.dealer}`);
          marker.on("click", () => choose(stop.id));
        }
        return { stop, marker };
      });
      place();
    },
  };
}

const pointOf = ({ x, y }) => ({ x, y });

/** Where the phone is; from the first question on it is followed for as long as the map is looked at. */
function placeOn(leaflet) {
  const { L } = window;
  let dot = null;
  let watching = null;
  const set = ({ lat, lon }) => {
    dot ??= L.circleMarker([lat, lon], { className: "map-here", radius: 9, interactive: false }).addTo(leaflet);
    dot.setLatLng([lat, lon]);
  };
  const show = () =>
    new Promise((found) => {
      if (dot) leaflet.setView(dot.getLatLng(), Math.max(leaflet.getZoom(), CLOSE));
      if (watching !== null) return found(dot !== null);
      let isFirst = true;
      const seen = ({ coords }) => {
        set({ lat: coords.latitude, lon: coords.longitude });
        if (isFirst) leaflet.setView(dot.getLatLng(), Math.max(leaflet.getZoom(), CLOSE));
        isFirst = false;
        found(true);
      };
      const options = { enableHighAccuracy: true, maximumAge: 10_000, timeout: 15_000 };
      watching = navigator.geolocation.watchPosition(seen, () => found(false), options);
    });
  const end = () => watching !== null && navigator.geolocation.clearWatch(watching);
  return { set, show, end };
}
