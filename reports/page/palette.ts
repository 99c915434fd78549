/**
 * The colours of a page by role, light and dark. Text roles reach 4.5 : 1 on every ground they stand on, marks and edges
 * that carry meaning 3 : 1 (WCAG 2.2, 1.4.3 and 1.4.11); a test computes each pair.
 *
 * ink, soft        text, and text of second rank          paper, wash     grounds
 * line             hairlines that carry no meaning        accent          links, observed marks: the one accent
 * band, edge       what is ordinary, and its limits       look            what asks for a look: tonight's mark, a lead
 * good, rule       explained; an exception                bar, on_bar     the marking's ground and text
 * heat_1 … heat_5  counts from few to many
 */
export const LIGHT = {
  ink: "#16191d",
  soft: "#4d5761",
  paper: "#ffffff",
  wash: "#f5f6f8",
  line: "#d9dde2",
  accent: "#0b5394",
  band: "#dbe8f4",
  edge: "#5f8fbd",
  look: "#9c3d00",
  good: "#1c6b57",
  rule: "#6b2c7b",
  bar: "#1d2b36",
  on_bar: "#ffffff",
  heat_1: "#dbe8f4",
  heat_2: "#abcbe7",
  heat_3: "#6f9fcf",
  heat_4: "#3173b0",
  heat_5: "#08407a",
} as const;

export type Role = keyof typeof LIGHT;

export const DARK: Readonly<Record<Role, string>> = {
  ink: "#e8eaed",
  soft: "#a9b2bc",
  paper: "#14171a",
  wash: "#1c2024",
  line: "#343b43",
  accent: "#8ab8ea",
  band: "#1f3347",
  edge: "#5484b4",
  look: "#ffab70",
  good: "#7fd0b5",
  rule: "#d3a3e3",
  bar: "#2b3a46",
  on_bar: "#ffffff",
  heat_1: "#1f3347",
  heat_2: "#2b4f73",
  heat_3: "#3d76ab",
  heat_4: "#69a2da",
  heat_5: "#b9d8f7",
};

/** `--ink: #16191d; …` */
export function customProperties(colours: Readonly<Record<Role, string>>): string {
  return Object.entries(colours)
    .map(([role, colour]) => `--${role.replace("_", "-")}:${colour}`)
    .join(";");
}

/** Relative luminance of #rrggbb, 0 to 1. Source: WCAG 2.2, definition of relative luminance. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Contrast of two colours, 1 to 21, in either order. Source: WCAG 2.2, definition of contrast ratio. */
export function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}
