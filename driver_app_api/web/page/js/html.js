// Markup of all screens: htm over preact, no build step.
import { h } from "preact";
import htm from "htm";

export const html = htm.bind(h);
