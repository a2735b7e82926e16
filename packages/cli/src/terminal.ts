/** Text for a terminal: colour only where it is wanted, attacker-chosen text only as one plain line. */
import { styleText } from "node:util";

type Style = Parameters<typeof styleText>[0];

/** Colours `text` if the stream is a terminal that takes colour; NO_COLOR and FORCE_COLOR count. */
export function paint(style: Style, text: string, stream: NodeJS.WriteStream): string {
  return styleText(style, text, { stream });
}

/** Columns of equal width, two spaces apart. The last column is not padded. */
export function columns(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [index, cell] of row.entries()) {
      widths[index] = Math.max(widths[index] ?? 0, cell.length);
    }
  }
  return rows.map((row) =>
    row
      .map((cell, index) => (index === row.length - 1 ? cell : cell.padEnd(widths[index] ?? 0)))
      .join("  ")
      .trimEnd(),
  );
}
