import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { outcomesOf } from "../../handlers/run/report";
import { sweep } from "../../handlers/run/sweep";
import { ALL_THERE, copyOf, database, runOn, snapshotOf } from "../handlers/run/estate";
import type { Verb } from "../handlers/run/memory-service";
import { expectClearText } from "./clear-error";
import { fuzz } from "./fuzz";
import { oddValue } from "./odd-values";

const night = (day: number): Date => new Date(`2026-01-${day}T03:07:00Z`);
const orders = database("orders");
const ledger = database("ledger", { kind: "cluster" });
const REGIONS = ["eu-central-1", "eu-west-1"];

/** One snapshot to copy, and one copy more than is kept. */
const estate = {
  databases: [orders, ledger],
  snapshots: [snapshotOf(orders), snapshotOf(ledger)],
  copies: [orders, ledger].flatMap((one) =>
    REGIONS.flatMap((region) => [27, 28, 29, 30].map((day) => copyOf(snapshotOf(one, night(day)), region))),
  ),
};

const VERBS: readonly Verb[] = ["listDatabases", "listSnapshots", "listCopies", "readTags", "copy", "delete"];

/** Anything may be thrown: errors with odd parts, texts, null, what cannot be turned into a text. */
const oddThrown: fc.Arbitrary<unknown> = fc.oneof(
  oddValue,
  fc
    .dictionary(fc.constantFrom("name", "message", "Code", "code", "$metadata", "cause"), oddValue)
    .map((parts) => Object.assign(new Error("odd"), parts)),
  fc.dictionary(fc.constantFrom("name", "message", "Code", "$metadata"), oddValue),
);

/** What was thrown is shown, whatever it is; the rest are our own words. */
const withoutThrown = (text: string): string => text.replace(/(error was thrown: ).*$/s, "$1…");

describe("a sweep in which a call throws anything at all", () => {
  test("ends with a clear reason for what failed, and does the rest", () =>
    fuzz(
      fc.asyncProperty(fc.constantFrom(...VERBS), oddThrown, async (verb, thrown) => {
        const run = runOn(estate);
        run.services.instance.listsShowTags = verb !== "readTags";
        Object.assign(run.services.instance, { [verb]: () => Promise.reject(thrown) });
        const { report } = await sweep("daily", run, ALL_THERE);
        const failed = outcomesOf(report).filter(({ outcome }) => outcome === "failed" || outcome === "deferred");
        expect(failed.length).toBeGreaterThan(0);
        for (const { message } of failed) {
          expect(message).not.toBe("");
          if (typeof thrown !== "object") expectClearText(withoutThrown(`it failed: ${message}`));
        }
        expect(run.services.cluster.changes).toHaveLength(4);
      }),
    ));
});
