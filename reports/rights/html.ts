import type { AuditedRight, RightsAudit, RightsGroup } from "../../data/rights.js";
import { type Html, html, logged, type Part } from "../border/html.js";
import { anchor } from "../border/slug.js";
import { formatDay, formatNumber } from "../charts/format.js";
import { page } from "../page/document.js";
import { list, priceLine, section } from "../page/parts.js";
import { table } from "../page/table.js";

const GROUPS = anchor("rights-by-partner");
const RIGHTS = anchor("each-right");
const METHOD = anchor("how-it-is-judged");

/** Rights and groups shown on the page: what a reader goes through in one sitting; rights.csv has them all. */
const SHOWN_MAX = 200;

/** Where a page on access rights comes from. */
export interface RightsOrigin {
  readonly night: string;
  readonly home: { readonly nation: string; readonly time_zone: string };
  readonly marking: string;
  readonly version: string;
  readonly settings_digest: string;
  readonly feeds_digest: string;
  /** Days without use after which a right is dormant, and days after which it is to be confirmed again, as policy has them. */
  readonly periods: { readonly dormant_days: number | null; readonly confirm_days: number | null };
}

/** rights.html: rights never used, dormant or outliving their need, and the smallest grant that what was used would need. */
export function rightsHtml(audit: RightsAudit, origin: RightsOrigin): string {
  const { night, home, marking, version, settings_digest, feeds_digest } = origin;
  const made = audit.audited_on === null ? "not made yet" : `made on ${formatDay(audit.audited_on)}`;
  return page({
    title: `Access rights, ${formatDay(night)}`,
    marking,
    heading: `Audit of access rights, ${made}`,
    standfirst: html`For those who grant and withdraw access · home ${home.nation}, ${home.time_zone} · Sharewatch ${version}`,
    about: `Access rights as of ${formatDay(night)}`,
    contents:
      audit.audited_on === null
        ? [{ label: "How it is judged", to: METHOD }]
        : [
            { label: "By nation and collection", to: GROUPS },
            { label: "Each right", to: RIGHTS },
            { label: "How it is judged", to: METHOD },
          ],
    body: html`${audit.audited_on === null ? null : totals(audit)}${audit.reasons.length === 0 ? null : html`<p>Not assessed tonight:</p>${list(audit.reasons.map((reason) => logged(reason, { limit: 400 })))}`}
<p>A right that is not used is a question to its holder and its owner, not a finding about either. Nothing is withdrawn by this program.</p>
${audit.audited_on === null ? null : section(GROUPS, "By nation and collection", byGroup(audit))}
${audit.audited_on === null ? null : section(RIGHTS, "Each right", each(audit))}
${section(METHOD, "How it is judged", method(origin))}`,
    colophon: html`Settings ${settings_digest}; feeds ${feeds_digest}. The same feeds, settings and version give the same bytes.`,
  });
}

function totals({ groups }: RightsAudit): Html {
  const sum = (of: (one: RightsGroup) => number) => groups.reduce((total, one) => total + of(one), 0);
  return priceLine([
    { value: formatNumber(sum(({ held_count }) => held_count)), label: "rights in force" },
    { value: formatNumber(sum(({ never_used_count }) => never_used_count)), label: "never used" },
    { value: formatNumber(sum(({ dormant_count }) => dormant_count)), label: "dormant" },
    { value: formatNumber(sum(({ outlived_count }) => outlived_count)), label: "outlive their need" },
    { value: formatNumber(sum(({ left_count }) => left_count)), label: "left in the grant proposed" },
  ]);
}

const nationWords = (nation: string | null): Part => (nation === null ? "not in the directory" : logged(nation));

function byGroup({ groups }: RightsAudit): Html {
  return table({
    at: anchor("rights-groups"),
    caption: "Rights in force by what was found, and how many are left in the smallest grant that use supports",
    note: beyond(groups.length, "nations and collections"),
    columns: [
      { head: "Nation", isTight: true },
      { head: "Collection", isTight: true },
      { head: "Rights", isNumber: true },
      { head: "Never used", isNumber: true },
      { head: "Dormant", isNumber: true },
      { head: "Outlive their need", isNumber: true },
      { head: "To confirm again", isNumber: true },
      { head: "Left if proposals are followed", isNumber: true },
    ],
    rows: groups
      .slice(0, SHOWN_MAX)
      .map((one): Part[] => [
        nationWords(one.nation),
        logged(one.collection),
        ...[
          one.held_count,
          one.never_used_count,
          one.dormant_count,
          one.outlived_count,
          one.unconfirmed_count,
          one.left_count,
        ].map((count) => formatNumber(count)),
      ]),
    none: "No right is in force.",
  });
}

function each({ rights }: RightsAudit): Html {
  return table({
    at: anchor("rights-each"),
    caption: "Rights that would not be left as they are, with what is proposed and the evidence for it",
    note: beyond(rights.length, "rights"),
    columns: [
      { head: "Person", isTight: true },
      { head: "Nation", isTight: true },
      { head: "Collection", isTight: true },
      { head: "Found" },
      { head: "Proposed", isTight: true },
      { head: "Evidence", isWide: true },
    ],
    rows: rights.slice(0, SHOWN_MAX).map((right) => rowOf(right)),
    isStacked: true,
    none: "Every right in force was used within its time.",
  });
}

function rowOf({ actor_id, nation, collection, finding, proposal, evidence }: AuditedRight): Part[] {
  return [logged(actor_id), nationWords(nation), logged(collection), finding, proposal, evidence];
}

function beyond(count: number, what: string): string {
  return count > SHOWN_MAX
    ? `The first ${SHOWN_MAX} of ${formatNumber(count)} ${what}; all rights with a finding are in rights.csv.`
    : `${formatNumber(count)} ${what}; all rights with a finding are in rights.csv.`;
}

function method({ periods }: RightsOrigin): Html {
  const days = (count: number | null) => (count === null ? "as many days as policy has not said" : `${count} days`);
  return html`<p>A right is a person and a collection in the feed of entitlements, in force on the night of the audit, which is made every week. It is held against all use on record. NIST SP 800-53 AC-6(7) and AC-2 j.</p>${list(
    [
      `never used: granted at least ${days(periods.dormant_days)} ago, and no access on record; withdrawing it is proposed`,
      `dormant: last used more than ${days(periods.dormant_days)} ago; withdrawing it is proposed`,
      "outlives its need: its holder's time has ended, or no agreement in force lets the holder's nation have the collection; withdrawing it is proposed",
      `to confirm again: used, without an end, and granted more than ${days(periods.confirm_days)} ago, or on a day that is not known`,
    ],
  )}`;
}
