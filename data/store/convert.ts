import {
  createDuckDBValueConverter,
  type DuckDBValue,
  type DuckDBValueConverter,
  DuckDBTypeId as T,
} from "@duckdb/node-api";

/** A value as it leaves the store: dates are `2026-05-01` or `-infinity`, instants `2026-05-01T10:00:00.000000Z`, lists are arrays. */
export type Cell = string | number | boolean | null | readonly Cell[] | { readonly [field: string]: Cell };

type Convert = DuckDBValueConverter<Cell>;

const asIs: Convert = (value) => value as string | number | boolean;
const asText: Convert = (value) => String(value);
/** 64-bit and wider integers become numbers; one beyond 2^53 would be a wrong figure, so it throws. */
const asNumber: Convert = (value) => {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw new RangeError(`integer beyond 2^53: ${String(value)}`);
  return number;
};
/** The days since 1970 by which DuckDB keeps the two infinities of dates. */
const INFINITE_DAYS = 2 ** 31 - 1;
const asDate: Convert = (value) => {
  const { days } = value as { readonly days: number };
  if (Math.abs(days) === INFINITE_DAYS) return days < 0 ? "-infinity" : "infinity";
  return String(value);
};
/** DuckDB prints instants in the session's zone, which the store sets to UTC: `2026-05-01 10:00:00+00`. */
const asInstant: Convert = (value) => {
  const micros = (value as { readonly micros: bigint }).micros;
  const millis = micros / 1000n - (micros % 1000n < 0n ? 1n : 0n);
  const rest = micros - millis * 1000n;
  return new Date(Number(millis)).toISOString().replace("Z", `${String(rest).padStart(3, "0")}Z`);
};
type Children = { readonly items: readonly DuckDBValue[] };
type Fields = { readonly entries: Readonly<Record<string, DuckDBValue>> };

/** Types that are not listed have no safe form outside the store and throw: cast them in SQL. */
const CONVERTERS: Readonly<Partial<Record<T, Convert>>> = {
  [T.BOOLEAN]: asIs,
  [T.TINYINT]: asIs,
  [T.SMALLINT]: asIs,
  [T.INTEGER]: asIs,
  [T.UTINYINT]: asIs,
  [T.USMALLINT]: asIs,
  [T.UINTEGER]: asIs,
  [T.FLOAT]: asIs,
  [T.DOUBLE]: asIs,
  [T.BIGINT]: asNumber,
  [T.UBIGINT]: asNumber,
  [T.HUGEINT]: asNumber,
  [T.VARCHAR]: asIs,
  [T.ENUM]: asText,
  [T.DATE]: asDate,
  [T.TIMESTAMP_TZ]: asInstant,
  [T.LIST]: (value, type, converter) => {
    const child = (type as unknown as { readonly valueType: Parameters<Convert>[1] }).valueType;
    return (value as unknown as Children).items.map((item) => converter(item, child, converter));
  },
  [T.STRUCT]: (value, type, converter) => {
    const struct = type as unknown as {
      readonly entryNames: readonly string[];
      readonly entryTypes: readonly Parameters<Convert>[1][];
    };
    const { entries } = value as unknown as Fields;
    const cells: Record<string, Cell> = {};
    struct.entryNames.forEach((name, index) => {
      const childType = struct.entryTypes[index];
      const child = entries[name];
      if (childType !== undefined && child !== undefined) cells[name] = converter(child, childType, converter);
    });
    return cells;
  },
  [T.SQLNULL]: () => null,
};

export const cellConverter: Convert = createDuckDBValueConverter<Cell>(
  CONVERTERS as unknown as Parameters<typeof createDuckDBValueConverter<Cell>>[0],
);
