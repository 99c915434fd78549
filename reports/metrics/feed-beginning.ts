/** Fewer requests made before the first later step are what any feed begins with. */
const EARLIER_MIN = 10;

/** Requests after the beginning from which the usual pace is learned: enough for a curve, few enough to cost nothing. */
const PACE_REQUESTS = 2000;

/**
 * From so many later steps expected, and none seen, the feed is said to have begun late. In a feed that was whole from its
 * first request the number expected until the first one comes is exponential with mean 1: above 20 it lies once in 485
 * million feeds. Source: the time transform of a point process, Brémaud 1981, theorem II.16.
 */
const EXPECTED_MIN = 20;

/**
 * The instant from which a register recorded what became of requests, where it began after some had been made: those that
 * ended before it were never entered, and the others were waiting all the while. Null where nothing says so.
 *
 * requested   milliseconds since 1970, NaN where unknown, ascending but for those
 * later       the first step after the request, milliseconds; NaN where there is none yet
 * end_at      the end of the night
 */
export function feedBeginning(requested: Float64Array, later: Float64Array, end_at: number): number | null {
  const begins = later.reduce(
    (least, at) => (Number.isNaN(at) ? least : Math.min(at, least)),
    Number.POSITIVE_INFINITY,
  );
  if (begins === Number.POSITIVE_INFINITY) return null;
  const ages: number[] = [];
  const pace: { waited: number; is_ended: boolean }[] = [];
  for (let row = 0; row < requested.length && pace.length < PACE_REQUESTS; row++) {
    const made = requested[row] ?? Number.NaN;
    const next = later[row] ?? Number.NaN;
    if (made < begins) ages.push(begins - made);
    else if (made >= begins) {
      const is_ended = !Number.isNaN(next);
      pace.push({ waited: Math.max(0, (is_ended ? next : end_at) - made), is_ended });
    }
  }
  if (ages.length < EARLIER_MIN || pace.length === 0) return null;
  return expectedBy(ages, pace) >= EXPECTED_MIN ? begins : null;
}

/** Steps expected of requests of these ages by the Nelson–Aalen hazard of the others; beyond their longest wait none more. */
function expectedBy(
  ages: readonly number[],
  pace: readonly { readonly waited: number; readonly is_ended: boolean }[],
): number {
  const ascending = [...pace].sort((a, b) => a.waited - b.waited);
  const oldest = [...ages].sort((a, b) => a - b);
  let hazard = 0;
  let expected = 0;
  let next = 0;
  ascending.forEach(({ waited, is_ended }, index) => {
    while (next < oldest.length && (oldest[next] ?? 0) < waited) {
      expected += hazard;
      next += 1;
    }
    if (is_ended) hazard += 1 / (ascending.length - index);
  });
  return expected + hazard * (oldest.length - next);
}
