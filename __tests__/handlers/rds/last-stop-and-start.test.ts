import { describe, expect, test } from "@jest/globals";
import { answer, FakeRds, failure } from "./fake-rds";
import { KINDS } from "./kinds";

const event = (at: string, Message: string) => ({ Date: at, Message, SourceType: "db-instance" });

describe.each(KINDS)("the last stop and start of a database ($kind)", ({ kind, serviceOf }) => {
  const told = (...pages: ReturnType<typeof event>[][]) =>
    new FakeRds(({ action, params }) => {
      const page = Number(params.Marker ?? 0);
      return answer(action, { Events: pages[page] ?? [], ...(page + 1 < pages.length && { Marker: page + 1 }) });
    });

  test("is that of the newest event, on whatever page, of the two weeks that RDS remembers", async () => {
    const rds = told(
      [event("2026-01-25T09:00:00Z", "DB instance started."), event("2026-02-01T18:00:00Z", "DB instance stopped.")],
      [
        event("2026-02-02T09:00:00Z", "DB cluster started"),
        event(
          "2026-02-01T07:00:00Z",
          "DB instance is being started due to it exceeding the maximum allowed time being stopped.",
        ),
        event("2026-02-03T09:00:00Z", "Recovery of the DB instance has started."),
      ],
    );
    expect(await serviceOf(rds).lastStopAndStart("orders")).toEqual({
      startedAt: new Date("2026-02-02T09:00:00Z"),
      stoppedAt: new Date("2026-02-01T18:00:00Z"),
    });
    expect(rds.calls).toHaveLength(2);
    expect(rds.calls[0]).toEqual({
      region: "us-east-1",
      action: "DescribeEvents",
      params: {
        SourceType: kind === "instance" ? "db-instance" : "db-cluster",
        SourceIdentifier: "orders",
        "EventCategories.EventCategory.1": "notification",
        Duration: "20160",
      },
    });
  });

  test("is not known where no event tells of it", async () => {
    const unknown = { startedAt: undefined, stoppedAt: undefined };
    const other = event("2026-02-01T18:00:00Z", "Replication has stopped.");
    expect(await serviceOf(told([other])).lastStopAndStart("orders")).toEqual(unknown);
    expect(await serviceOf(told([])).lastStopAndStart("orders")).toEqual(unknown);
  });

  test("is an error where RDS does not answer", async () => {
    const rds = new FakeRds(() => failure("AccessDenied", "no", 403));
    await expect(serviceOf(rds).lastStopAndStart("orders")).rejects.toMatchObject({ code: "denied" });
  });
});
