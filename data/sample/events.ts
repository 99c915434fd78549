import type { Item } from "./material.js";
import type { Actor } from "./people.js";

/** The three logging systems: home's own shelves, the gateway between nations, the partners' reading room. */
export const SOURCES = ["registry", "gateway", "reading-room"] as const;
export type Source = (typeof SOURCES)[number];

export type Action =
  | "login"
  | "search"
  | "view"
  | "download"
  | "print"
  | "export"
  | "share"
  | "receive"
  | "forward"
  | "modify"
  | "destroy";

/** One logged act before it has a number. `at` in epoch seconds. */
export interface SampleEvent {
  readonly at: number;
  readonly source: Source;
  readonly actor: string;
  readonly action: Action;
  readonly outcome: "success" | "denied" | "error";
  readonly item: Item | null;
  readonly partner: string | null;
  readonly request: string | null;
  readonly bytes: number | null;
  readonly address: string;
  readonly site: string;
  readonly channel: string;
  readonly scenario: string | null;
}

/** Where somebody sits at an act: 0 the usual place, 1 the other. */
export type Place = 0 | 1;

/** An act with everything that follows from who, what and where filled in. */
export function act(
  actor: Actor,
  at: number,
  action: Action,
  rest: Partial<SampleEvent> & { readonly place?: Place } = {},
): SampleEvent {
  const { place = 0, ...given } = rest;
  const item = given.item ?? null;
  const isPartner = actor.role === "liaison";
  return {
    at,
    source: isPartner ? "reading-room" : "registry",
    actor: actor.id,
    action,
    outcome: "success",
    item,
    partner: isPartner && item !== null ? actor.nation.code : null,
    request: null,
    bytes: item === null || (given.outcome ?? "success") !== "success" ? null : item.bytes,
    address: actor.habits.addresses[place],
    site: actor.habits.sites[place],
    channel: "tls1.3",
    scenario: null,
    ...given,
  };
}
