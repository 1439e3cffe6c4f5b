import { expect, test } from "@jest/globals";
import { playIdleHour } from "../../../simulation/estate/idle-hour";

const LISTS_OF_CLUSTERS = 2;
/** Each run reads what people were told; the first writes when the last digest was due. */
const READ = 1;
const WRITE = 1;

/** How many calls each follow-up of an hour made, and what it returned. */
async function idleHour(databases: number) {
  const runs = await playIdleHour({ databases, snapshots: 2, copies: 3 });
  return runs.map(({ outcome, calls, result }) => ({ outcome, calls, result }));
}

test("of the follow-ups in an hour that have nothing to do, one looks at all copies of more than 500 databases", async () => {
  // Pages of databases, of three snapshots each, and of copies: one of each, or all.
  const brief = 6 + 16 + 6 + LISTS_OF_CLUSTERS + READ;
  const whole = 6 + 16 + 16 + LISTS_OF_CLUSTERS + READ;
  const run = (calls: number, briefly_seen_kinds: readonly string[]) => ({
    outcome: "ok",
    calls,
    result: expect.objectContaining({ selected: 501, copied: 0, deleted: 0, failed: [], briefly_seen_kinds }),
  });
  const ofInstances = run(brief, ["instance"]);
  const first = run(brief + WRITE, ["instance"]);
  expect(await idleHour(501)).toEqual([first, ofInstances, ofInstances, run(whole, [])]);
});

test("every follow-up looks at all copies of 500 databases", async () => {
  const runs = await idleHour(500);
  const idle = 5 + 15 + 15 + LISTS_OF_CLUSTERS + READ;
  expect(runs.map(({ calls }) => calls)).toEqual([idle + WRITE, idle, idle, idle]);
});
