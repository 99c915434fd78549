import type { Flag } from "../../data/flag.js";
import { type Html, html, logged } from "../border/html.js";
import { type Route, route } from "../border/route.js";
import { anchor } from "../border/slug.js";
import { formatDay, formatP } from "../charts/format.js";
import { priceLine } from "../page/parts.js";
import { table } from "../page/table.js";
import { link } from "./frame.js";

/** A flag in a list as one reader may see it: `stands` says nothing that they must not know. */
export interface ListedFlag {
  readonly flag: Flag;
  readonly stands: string;
  readonly isOpen: boolean;
}

const QUEUES = [
  ["leads", "Leads", "Statistical leads, rank 1 to be read first."],
  ["exceptions", "Exceptions", "Rules that did not hold."],
  ["audit", "To be read like leads", "Their figures of rarity are kept back. Read them like any other."],
] as const;

/** Where a flag is read: within the list of a night, or by itself. */
export function placeOf(flag_id: string, night: string | null): Route {
  return night === null ? route("flag", flag_id) : route("night", night, flag_id);
}

/** The lists of one night, or what waits over all nights (null), each with its flags in rank order. */
export function queueBody(night: string | null, flags: readonly ListedFlag[], start: string | null): Html {
  const open = flags.filter(({ isOpen }) => isOpen).length;
  return html`${priceLine([
    { value: flags.length, label: "flags for you to see" },
    { value: open, label: "wait for your decision" },
  ])}${start === null ? null : html`<p class="steps"><a rel="next" href="${placeOf(start, night)}">Begin with the first that waits</a></p>`}
${QUEUES.flatMap(([queue, caption, note]) => {
  const listed = flags.filter(({ flag }) => flag.queue === queue);
  return listed.length === 0 && queue === "audit"
    ? []
    : [
        table({
          at: anchor("queue", queue),
          caption,
          note,
          isStacked: true,
          columns: [
            { head: "Question" },
            { head: "About" },
            { head: "Days", isTight: true },
            ...(queue === "leads" ? [{ head: "As unusual as", isNumber: true }] : []),
            { head: "Stands" },
          ],
          rows: listed.map(({ flag, stands }) => [
            html`${link(placeOf(flag.flag_id, night), flag.question)}<span class="second">${flag.summary}</span>`,
            html`${flag.entity_type} ${logged(flag.entity_id)}`,
            flag.first_day === flag.last_day
              ? formatDay(flag.last_day)
              : `${formatDay(flag.first_day)} to ${formatDay(flag.last_day)}`,
            ...(queue === "leads" ? [flag.p_value === null ? "" : formatP(flag.p_value)] : []),
            stands,
          ]),
          none: night === null ? `no ${caption.toLowerCase()}` : `no ${caption.toLowerCase()} on ${formatDay(night)}`,
        }),
      ];
})}`;
}

/** The published nights, latest first, with how many of their flags wait. */
export function nightsBody(
  nights: readonly { readonly night: string; readonly flag_count: number; readonly open_count: number }[],
): Html {
  return table({
    at: anchor("nights"),
    caption: "Published nights",
    isStacked: true,
    columns: [
      { head: "Night", isTight: true },
      { head: "Flags for you to see", isNumber: true },
      { head: "Wait for your decision", isNumber: true },
    ],
    rows: nights.map(({ night, flag_count, open_count }) => [
      link(route("night", night), formatDay(night)),
      flag_count,
      open_count,
    ]),
    none: "no night has been published",
  });
}
