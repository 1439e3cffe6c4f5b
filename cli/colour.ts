import type { Terminal } from "./terminal";

const CODES = { red: 31, yellow: 33, green: 32 } as const;

export type Colour = keyof typeof CODES;

/** Sets a text in a colour, or leaves it as it is. Words must do without. */
export type Paint = (text: string, colour: Colour | undefined) => string;

export const plain: Paint = (text) => text;

/** On screens, unless people want none (https://no-color.org) or the terminal has none. */
export function paintOn({ isScreen, env }: Pick<Terminal, "isScreen" | "env">): Paint {
  const isColoured = isScreen && !env.NO_COLOR && env.TERM !== "dumb";
  if (!isColoured) return plain;
  return (text, colour) => (colour === undefined ? text : `\u001b[${CODES[colour]}m${text}\u001b[0m`);
}
