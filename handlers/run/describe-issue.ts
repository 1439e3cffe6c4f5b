import * as v from "valibot";
import { shortened } from "../core/shown";

/**
 * What is wrong with a part of something, on one line.
 *
 * @param whole what to call the whole, where no part is to blame
 */
export function describeIssue(issue: v.BaseIssue<unknown>, whole: string): string {
  const what = shortened(v.getDotPath(issue) ?? whole);
  return `${what}: ${issue.received === "undefined" ? "is missing" : shortened(issue.message)}`;
}
