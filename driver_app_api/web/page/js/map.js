// Our own drawing of a route: where stops lie to each other. No tiles, so no other host and no network.
import { signal } from "@preact/signals";
import { html } from "./html.js";
import { go } from "./router.js";
import { isOpen } from "./day.js";
import { say } from "./words.js";

const WIDTH = 360;
const HEIGHT = 250;
const EDGE = 26;
const PIN = 13;

const mercator = ({ lat, lon }) => {
  const angle = (lat * Math.PI) / 180;
  return { x: (lon * Math.PI) / 180, y: -Math.log(Math.tan(Math.PI / 4 + angle / 2)) };
};

export const isPlaced = (place) => Number.isFinite(place?.lat) && Number.isFinite(place?.lon);

/** Places on the drawing, one scale both ways: a function of {lat, lon}. */
export function projection(places) {
  const flat = places.map(mercator);
  const span = (axis) => {
    const values = flat.map((one) => one[axis]);
    return { least: Math.min(...values), most: Math.max(...values) };
  };
  const [x, y] = [span("x"), span("y")];
  const scale = Math.min(
    (WIDTH - 2 * EDGE) / Math.max(x.most - x.least, 1e-6),
    (HEIGHT - 2 * EDGE) / Math.max(y.most - y.least, 1e-6),
  );
  const middle = { x: (x.least + x.most) / 2, y: (y.least + y.most) / 2 };
  return (place) => {
    const at = mercator(place);
    return { x: WIDTH / 2 + (at.x - middle.x) * scale, y: HEIGHT / 2 + (at.y - middle.y) * scale };
  };
}

/** Pins that would lie on each other are pushed apart a little; changes the given places. */
export function spread(pins, apart = 2 * PIN + 1, hold = inside) {
  for (let round = 0; round < 60; round += 1) {
    let isMoved = false;
    for (let a = 0; a < pins.length; a += 1) {
      for (let b = a + 1; b < pins.length; b += 1) {
        const [one, other] = [pins[a], pins[b]];
        const gap = Math.hypot(other.x - one.x, other.y - one.y);
        if (gap >= apart) continue;
        // The same place twice: any direction does, as long as it is always the same one.
        const turn = gap ? Math.atan2(other.y - one.y, other.x - one.x) : a + b;
        const push = (apart - gap) / 2 + 0.1;
        move(one, -push, turn);
        move(other, push, turn);
        [one, other].forEach(hold);
        isMoved = true;
      }
    }
    if (!isMoved) return;
  }
}

function move(pin, by, turn) {
  pin.x += by * Math.cos(turn);
  pin.y += by * Math.sin(turn);
}

function inside(pin) {
  pin.x = Math.min(WIDTH - PIN - 2, Math.max(PIN + 2, pin.x));
  pin.y = Math.min(HEIGHT - PIN - 2, Math.max(PIN + 2, pin.y));
}

/** What draws instead where the house has a map of its own (streets/start.js). */
export const streets = signal(null);

/**
 * A route, or one stop of it. here: the phone's own place, or null. The same stops stand in the list, which
 * keyboards and readers use.
 */
export const RouteMap = (props) => html`<${streets.value ?? Drawing} ...${props} drawing=${Drawing} />`;

function Drawing({ route, stop, next, here }) {
  const stops = route.stops.filter(isPlaced);
  if (stop || stops.length < 2) return null;
  const depot = isPlaced(route.depot) ? route.depot : null;
  const at = projection([...stops, ...(depot ? [depot] : [])]);
  const base = depot && at(depot);
  const pins = stops.map((stop) => ({ stop, ...at(stop) }));
  const line = [...(base ? [base] : []), ...pins.map(({ x, y }) => ({ x, y })), ...(base ? [base] : [])];
  spread(pins);
  const own = isPlaced(here) && at(here);
  const points = line.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" ");
  return html`
    <svg class="map" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label=${say("driver.map_label")}>
      <polyline class="map-way" points=${points} />
      ${base && html`<rect class="map-depot" x=${base.x - 8} y=${base.y - 8} width="16" height="16" rx="4" />`}
      ${[...pins].reverse().map(({ stop, x, y }) => {
        const kind = stop.id === next?.id ? "next" : isOpen(stop) ? "open" : stop.state;
        return html`
          <g key=${stop.id} class="map-pin is-${kind}" onClick=${() => go("stop", stop.id)}>
            <circle class="map-touch" cx=${x} cy=${y} r="24" />
            <circle class="map-dot" cx=${x} cy=${y} r=${PIN} />
            <text x=${x} y=${y + 4.5}>${stop.position}</text>
          </g>
        `;
      })}
      ${own && html`<circle class="map-here" cx=${own.x} cy=${own.y} r="7" />`}
    </svg>
  `;
}
