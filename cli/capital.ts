import { sentence } from "../handlers/core/sentence";

/** A path, an id of RDS: letters alone are a word. */
const NAME = /^\S*?[^\p{L}\s'](?=\S)/u;

/** Begins a sentence. Names stay as they are. */
export const capital = (text: string): string =>
  NAME.test(text) ? text : text.charAt(0).toUpperCase() + text.slice(1);

/** A whole sentence of what is said as a part of one. */
export const asSentence = (text: string): string => capital(sentence(text));
