import { counted } from "../handlers/core/told/words";
import type { Terminal } from "./terminal";

/** One line of progress that is written over, for a person who waits. Nobody else sees it. */
export class Progress {
  #shown = false;
  #text: string | undefined;
  #answers = 0;

  constructor(private readonly terminal: Terminal) {}

  say(text: string): void {
    this.#text = undefined;
    this.#show(text);
  }

  /** From now on the text, with the number of answers that have come since. */
  counting(text: string): void {
    this.#answers = 0;
    this.#text = text;
    this.#show(`${text} …`);
  }

  /** AWS has answered. */
  count(): void {
    this.#answers++;
    if (this.#text !== undefined) this.#show(`${this.#text}: ${counted(this.#answers, "answer")} so far …`);
  }

  end(): void {
    if (this.#shown) this.terminal.err("\r\u001b[K");
    this.#shown = false;
    this.#text = undefined;
  }

  #show(text: string): void {
    if (!this.terminal.isWatched) return;
    this.terminal.err(`\r\u001b[K${text.slice(0, this.terminal.columns - 1)}`);
    this.#shown = true;
  }
}
