/** A technique as analysts of insider cases name it. */
export interface Technique {
  readonly id: string;
  readonly name: string;
}

/** What is said beside every tag. */
export const RESEMBLES = "A technique says what the pattern resembles, no more: not that it happened, nor why.";

const AUTOMATED: Technique = { id: "T1119", name: "Automated Collection" };
const REPOSITORIES: Technique = { id: "T1213", name: "Data from Information Repositories" };
const STAGED: Technique = { id: "T1074", name: "Data Staged" };
const ALTERNATIVE: Technique = { id: "T1048", name: "Exfiltration Over Alternative Protocol" };
const PHYSICAL: Technique = { id: "T1052", name: "Exfiltration Over Physical Medium" };
const VALID_ACCOUNTS: Technique = { id: "T1078", name: "Valid Accounts" };
const TRUSTED: Technique = { id: "T1199", name: "Trusted Relationship" };
const DISABLED: Technique = { id: "T1562.001", name: "Disable or Modify Tools" };
const REMOVAL: Technique = { id: "T1070", name: "Indicator Removal" };
const STORED: Technique = { id: "T1565.001", name: "Stored Data Manipulation" };

/**
 * By detector or rule, the techniques that its pattern resembles; those that resemble none are left out.
 *
 * source  vocabulary of MITRE CTID's insider threat knowledge base (ATT&CK technique ids and titles)
 */
const BY_JUDGE: Readonly<Record<string, readonly Technique[]>> = {
  "volume-surge": [REPOSITORIES, AUTOMATED],
  "volume-drift": [REPOSITORIES],
  "new-objects": [REPOSITORIES],
  "rare-collections": [REPOSITORIES],
  "sensitivity-shift": [REPOSITORIES],
  "shared-rare-interest": [REPOSITORIES],
  "larger-items": [STAGED],
  "take-away-shift": [REPOSITORIES, STAGED],
  "slow-drift": [REPOSITORIES, STAGED],
  "print-export-shift": [PHYSICAL],
  "export-shift": [STAGED, PHYSICAL],
  "forward-shift": [ALTERNATIVE],
  refusals: [VALID_ACCOUNTS],
  "off-hours": [VALID_ACCOUNTS],
  "dormant-return": [VALID_ACCOUNTS],
  "new-place": [VALID_ACCOUNTS],
  "two-places": [VALID_ACCOUNTS],
  administration: [VALID_ACCOUNTS],
  "search-shift": [REPOSITORIES],
  sweep: [AUTOMATED],
  "scripted-regularity": [AUTOMATED],
  "actor-term": [VALID_ACCOUNTS],
  entitlement: [REPOSITORIES],
  "after-destroy-by": [REPOSITORIES],
  "audit-trail": [DISABLED],
  "sequence-hole": [REMOVAL],
  "clock-skew": [REMOVAL],
  "register-marking": [STORED],
  channel: [ALTERNATIVE],
  onward: [TRUSTED],
  "release-marking": [TRUSTED],
  "retention-overrun": [TRUSTED],
};

/** The techniques that the patterns of some detectors and rules resemble, each once, in order of their ids. */
export function resembling(judges: readonly string[]): Technique[] {
  const found = new Map(judges.flatMap((id) => BY_JUDGE[id] ?? []).map((technique) => [technique.id, technique]));
  return [...found.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** The detectors and rules that have a tag. */
export const TAGGED: readonly string[] = Object.keys(BY_JUDGE);
