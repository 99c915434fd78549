/** The acts of an actor on the night, in order of time. */
export const ACTS_OF_NIGHT = /* sql */ `
  SELECT event_id
  FROM act
  WHERE actor_id = $entity_id AND day = $night::DATE
  ORDER BY event_time, source, event_id
`;

/** What an actor took away in the week up to the night: downloads, prints and exports. */
export const TAKEN_IN_WEEK = /* sql */ `
  SELECT event_id
  FROM act
  WHERE actor_id = $entity_id
    AND day BETWEEN $night::DATE - 6 AND $night::DATE
    AND action IN ('download', 'print', 'export')
    AND outcome = 'success'
  ORDER BY event_time, source, event_id
`;

/** What an actor took away in the four weeks up to the night. */
export const TAKEN_IN_FOUR_WEEKS = /* sql */ `
  SELECT event_id
  FROM act
  WHERE actor_id = $entity_id
    AND day BETWEEN $night::DATE - 27 AND $night::DATE
    AND action IN ('download', 'print', 'export')
    AND outcome = 'success'
  ORDER BY event_time, source, event_id
`;

/** Attempts of an actor that did not succeed, in the three nights up to the night. */
export const REFUSED_IN_THREE_NIGHTS = /* sql */ `
  SELECT event_id
  FROM act
  WHERE actor_id = $entity_id AND day BETWEEN $night::DATE - 2 AND $night::DATE AND outcome <> 'success'
  ORDER BY event_time, source, event_id
`;

/** What an actor opened in the three nights up to the night and had not opened before them. */
export const NEW_IN_THREE_NIGHTS = /* sql */ `
  SELECT event_id
  FROM act
  JOIN first_seen_object USING (actor_id, object_id)
  WHERE act.actor_id = $entity_id
    AND act.day BETWEEN $night::DATE - 2 AND $night::DATE
    AND act.outcome = 'success'
    AND first_seen_object.first_day >= $night::DATE - 2
  ORDER BY act.event_time, act.source, act.event_id
`;

/** The acts of an actor in the week up to the night, in order of time. */
export const ACTS_IN_WEEK = /* sql */ `
  SELECT event_id
  FROM act
  WHERE actor_id = $entity_id AND day BETWEEN $night::DATE - 6 AND $night::DATE
  ORDER BY event_time, source, event_id
`;

/** What an actor opened in the three nights up to the night in collections they had hardly ever visited. */
export const RARE_IN_THREE_NIGHTS = /* sql */ `
  SELECT act.event_id
  FROM act
  JOIN actor_collection_past AS past
    ON past.actor_id = act.actor_id AND past.day = act.day AND past.collection = coalesce(act.collection, '')
  JOIN actor_day_past AS whole ON whole.actor_id = act.actor_id AND whole.day = act.day
  WHERE act.actor_id = $entity_id
    AND act.day BETWEEN $night::DATE - 2 AND $night::DATE
    AND act.outcome = 'success'
    AND act.object_id IS NOT NULL
    AND past.earlier_access_count < $rare_share::DOUBLE * whole.earlier_access_count
  ORDER BY act.event_time, act.source, act.event_id
`;

/** What left the system by an actor's hand in the week up to the night: prints and exports. */
export const TAKEN_OUT_IN_WEEK = /* sql */ `
  SELECT event_id
  FROM act
  WHERE actor_id = $entity_id
    AND day BETWEEN $night::DATE - 6 AND $night::DATE
    AND action IN ('print', 'export')
    AND outcome = 'success'
  ORDER BY event_time, source, event_id
`;

/** What an actor forwarded in the three nights up to the night. */
export const FORWARDED_IN_THREE_NIGHTS = /* sql */ `
  SELECT event_id
  FROM act
  WHERE actor_id = $entity_id
    AND day BETWEEN $night::DATE - 2 AND $night::DATE
    AND action = 'forward'
    AND outcome = 'success'
  ORDER BY event_time, source, event_id
`;

/** The acts of an actor in the four weeks up to the night, in order of time. */
export const ACTS_IN_FOUR_WEEKS = /* sql */ `
  SELECT event_id
  FROM act
  WHERE actor_id = $entity_id AND day BETWEEN $night::DATE - 27 AND $night::DATE
  ORDER BY event_time, source, event_id
`;
