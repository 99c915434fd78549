import type { Feature } from "./feature.js";

const FORGET = /* sql */ `DELETE FROM partner_class_day WHERE day IN (SELECT day FROM touched_day)`;

/** A line that opens with `//` is foreign: its first block is kept with what opens it. */
const PARTNER_CLASS_DAY = /* sql */ `
  INSERT INTO partner_class_day
  SELECT
    partner,
    day,
    upper(trim(regexp_extract(marking, '^(//)?[^/]*'))),
    action IN ('share', 'receive', 'forward'),
    count(*)
  FROM event
  WHERE day IN (SELECT day FROM touched_day)
    AND partner IS NOT NULL AND object_id IS NOT NULL AND marking IS NOT NULL AND outcome = 'success'
  GROUP BY ALL
`;

/** Objects given to or received from a partner, and objects opened with it, by day and class. */
export const partnerClassDay: Feature = { table: "partner_class_day", statements: [FORGET, PARTNER_CLASS_DAY] };
