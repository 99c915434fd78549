import { type Html, html } from "../border/html.js";
import { NO_DATA } from "./format.js";
import { type About, type Canvas, type Drawing, figure, line, rect, text } from "./frame.js";
import { fitted } from "./letters.js";

/** Most holders drawn; the table has them all. */
const NODES_MAX = 24;

/** A holder of the shared thing; `layer` 0 is where it began. */
export interface PathNode {
  readonly id: string;
  readonly label: string;
  readonly layer: number;
}

/** A passing on: covered by an agreement, not covered, or not known; `recorded` says no more than that it is on record. */
export interface PathLink {
  readonly from: string;
  readonly to: string;
  readonly label: string;
  readonly state: "covered" | "not covered" | "unknown" | "recorded";
}

export interface PathData {
  readonly nodes: readonly PathNode[];
  readonly links: readonly PathLink[];
}

const LINK_LOOKS = {
  covered: "line",
  "not covered": "tonight-line",
  unknown: "line line-2",
  recorded: "line",
} as const;

/** Who passed what on to whom, from left to right (downwards where narrow or long); each passing says its state in words. */
export function pathDiagram(about: About, data: PathData): Html {
  const named = new Map(data.nodes.map(({ id, label }) => [id, label]));
  return figure(about, data.nodes.length === 0 ? `${NO_DATA} on any passing on` : (canvas) => draw(data, canvas), {
    columns: [{ head: "From" }, { head: "To" }, { head: "What" }, { head: "Agreement" }],
    rows: data.links.map(({ from, to, label, state }) => [named.get(from) ?? from, named.get(to) ?? to, label, state]),
    none: "nothing was passed on",
  });
}

function draw({ nodes, links }: PathData, { width, isNarrow }: Canvas): Drawing {
  const shown = nodes.slice(0, NODES_MAX);
  const layers = [...new Set(shown.map(({ layer }) => layer))].sort((a, b) => a - b);
  const members = layers.map((layer) => shown.filter((node) => node.layer === layer));
  const most = Math.max(...members.map((list) => list.length));
  const boxHigh = 34;
  const isDown = isNarrow || layers.length > 5;
  const boxWide = isDown
    ? Math.max(24, Math.min(150, width / most - 8))
    : Math.max(80, Math.min(130, width / layers.length - 90));
  const across = isDown ? 92 : (width - boxWide - 4) / Math.max(1, layers.length - 1);
  const span = isDown ? (width - 4) / most : 62;
  const places = new Map<string, { readonly x: number; readonly y: number }>();
  for (const [depth, list] of members.entries()) {
    for (const [row, { id }] of list.entries()) {
      const side = (row + (most - list.length) / 2) * span;
      places.set(
        id,
        isDown
          ? { x: 2 + side + (span - boxWide) / 2, y: 2 + depth * across }
          : { x: 2 + depth * across, y: 18 + side },
      );
    }
  }
  const drawn = links.map((link) => {
    const [from, to] = [places.get(link.from), places.get(link.to)];
    if (from === undefined || to === undefined) return null;
    const look = LINK_LOOKS[link.state];
    const isSilent = link.state === "covered" || link.state === "recorded";
    const words = isSilent ? link.label : `${link.state}: ${link.label}`;
    const strong = { look: link.state === "not covered" ? "tonight" : "" };
    if (isDown) {
      const [x1, y1, x2, y2] = [from.x + boxWide / 2, from.y + boxHigh, to.x + boxWide / 2, to.y];
      const room = Math.max(40, width - (x1 + x2) / 2 - 10);
      return html`${line(x1, y1, x2, y2 - 6, look)}${arrow(x2, y2, "down", link.state)}${text((x1 + x2) / 2 + 8, (y1 + y2) / 2 + 4, fitted(words, room), strong)}`;
    }
    const [x1, y1, x2, y2] = [from.x + boxWide, from.y + boxHigh / 2, to.x, to.y + boxHigh / 2];
    const share = wordsAt(link, links);
    const [x, y] = [x1 + (x2 - x1) * share, y1 + (y2 - y1) * share];
    const room = Math.max(40, 2 * Math.min(share, 1 - share) * (x2 - x1) - 8);
    const below = isSilent ? null : text(x, y + 17, fitted(link.state, room), { at: "middle", ...strong });
    return html`${line(x1, y1, x2 - 6, y2, look)}${arrow(x2, y2, "right", link.state)}${text(x, y - 7, fitted(link.label, room), { at: "middle", ...strong })}${below}`;
  });
  const boxes = shown.map(({ id, label }) => {
    const place = places.get(id) ?? { x: 0, y: 0 };
    return html`${rect(place.x, place.y, boxWide, boxHigh, "frame", label)}${text(place.x + boxWide / 2, place.y + boxHigh / 2 + 4, fitted(label, boxWide - 8, true), { at: "middle", look: "strong" })}`;
  });
  const bottom = isDown ? (layers.length - 1) * across + boxHigh + 4 : 18 + (most - 1) * span + boxHigh + 4;
  const more =
    nodes.length > NODES_MAX ? text(2, bottom + 16, `and ${nodes.length - NODES_MAX} more, in the table`) : null;
  return { height: bottom + (more === null ? 4 : 24), marks: html`${drawn}${boxes}${more}` };
}

/** How far along a link its words stand: away from where several links meet. */
function wordsAt({ from, to }: PathLink, links: readonly PathLink[]): number {
  if (links.filter((link) => link.from === from).length > 1) return 0.7;
  return links.filter((link) => link.to === to).length > 1 ? 0.3 : 0.5;
}

function arrow(x: number, y: number, way: "right" | "down", state: PathLink["state"]): Html {
  const look = state === "not covered" ? "tonight" : "mark";
  const corners = way === "right" ? [x, y, x - 8, y - 4, x - 8, y + 4] : [x, y, x - 4, y - 8, x + 4, y - 8];
  return html`<polygon points="${corners.map((one) => one.toFixed(1)).join(" ")}" class="${look}"/>`;
}
