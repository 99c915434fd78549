import { type DuckDBConnection, DuckDBDoubleVector, DuckDBInstance } from "@duckdb/node-api";
import type { z } from "zod";
import { type Cell, cellConverter } from "./convert.js";

/** A value bound to `$name`. Dates and instants are bound as text and cast in the statement (`$night::DATE`). */
export type Parameter = string | number | boolean | null;
export type Parameters = Readonly<Record<string, Parameter>>;

/** How much of the machine the store may use, and which folders it may read. */
export interface StoreLimits {
  /** Threads of the engine, at least 1. */
  readonly thread_count: number;
  /** Rows of the largest table that one thread goes over: of fewer, no more threads are begun. All are where absent. */
  readonly rows_per_thread?: number;
  /** Memory of the engine before it spills to disk, mebibytes. */
  readonly memory_mib: number;
  /** Folders that statements may read files from; none by default. */
  readonly readable: readonly string[];
}

/**
 * The one door to DuckDB: statements with named parameters in, rows checked by zod out.
 *
 * One connection, so that what runs inside `transaction` is exactly one transaction; calls are awaited in turn.
 */
export class Store {
  #inTransaction = false;

  private constructor(
    private readonly instance: DuckDBInstance,
    private readonly connection: DuckDBConnection,
  ) {}

  /**
   * Opens a database file (or `:memory:`), with no way to the outside but the `readable` folders: no extension is
   * loaded or installed, and the configuration is locked. DuckDB counts `spillFolder` among the folders it may use, so it
   * must be a folder of its own. Instants are read and printed in UTC.
   */
  static async open(path: string, spillFolder: string, limits: StoreLimits): Promise<Store> {
    const instance = await DuckDBInstance.create(path, {
      threads: String(limits.thread_count),
      memory_limit: `${limits.memory_mib}MiB`,
      temp_directory: spillFolder,
      autoinstall_known_extensions: "false",
      autoload_known_extensions: "false",
      allow_community_extensions: "false",
    });
    const connection = await instance.connect();
    await connection.run("SET TimeZone = 'UTC'");
    await connection.run("SET temp_file_encryption = true");
    if (limits.rows_per_thread !== undefined) {
      const share = Math.floor((await largestTable(connection)) / limits.rows_per_thread) + 1;
      await connection.run(`SET threads = ${Math.min(limits.thread_count, share)}`);
    }
    const readable = limits.readable.map((folder) => `'${folder.replaceAll("'", "''")}'`).join(", ");
    await connection.run(`SET allowed_directories = [${readable}]`);
    await connection.run("SET enable_external_access = false");
    await connection.run("SET lock_configuration = true");
    return new Store(instance, connection);
  }

  /** Runs one statement, or several without parameters; returns the number of rows it changed. */
  async run(sql: string, parameters?: Parameters): Promise<number> {
    const result = await this.connection.run(sql, parameters as Record<string, Parameter> | undefined);
    return result.rowsChanged;
  }

  /** All rows of a query, each checked by `shape`. For small tables: aggregate in SQL first. */
  async rows<S extends z.ZodType>(sql: string, shape: S, parameters?: Parameters): Promise<z.infer<S>[]> {
    const found = await this.#read(sql, parameters);
    return found.map((row) => shape.parse(row));
  }

  /** The only row of a query; none or several is a bug and throws. */
  async row<S extends z.ZodType>(sql: string, shape: S, parameters?: Parameters): Promise<z.infer<S>> {
    const found = await this.#read(sql, parameters);
    if (found.length !== 1) throw new Error(`expected one row, found ${found.length}`);
    return shape.parse(found[0]);
  }

  /**
   * Whole columns of numbers, for tables too long to be read as rows. Every column must be DOUBLE; NULL becomes NaN.
   *
   * @returns by name of column, one entry a row in the query's order; Error for a column of another type, which is a bug
   */
  async columns(sql: string, parameters?: Parameters): Promise<Readonly<Record<string, Float64Array>>> {
    const result = await this.connection.run(sql, parameters as Record<string, Parameter> | undefined);
    const chunks = (await result.fetchAllChunks()).filter(({ rowCount }) => rowCount > 0);
    const size = chunks.reduce((sum, { rowCount }) => sum + rowCount, 0);
    const columns = result.columnNames().map((name, index): [string, Float64Array] => {
      const column = new Float64Array(size);
      let row = 0;
      for (const chunk of chunks) {
        const vector = chunk.getColumnVector(index);
        if (!(vector instanceof DuckDBDoubleVector)) throw new Error(`not a column of DOUBLE: ${name}`);
        for (let item = 0; item < chunk.rowCount; item++) column[row++] = vector.getItem(item) ?? Number.NaN;
      }
      return [name, column];
    });
    return Object.fromEntries(columns);
  }

  /** Runs `work` in one transaction: all of it or none. Nested calls join the outer one. */
  async transaction<R>(work: () => Promise<R>): Promise<R> {
    if (this.#inTransaction) return work();
    await this.connection.run("BEGIN TRANSACTION");
    this.#inTransaction = true;
    try {
      const result = await work();
      await this.connection.run("COMMIT");
      return result;
    } catch (error) {
      await this.connection.run("ROLLBACK").catch(() => undefined);
      throw error;
    } finally {
      this.#inTransaction = false;
    }
  }

  /** Binds a statement without running it; throws what DuckDB says where it does not fit the schema. */
  async bind(sql: string): Promise<void> {
    const statement = await this.connection.prepare(sql);
    statement.destroySync();
  }

  /** Writes the log into the file and closes; nothing may be called afterwards. */
  close(): void {
    this.connection.closeSync();
    this.instance.closeSync();
  }

  async #read(sql: string, parameters?: Parameters): Promise<Record<string, Cell>[]> {
    const result = await this.connection.run(sql, parameters as Record<string, Parameter> | undefined);
    return result.convertRowObjects<Cell>(cellConverter);
  }
}

/** Rows of the largest table, as the engine estimates them. */
async function largestTable(connection: DuckDBConnection): Promise<number> {
  const result = await connection.run(
    "SELECT coalesce(max(estimated_size), 0)::DOUBLE AS row_count FROM duckdb_tables()",
  );
  const [row] = await result.convertRowObjects<Cell>(cellConverter);
  return Number(row?.row_count ?? 0);
}
