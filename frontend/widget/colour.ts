/** Keeps text readable on whatever colour a merchant chooses: WCAG 2 contrast, at least 4.5 to 1. */

type Rgb = readonly [number, number, number];

const WHITE: Rgb = [255, 255, 255];
const BLACK: Rgb = [0, 0, 0];
const READABLE = 4.5;
/** Some grounds have a breath of the shop's colour in them; text in a shade of it needs a little more. */
const COMFORTABLE = 5;

function parse(hex: string): Rgb {
  const digits = /^#?([0-9a-f]{3}|[0-9a-f]{6})(?:[0-9a-f]{2})?$/i.exec(hex.trim())?.[1] ?? "1f6f54";
  const full = digits.length === 3 ? digits.replace(/./g, "$&$&") : digits;
  const value = Number.parseInt(full, 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

const print = (colour: Rgb) => `#${colour.map((part) => Math.round(part).toString(16).padStart(2, "0")).join("")}`;

/** https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function luminance(colour: Rgb): number {
  const [red, green, blue] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as unknown as Rgb;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function ratio(one: Rgb, other: Rgb): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

export const contrast = (one: string, other: string) => ratio(parse(one), parse(other));

/** White where it can be read, black otherwise: one of the two always can. */
export function inkOn(background: string): string {
  const colour = parse(background);
  return ratio(colour, WHITE) >= READABLE ? "#ffffff" : print(BLACK);
}

/** The colour itself, or the nearest shade of it that can be read as text on the surface. */
export function readableOn(surface: string, colour: string): string {
  const ground = parse(surface);
  const towards = luminance(ground) > 0.18 ? BLACK : WHITE;
  const start = parse(colour);
  for (let step = 0; step <= 20; step++) {
    const shade = start.map((part, at) => part + ((towards[at] as number) - part) * (step / 20)) as unknown as Rgb;
    if (ratio(shade, ground) >= COMFORTABLE) return print(shade);
  }
  return print(towards);
}

export const normal = (colour: string) => print(parse(colour));
