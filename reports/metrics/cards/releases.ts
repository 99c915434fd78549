/**
 * The releases of a period, by all that is asked of a release: one statement, so that they are gone over once.
 *
 * released      all of them, by their first release
 * skipped       without at least one of requested, risk assessed and approved; a rights review is needed for some alone
 * out_of_order  a step dated before one that should come first; steps that are absent put nothing out of order
 * repeated      a step that a life has once was taken twice; corrections, recalls, uses and reviews may come again
 * with_basis    naming a legal basis, of basis_recorded; not_recorded where the feed never names any
 * reviewed      under a rights review valid that day, of those whose agreement is in the register; no_agreement the others
 * safeguarded   assessed and approved before the release, and reviewed so
 */
export const RELEASES = /* sql */ `
  SELECT request_life.partner, tier, purpose,
    count(*)::INTEGER AS released,
    (count(*) FILTER (
      requested_at IS NULL OR risk_assessed_at IS NULL OR approved_at IS NULL
    ))::INTEGER AS skipped,
    (count(*) FILTER (
      coalesce(requested_at > least(coalesce(risk_assessed_at, 'infinity'), coalesce(rights_reviewed_at, 'infinity'),
        coalesce(approved_at, 'infinity'), released_at), false)
      OR coalesce(greatest(coalesce(risk_assessed_at, '-infinity'), coalesce(rights_reviewed_at, '-infinity')) > approved_at,
        false)
      OR coalesce(approved_at > released_at, false)
      OR coalesce(released_at > received_at, false)
      OR coalesce(received_at > used_at, false)
    ))::INTEGER AS out_of_order,
    (count(*) FILTER (is_repeated))::INTEGER AS repeated,
    (count(*) FILTER (corrected_at IS NOT NULL))::INTEGER AS corrected,
    (count(*) FILTER (recalled_at IS NOT NULL))::INTEGER AS recalled,
    (count(*) FILTER (legal_basis IS NOT NULL))::INTEGER AS with_basis,
    (count(*) FILTER ((SELECT count(legal_basis) FROM request_life) > 0))::INTEGER AS basis_recorded,
    (count(*) FILTER (NOT ((SELECT count(legal_basis) FROM request_life) > 0)))::INTEGER AS not_recorded,
    (count(*) FILTER (register.valid_to >= timezone($time_zone, released_at)::DATE))::INTEGER AS reviewed,
    (count(*) FILTER (register.agreement_id IS NOT NULL))::INTEGER AS in_register,
    (count(*) FILTER (register.agreement_id IS NULL))::INTEGER AS no_agreement,
    (count(*) FILTER (
      risk_assessed_at <= released_at AND approved_at <= released_at
        AND register.valid_to >= timezone($time_zone, released_at)::DATE
    ))::INTEGER AS safeguarded
  FROM request_life
  LEFT JOIN (
    SELECT agreement_id, min(coalesce(rights_review_valid_to, DATE '-infinity')) AS valid_to
    FROM agreement
    WHERE known_from <= $night::DATE AND (known_until IS NULL OR known_until > $night::DATE)
    GROUP BY agreement_id
  ) AS register USING (agreement_id)
  WHERE released_at >= timezone($time_zone, $first::TIMESTAMP) AND released_at < timezone($time_zone, ($night::DATE + 1)::TIMESTAMP)
  GROUP BY request_life.partner, tier, purpose
  ORDER BY request_life.partner, tier, purpose
`;
