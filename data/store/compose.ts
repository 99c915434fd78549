/**
 * SQL text that is safe to run because it can only be made here: from literal templates and from the quoting functions
 * below. What a log says never becomes text of a statement; it is read by DuckDB as data or bound to `$name`.
 */
export class Fragment {
  private constructor(readonly text: string) {}

  /** A template whose holes are fragments themselves; a bare string does not fit a hole. */
  static of(strings: TemplateStringsArray, parts: readonly Fragment[]): Fragment {
    return new Fragment(strings.reduce((text, next, index) => text + (parts[index - 1]?.text ?? "") + next));
  }

  /** A name, in double quotes. */
  static identifier(name: string): Fragment {
    return new Fragment(`"${checked(name).replaceAll('"', '""')}"`);
  }

  /** A text value, in single quotes; DuckDB reads no escapes in it but the doubled quote. */
  static literal(value: string): Fragment {
    return new Fragment(`'${checked(value).replaceAll("'", "''")}'`);
  }

  static integer(value: number): Fragment {
    if (!Number.isSafeInteger(value)) throw new RangeError(`not an integer: ${value}`);
    return new Fragment(String(value));
  }

  static join(parts: readonly Fragment[], separator: ", " | " " | " OR " | " AND " | " || "): Fragment {
    return new Fragment(parts.map((part) => part.text).join(separator));
  }
}

/** Composes a statement: sql`SELECT ${identifier(name)} FROM t`. */
export function sql(strings: TemplateStringsArray, ...parts: Fragment[]): Fragment {
  return Fragment.of(strings, parts);
}

export const { identifier, literal, integer, join } = Fragment;

/** A list of texts: `['a', 'b']`. */
export function literals(values: readonly string[]): Fragment {
  return sql`[${join(values.map(literal), ", ")}]`;
}

/** A NUL would end the statement early inside the engine. */
function checked(value: string): string {
  if (value.includes("\0")) throw new RangeError("a name or value with NUL cannot stand in a statement");
  return value;
}
