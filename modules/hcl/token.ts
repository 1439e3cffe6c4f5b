/** A token of HCL's native syntax. A `template` is a whole quoted string, its interpolations included. */
export interface Token {
  readonly type: "identifier" | "number" | "template" | "symbol" | "heredoc" | "comment";
  readonly text: string;
  /** Whether there is an `=` in a template, as in `"${jsonencode({ a = 1 })}"`. */
  readonly assigns?: boolean;
}

export const symbol = (text: string): Token => ({ type: "symbol", text });
export const identifier = (text: string): Token => ({ type: "identifier", text });

export const isSymbol = (token: Token | undefined, ...texts: string[]): boolean =>
  token?.type === "symbol" && texts.includes(token.text);

/** `terraform fmt` looks at the first of these in a line, wherever it is. */
export const isAssignment = (token: Token): boolean => isSymbol(token, "=") || token.assigns === true;

const BRACKETS: Readonly<Record<string, number>> = { "(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1 };

/** 1 for an opening bracket, -1 for a closing one. */
export const bracketChange = (token: Token | undefined): number =>
  token?.type === "symbol" ? (BRACKETS[token.text] ?? 0) : 0;

/** How many more brackets are opened than closed. */
export const netBrackets = (tokens: readonly Token[]): number =>
  tokens.reduce((sum, token) => sum + bracketChange(token), 0);
