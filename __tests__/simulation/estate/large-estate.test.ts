import { describe, expect, test } from "@jest/globals";
import { sweepOnce } from "../../../simulation/estate/large-sweep";

const OF_EACH = { snapshots: 35, copies: 14 };

describe("the sweep of a large estate", () => {
  test("adapts to what RDS allows: less than one call in a hundred is throttled", async () => {
    const rateLimit = { callsPerSecond: 4, burst: 20 };
    const size = { databases: 600, ...OF_EACH };
    const { outcome, calls, throttled, throttledOnceAdapted, seconds } = await sweepOnce({
      ...size,
      latency: 80,
      rateLimit,
    });
    expect(outcome).toBe("ok");
    expect(throttled).toBeGreaterThan(0);
    expect(throttledOnceAdapted).toBeLessThan(0.01 * calls);
    // 6 pages of databases, 210 of their snapshots, 84 of copies, 2 of clusters, 1 look at quotas, 1 at a key and 1 at an engine version, and what was told is read and written; RDS lets 75 seconds' worth of them through.
    expect(calls - throttled).toBe(6 + 210 + 84 + 2 + 1 + 1 + 1 + 2);
    expect(seconds).toBeLessThan(100);
  });

  test("that is not done in time does a part, knows all ages by the copies, and says that the next ones go on", async () => {
    const { outcome, summary, seconds } = await sweepOnce({ databases: 500, ...OF_EACH, latency: 12_000 });
    expect(outcome).toBe("ok");
    expect(seconds).toBeGreaterThan(780);
    expect(seconds).toBeLessThan(900);
    expect(summary).toMatchObject({ seen: 500, deferred: { unread: 1 }, failed: [], unseen_target_regions: [] });
    expect(summary).toMatchObject({ recovery_point_age_seconds: { "eu-central-1": expect.any(Number) } });
  });
});
