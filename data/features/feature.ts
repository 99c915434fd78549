/**
 * A feature table's upkeep: statements that bring it in line with the events of the days in `touched_day`, and with no
 * others. Run in order, in one transaction with those of the tables that it reads.
 */
export interface Feature {
  readonly table: string;
  readonly statements: readonly string[];
}
