import { ACTIONS, at, FIELD_COLUMNS, type Field, type FieldColumn, type Format, namesIn, OUTCOMES } from "./format.js";

const REQUIRED = ["event_id", "event_time", "actor_id", "action", "outcome"];

const fields = Object.fromEntries(FIELD_COLUMNS.map((column) => [column, at(column)])) as Record<FieldColumn, Field>;

/** Our own table of events, as the contract of the access feed gives it; as CSV, JSON lines or Parquet. */
export const sharewatch: Format = {
  id: "sharewatch",
  reference: "the contract of the feeds: access",
  recognise: (head) => {
    const names = namesIn(head);
    return REQUIRED.filter((name) => names.has(name)).length >= 2;
  },
  source: "access",
  required: REQUIRED,
  event_id: at("event_id"),
  identified_by_content: false,
  event_time: at("event_time"),
  time: "rfc3339",
  fields,
  action: [
    {
      from: at("action"),
      rules: ACTIONS.map((action) => ({ to: action, exact: [action] })),
      empty: null,
      otherwise: null,
    },
  ],
  outcome: [
    {
      from: at("outcome"),
      rules: OUTCOMES.map((outcome) => ({ to: outcome, exact: [outcome] })),
      empty: null,
      otherwise: null,
    },
  ],
};
