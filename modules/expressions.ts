import { Token } from "cdktf";

/** An HCL expression as the whole value of an argument. */
export const hcl = (expression: string): string => `\${${expression}}`;

/** An HCL expression of a list of strings. */
export const hclList = (expression: string): string[] => Token.asList(hcl(expression));

/**
 * Templates as an HCL list; one that is nothing but `${…}` is written without quotes.
 *
 * @throws Error at a token of cdktf: inside of HCL it would lose its `${…}`
 */
export function hclArray(templates: readonly string[]): string {
  const items = templates.map((template) => {
    if (Token.isUnresolved(template)) throw new Error(`An address is needed in HCL, got the token ${template}`);
    return /^\$\{([^{}]*)\}$/.exec(template)?.[1] ?? JSON.stringify(template);
  });
  return `[${items.join(", ")}]`;
}

/** In a resource with `for_each`. */
export const EACH_KEY = hcl("each.key");
