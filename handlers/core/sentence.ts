/** Ends a text of AWS with a full stop, which only some have, so that advice can follow. */
export function sentence(text: string): string {
  const trimmed = text.trim();
  return trimmed === "" || /[.!?]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}

/** The same without its full stop, as part of a sentence. */
export const clause = (text: string): string => text.trim().replace(/\.$/, "");
