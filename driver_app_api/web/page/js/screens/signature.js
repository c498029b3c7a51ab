// The receiver signs with a finger. Strokes are kept as they were drawn; the picture is drawn from them.
import SignaturePad from "signature_pad";
import { useEffect, useRef } from "preact/hooks";
import { html } from "../html.js";
import { Button } from "../parts.js";
import { say } from "../words.js";

const EDGE = 12;
const INK = "#10243f";

export function Signature({ strokes, onStrokes }) {
  const canvas = useRef(null);
  const pad = useRef(null);
  const told = useRef(onStrokes);
  told.current = onStrokes;
  useEffect(() => {
    const node = canvas.current;
    // Thin dots are what a gloved finger leaves; a line of even width is read best.
    pad.current = new SignaturePad(node, { penColor: INK, minWidth: 1.4, maxWidth: 3, throttle: 8 });
    const fit = () => {
      const kept = pad.current.toData();
      const scale = Math.max(window.devicePixelRatio || 1, 1);
      node.width = node.offsetWidth * scale;
      node.height = node.offsetHeight * scale;
      node.getContext("2d").scale(scale, scale);
      pad.current.clear();
      pad.current.fromData(kept);
    };
    pad.current.fromData(strokes);
    fit();
    pad.current.addEventListener("endStroke", () => void told.current(pad.current.toData()));
    addEventListener("resize", fit);
    return () => {
      removeEventListener("resize", fit);
      pad.current.off();
    };
  }, []);
  const clear = () => {
    pad.current.clear();
    void onStrokes([]);
  };
  return html`
    <div class="pad">
      <canvas ref=${canvas} role="img" aria-label=${strokes.length ? say("driver.signed") : say("driver.sign_here")}></canvas>
      ${!strokes.length && html`<p class="pad-hint" aria-hidden="true">${say("driver.sign_here")}</p>`}
    </div>
    ${strokes.length > 0 && html`<${Button} kind="quiet" onClick=${clear}>${say("driver.sign_again")}</>`}
  `;
}

/** A canvas with the strokes, cut to them, dark on white whatever the phone's colours are. */
export function pictureOf(strokes) {
  const points = strokes.flatMap((stroke) => stroke.points);
  const least = (axis) => Math.min(...points.map((point) => point[axis]));
  const most = (axis) => Math.max(...points.map((point) => point[axis]));
  const [left, top] = [least("x") - EDGE, least("y") - EDGE];
  const canvas = document.createElement("canvas");
  canvas.width = Math.ceil(most("x") - left + EDGE) * 2;
  canvas.height = Math.ceil(most("y") - top + EDGE) * 2;
  const pad = new SignaturePad(canvas, { backgroundColor: "#fff", penColor: INK });
  pad.off();
  canvas.getContext("2d").scale(2, 2);
  const moved = (point) => ({ ...point, x: point.x - left, y: point.y - top });
  pad.clear();
  pad.fromData(strokes.map((stroke) => ({ ...stroke, points: stroke.points.map(moved) })), { clear: false });
  return canvas;
}
