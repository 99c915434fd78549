const line = (cells: readonly string[]): string =>
  `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;

/** A table in Markdown (GitHub's), one line a row, each with as many cells as the head. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return `${[head, head.map(() => "---"), ...rows].map(line).join("\n")}\n`;
}
