/** A mutant that no test can kill, as it does what the code does. `code` is a part of its line. */
export interface Accepted {
  readonly file: string;
  readonly code: string;
  readonly replacement: string;
  readonly why: string;
}

const NO_TWO_ALIKE = "no two of those that are sorted are the same";
const SAME_TIME = "of two equal times it does not matter which is returned";

export const ACCEPTED: readonly Accepted[] = [
  { file: "copy-tags.ts", code: "a < b ? -1 : 1", replacement: "a <= b", why: NO_TWO_ALIKE },
  { file: "pattern.ts", code: "a < b ? -1 : 1", replacement: "a <= b", why: NO_TWO_ALIKE },
  {
    file: "slots.ts",
    code: "a.database.id < b.database.id",
    replacement: "a.database.id <= b.database.id",
    why: NO_TWO_ALIKE,
  },
  { file: "recovery-point-age.ts", code: "time > best", replacement: "time >= best", why: SAME_TIME },
  { file: "recovery-point-age.ts", code: "time < best", replacement: "time <= best", why: SAME_TIME },
  {
    file: "identity.ts",
    code: "databaseId.toLowerCase()",
    replacement: "databaseId.toUpperCase()",
    why: "an identity is only compared with others",
  },
  {
    file: "ownership.ts",
    code: "const TIME = ",
    replacement: String.raw`/\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/`,
    why: "`Date` takes no text before such a time",
  },
  {
    file: "ownership.ts",
    code: "const TIME = ",
    replacement: String.raw`/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z/`,
    why: "`Date` takes no text after such a time",
  },
  {
    file: "plan-region.ts",
    code: "(sources ?? [])",
    replacement: '["Stryker was here"]',
    why: "a time that is undefined is none",
  },
  {
    file: "plan.ts",
    code: "sourceArn ?? []",
    replacement: '["Stryker was here"]',
    why: "it is asked for ARNs of snapshots only",
  },
];
