import { expect, test } from "@jest/globals";
import { keyProblems } from "../../../cli/restore/key-problems";
import { recoveryPoints } from "../../../cli/restore/recovery-points";
import type { Fault } from "../../../handlers/core/actions";
import { type CopyOptions, copy } from "../copies";
import { NOW } from "../terminal";

const DEAD = "arn:aws:kms:eu-central-1:111122223333:key/dead";
const GONE: Fault = { reason: "key-gone", cause: "its key does not exist", remedy: "copies under it can be deleted" };
const DISABLED: Fault = { reason: "key-disabled", cause: "its key is disabled", remedy: "enable it" };

/** Of the newest copy, which is under the dead key, beside others under a living one. */
function remedyOf(fault: Fault, ...others: readonly CopyOptions[]): string | undefined {
  const newest = copy();
  const dead = { ...newest, snapshot: { ...newest.snapshot, kmsKeyId: DEAD } };
  const found = recoveryPoints([dead, ...others.map(copy)], NOW);
  const chosen = found.copies.filter(({ id }) => id === dead.id).map((point) => ({ point, remarks: [] }));
  const problems = keyProblems(chosen, found, new Map([[DEAD, fault]]));
  expect(problems).toMatchObject([{ of: "instance/orders", cause: fault.cause }]);
  return problems[0]?.remedy;
}

const EARLIER = { time: "2026-01-29T03:07" };
const TAKE = "take its copy of 29 Jan 2026, 03:07 UTC, which is under another key: --at 2026-01-29T03:07:00.000Z";

test("a copy under a key that is gone is no reason to delete it, but to take the newest one under another key", () => {
  expect(remedyOf(GONE, { time: "2026-01-28T03:07" }, EARLIER)).toBe(TAKE);
  expect(remedyOf(GONE)).toBe("there is no copy of it under another key");
});

test("a key that can be mended is mended, or another copy taken", () => {
  expect(remedyOf(DISABLED, EARLIER)).toBe(`enable it; or ${TAKE}`);
  expect(remedyOf(DISABLED)).toBe("enable it");
});

test("only an available copy of the same database and deployment is one to take", () => {
  const none: readonly CopyOptions[] = [
    { ...EARLIER, status: "copying" },
    { ...EARLIER, database: "invoices" },
    { ...EARLIER, deployment: "other" },
    { ...EARLIER, sourceRegion: "us-east-1" },
    { ...EARLIER, kind: "cluster", database: "orders" },
  ];
  for (const one of none) expect(remedyOf(GONE, one)).toBe("there is no copy of it under another key");
});

test("keys that can be used are no problem", () => {
  const found = recoveryPoints([copy()], NOW);
  const chosen = found.copies.map((point) => ({ point, remarks: [] }));
  expect(keyProblems(chosen, found, new Map([[DEAD, GONE]]))).toEqual([]);
});
