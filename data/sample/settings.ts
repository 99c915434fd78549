/** The settings file of a sample: where it stands, and in comments what an operator may change of the policy. */
export function settingsText(nation: string, time_zone: string): string {
  return `home:
  nation: ${nation}
  time_zone: ${time_zone}

# Public figures by the month, so that a sample of some months has an edition.
public:
  period: month

# What is owed here otherwise than shipped: each entry holds from its first day to its last, and the shipped one around it.
# policy:
#   version: navy 3
#   duties:
#     rights_review_purposes: [{id: counter-terrorism, valid_from: 2026-06-01, reason: our directive, source: Directive 12}]
#     after_review_tiers: [{id: immediate, within_days: 7, valid_from: 2026-06-01, reason: our directive, source: Directive 12}]
#     channels: [{id: courier, highest_level: SECRET, reason: our directive, source: Directive 7}]
#     periods: [{id: post_sharing_review, days: 180, reason: our directive, source: Directive 12}]
#     authorities: [{id: desk, role: desk officer, action: approve, max_classification: SECRET, reason: ours, source: Directive 3}]
#   not_owed: [{duty: rights_review_purposes, id: border-security, valid_from: 2026-06-01, reason: reviewed elsewhere}]
`;
}
