import * as v from "valibot";
import { shortened } from "../core/shown";

/**
 * What is wrong with a part of a value, on one line.
 *
 * @param whole name of the value, if no part is to blame
 */
export function describeIssue(issue: v.BaseIssue<unknown>, whole: string): string {
  const what = shortened(v.getDotPath(issue) ?? whole);
  return `${what}: ${issue.received === "undefined" ? "is missing" : shortened(issue.message)}`;
}
