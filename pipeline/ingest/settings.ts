/** What reading needs of the settings. */
export interface IngestSettings {
  readonly home: { readonly nation: string; readonly time_zone: string };
  /** In order: the first whose pattern fits a file's path within `access/` speaks for it. */
  readonly sources: readonly SourceSetting[];
  /** Years in which an event may have happened, both included. */
  readonly reading: { readonly year_min: number; readonly year_max: number };
}

export interface SourceSetting {
  readonly name?: string | undefined;
  /** Pattern of paths within `access/`: `*` within a folder, `**` across folders, `?` one character. */
  readonly files: string;
  readonly format?: string | undefined;
  /** Zone of times without an offset, IANA. */
  readonly time_zone?: string | undefined;
}

/** The source that speaks for a path such as `access/web/portal.csv`, or null. */
export function sourceOf(settings: IngestSettings, path: string): SourceSetting | null {
  const inner = path.replace(/^access\//, "");
  return settings.sources.find(({ files }) => matches(files, inner)) ?? null;
}

function matches(pattern: string, path: string): boolean {
  const source = pattern.replace(/\*\*\/?|[*?]|[.+^${}()|[\]\\]/g, (sign) => {
    if (sign === "*") return "[^/]*";
    if (sign === "?") return "[^/]";
    return sign.startsWith("**") ? (sign === "**" ? ".*" : "(?:.*/)?") : `\\${sign}`;
  });
  return new RegExp(`^${source}$`).test(path);
}
