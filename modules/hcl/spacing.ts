import { bracketChange, isSymbol, type Token } from "./token";

/**
 * Tokens on one line, with the spaces that `terraform fmt` puts between them.
 *
 * @param before opens the interpolation that the tokens are the inside of
 */
export function spaced(tokens: readonly Token[], before?: Token): string {
  return tokens.reduce((text, token, index) => {
    const previous = tokens[index - 1];
    if (previous === undefined) return token.text;
    const space = spaceBetween(tokens[index - 2] ?? (index === 1 ? before : undefined), previous, token);
    return `${text}${space ? " " : ""}${token.text}`;
  }, "");
}

/** Of a minus after one of these, `terraform fmt` believes that it negates; after any other token, that it subtracts. */
const BEFORE_NEGATION = ["(", "{", "[", "=", ":", ",", "?"].concat([
  "+",
  "*",
  "/",
  "%",
  "-",
  "==",
  "!=",
  ">",
  ">=",
  "<",
  "<=",
  "&&",
  "||",
  "!",
]);

/** The first rule that fits decides, in the order of `terraform fmt`. */
function spaceBetween(before: Token | undefined, left: Token, right: Token): boolean {
  if (left.type === "identifier" && isSymbol(right, "(", "::")) return false;
  if (isSymbol(left, "::") && right.type === "identifier") return false;
  if (isSymbol(left, ".") || isSymbol(right, ".")) return false;
  if (isSymbol(right, ",", "...")) return false;
  if (isSymbol(left, ",")) return true;
  if (left.type === "identifier" && left.text === "in" && before?.type === "identifier") return true;
  const indexable = left.type === "identifier" || left.type === "number" || bracketChange(left) < 0;
  if (isSymbol(right, "[") && indexable) return false;
  if (isSymbol(left, "!")) return false;
  if (isSymbol(left, "-")) return before !== undefined && !isSymbol(before, ...BEFORE_NEGATION);
  if (isSymbol(left, "{") || isSymbol(right, "}")) return !(isSymbol(left, "{") && isSymbol(right, "}"));
  return bracketChange(left) <= 0 && bracketChange(right) >= 0;
}
