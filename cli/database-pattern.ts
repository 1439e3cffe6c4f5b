import { KINDS, type Kind } from "../handlers/core/model";
import { matches } from "../handlers/core/pattern";
import { shown } from "../handlers/core/shown";
import { nearest } from "./nearest";
import type { Problem } from "./problem";

/** What `--database` names. */
export interface DatabasePattern {
  /** Both where it does not say. */
  readonly kind: Kind | undefined;
  /** As in the settings: `*` stands for any number of characters. */
  readonly pattern: string;
}

interface Named {
  readonly kind: Kind;
  readonly database: string;
}

/** @param problems to which that of the text is added */
export function patternOf(text: string, problems: string[]): DatabasePattern {
  const { kind, name: pattern } = kindAndName(text);
  if (!/^[A-Za-z0-9*.-]+$/.test(pattern)) {
    problems.push(`--database: ${shown(text)} is no id or pattern such as orders, shop-* or cluster/shop`);
  }
  return { kind, pattern };
}

export const fits = ({ kind, pattern }: DatabasePattern, one: Named): boolean =>
  (kind === undefined || kind === one.kind) && matches(pattern, one.database);

/** What is said of patterns that no database fits. */
export interface Unmatched {
  /** Why. */
  readonly cause: string;
  /** What helps where no name is near. */
  readonly otherwise: string;
}

export function unmatched(
  patterns: readonly DatabasePattern[],
  all: readonly Named[],
  { cause, otherwise }: Unmatched,
): readonly Problem[] {
  const names = [...new Set(all.map(({ database }) => database))];
  return patterns
    .filter((pattern) => !all.some((one) => fits(pattern, one)))
    .map(({ kind, pattern }) => {
      const near = nearest(pattern, names);
      return {
        of: (kind === undefined ? "" : `${kind}/`) + pattern,
        cause,
        remedy: near.length > 0 ? `did you mean ${near.join(" or ")}?` : otherwise,
      };
    });
}

/** Whether a snapshot is the one that is asked for: an instance and a cluster may each have one of an id, hence `cluster/ID`. */
export function isCalled(asked: string, { id, kind }: { readonly id: string; readonly kind: Kind }): boolean {
  const named = kindAndName(asked);
  return named.name === id && (named.kind === undefined || named.kind === kind);
}

/** `orders`, or `instance/orders` where one of two kinds is meant. */
export function kindAndName(text: string): { readonly kind: Kind | undefined; readonly name: string } {
  const kind = KINDS.find((one) => text.startsWith(`${one}/`));
  return { kind, name: kind === undefined ? text : text.slice(kind.length + 1) };
}
