import { describe, expect, test } from "@jest/globals";
import type { TargetSnapshot } from "../../../handlers/core/model";
import { ownership } from "../../../handlers/core/ownership";
import { ACCOUNT, cluster, copyOf, DEPLOYMENT, database, foreign, foreignCopy, NOW, snapshot } from "./builders";

const whose = (listed: TargetSnapshot) => ownership(listed, { deployment: DEPLOYMENT, now: NOW });

/** The reason for which a snapshot that is tagged as ours is not. */
function claim(listed: TargetSnapshot): string {
  const result = whose(listed);
  return result.owner === "claims-ours" ? result.why : `not a claim: ${result.owner}`;
}

describe("a copy that this deployment made", () => {
  test("is ours, and says what it is a copy of", () => {
    const copy = copyOf(snapshot("2026-01-31T03:07"));
    expect(whose(copy)).toEqual({
      owner: "ours",
      copy: {
        snapshot: copy,
        sourceArn: `arn:aws:rds:eu-west-1:${ACCOUNT}:snapshot:rds:orders-2026-01-31-03-07`,
        sourceTime: new Date("2026-01-31T03:07:12.345Z"),
        databaseId: "orders",
        databaseResourceId: "db-ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        startedAt: new Date("2026-01-31T03:17:12.345Z"),
        attempt: 1,
        hold: undefined,
      },
    });
  });

  test("is ours as a cluster's copy too", () => {
    expect(whose(copyOf(snapshot("2026-01-31T03:07", { of: cluster() }))).owner).toBe("ours");
  });

  test("is ours in GovCloud", () => {
    const arn = `arn:aws-us-gov:rds:us-gov-west-1:${ACCOUNT}:snapshot:rds:orders-2026-01-31-03-07`;
    const copy = copyOf(snapshot(), {
      id: "orders-us-gov-west-1-2026-01-31-03-07",
      sourceArn: arn,
      tags: { "CrossRegionBackup/SourceArn": arn },
    });
    const gov = { ...DEPLOYMENT, partition: "aws-us-gov", sourceRegion: "us-gov-west-1" };
    expect(ownership(copy, { deployment: gov, now: NOW }).owner).toBe("ours");
  });

  test("is ours if its time is written without a fraction", () => {
    const copy = copyOf(snapshot(), { tags: { "CrossRegionBackup/SourceTime": "2026-01-31T03:07:12Z" } });
    expect(whose(copy)).toMatchObject({ owner: "ours", copy: { sourceTime: new Date("2026-01-31T03:07:12Z") } });
  });

  test("is ours while RDS does not tell the source yet", () => {
    expect(whose(copyOf(snapshot(), { sourceArn: undefined, status: "pending" })).owner).toBe("ours");
  });

  test("is ours with tags of the source and of a person besides", () => {
    expect(whose(copyOf(snapshot(), { tags: { team: "shop", checked: "by hand" } })).owner).toBe("ours");
  });

  test.each([
    ["2", 2],
    ["3", 3],
    ["0", 1],
    ["-1", 1],
    ["1.5", 1],
    ["many", 1],
    ["", 1],
  ])("with the attempt %p is attempt %p", (tag, attempt) => {
    expect(whose(copyOf(snapshot(), { tags: { "CrossRegionBackup/Attempt": tag } }))).toMatchObject({
      copy: { attempt },
    });
  });

  test.each([undefined, "yesterday"])("was started when RDS made it, where its tag says %p", (tag) => {
    const createdAt = new Date("2026-01-31T04:00:00.000Z");
    const copy = copyOf(snapshot(), { createdAt, tags: { "CrossRegionBackup/StartedAt": tag } });
    expect(whose(copy)).toMatchObject({ owner: "ours", copy: { startedAt: createdAt } });
  });
});

describe("foreign is", () => {
  test.each<[string, TargetSnapshot]>([
    ["a snapshot made by hand", foreign()],
    ["another tool's copy", foreignCopy()],
    ["the copy of a deployment with another name", copyOf(snapshot(), { tags: { CrossRegionBackup: "team-b" } })],
    [
      "the copy of a deployment whose name begins like ours",
      copyOf(snapshot(), { tags: { CrossRegionBackup: `${DEPLOYMENT.name}-2` } }),
    ],
    ["a copy whose tag of ours was taken away", copyOf(snapshot(), { tags: { CrossRegionBackup: undefined } })],
    ["a snapshot with our other tags only", foreign({ tags: { "CrossRegionBackup/Database": "orders" } })],
  ])("%s", (_, listed) => {
    expect(whose(listed)).toEqual({ owner: "foreign" });
  });
});

describe("tagged as ours, and not ours, is", () => {
  const original = copyOf(snapshot());

  test("a hand-made snapshot that carries the tags of a copy", () => {
    expect(claim(foreign({ tags: original.tags }))).toBe(
      `a copy of ${original.sourceArn} would be called orders-eu-west-1-2026-01-31-03-07`,
    );
  });

  test("a snapshot of a database that was restored from a copy and inherited its tags", () => {
    const inherited = foreign({ id: "orders-restored-final", sourceArn: undefined, tags: original.tags });
    expect(claim(inherited)).toMatch(/would be called orders-eu-west-1-2026-01-31-03-07$/);
  });

  test("a copy whose time somebody has set into the future, as it would hold back every later copy", () => {
    const tags = { "CrossRegionBackup/SourceTime": "2036-01-31T03:07:12.345Z" };
    expect(claim(copyOf(snapshot(), { tags }))).toMatch(/^it was made at 2026-01-31T03:17:12.345Z, before the time/);
    expect(whose(copyOf(snapshot(), { tags, createdAt: undefined })).owner).toBe("ours");
  });

  test("only where that is more than an hour after it was made, as two regions' clocks may differ", () => {
    const madeAt = new Date("2026-01-31T02:07:12.345Z");
    const tags = (later: number) => ({
      "CrossRegionBackup/SourceTime": new Date(madeAt.getTime() + 3_600_000 + later).toISOString(),
    });
    expect(whose(copyOf(snapshot(), { tags: tags(0), createdAt: madeAt })).owner).toBe("ours");
    expect(claim(copyOf(snapshot(), { tags: tags(1), createdAt: madeAt }))).toMatch(/before the time of its source/);
  });

  test("a snapshot under the right id that RDS says was copied from elsewhere", () => {
    const elsewhere = `arn:aws:rds:eu-west-1:${ACCOUNT}:snapshot:rds:billing-2026-01-31-03-07`;
    expect(claim(copyOf(snapshot(), { sourceArn: elsewhere }))).toBe(
      `RDS says that it was copied from ${elsewhere}, its tag says ${original.sourceArn}`,
    );
  });

  test("a copy whose tag names another source than its id", () => {
    const other = snapshot("2026-01-30T03:07").arn;
    const copy = copyOf(snapshot(), { sourceArn: other, tags: { "CrossRegionBackup/SourceArn": other } });
    expect(claim(copy)).toMatch(/would be called orders-eu-west-1-2026-01-30-03-07$/);
  });

  test("a copy whose tag names another database than its id", () => {
    expect(claim(copyOf(snapshot(), { tags: { "CrossRegionBackup/Database": "billing" } }))).toMatch(
      /would be called billing-eu-west-1-orders-2026-01-31-03-07$/,
    );
  });

  test("an instance's snapshot with the tags of a cluster's copy", () => {
    const ofCluster = copyOf(snapshot("2026-01-31T03:07", { of: cluster() }));
    expect(claim({ ...ofCluster, kind: "instance" })).toMatch(/^a copy of .*:cluster-snapshot:.* would be called/);
  });

  const from = (arn: string, id: string) =>
    copyOf(snapshot(), { id, sourceArn: arn, tags: { "CrossRegionBackup/SourceArn": arn } });

  test.each([
    [
      "region",
      from(
        `arn:aws:rds:us-east-1:${ACCOUNT}:snapshot:rds:orders-2026-01-31-03-07`,
        "orders-us-east-1-2026-01-31-03-07",
      ),
    ],
    [
      "region, under an id as if it were of ours",
      from(
        `arn:aws:rds:us-east-1:${ACCOUNT}:snapshot:rds:orders-2026-01-31-03-07`,
        "orders-eu-west-1-2026-01-31-03-07",
      ),
    ],
    ["account", from("arn:aws:rds:eu-west-1:999999999999:snapshot:rds:orders-2026-01-31-03-07", original.id)],
    ["partition", from(`arn:aws-us-gov:rds:eu-west-1:${ACCOUNT}:snapshot:rds:orders-2026-01-31-03-07`, original.id)],
  ])("the copy of a deployment of our name in another %s", (_, copy) => {
    expect(claim(copy)).toBe(
      `its source ${copy.tags["CrossRegionBackup/SourceArn"]} is not of this account and source region`,
    );
  });

  test.each([
    ["CrossRegionBackup/SourceArn", undefined],
    ["CrossRegionBackup/SourceArn", "rds:orders-2026-01-31-03-07"],
    ["CrossRegionBackup/SourceTime", undefined],
    ["CrossRegionBackup/SourceTime", ""],
    ["CrossRegionBackup/SourceTime", "the other day"],
    // Which `Date` takes for a time in the year 2000.
    ["CrossRegionBackup/SourceTime", "odd 0"],
    ["CrossRegionBackup/SourceTime", "2026-01-31"],
    ["CrossRegionBackup/SourceTime", "2026-13-31T03:08:11.123Z"],
    // A time with a year of six digits.
    ["CrossRegionBackup/SourceTime", "+002026-01-31T03:08:11.123Z"],
    ["CrossRegionBackup/SourceTime", "at 2026-01-31T03:08:11.123Z"],
    ["CrossRegionBackup/SourceTime", "2026-01-31T03:08:11.123Z or so"],
    ["CrossRegionBackup/Database", undefined],
    ["CrossRegionBackup/Database", ""],
    ["CrossRegionBackup/ResourceId", undefined],
    ["CrossRegionBackup/ResourceId", ""],
  ])("a copy whose tag %s is %p", (key, value) => {
    expect(claim(copyOf(snapshot(), { tags: { [key]: value } }))).toBe("its tags are not complete");
  });

  test("nothing that a database of ours could be mixed up with", () => {
    const twin = copyOf(snapshot("2026-01-31T03:07", { of: database({ id: "orders-eu" }) }));
    expect(claim({ ...twin, id: original.id })).toMatch(/would be called orders-eu-eu-west-1-2026-01-31-03-07$/);
  });
});

describe("a snapshot whose tags are not known", () => {
  const hidden = (overrides: Parameters<typeof copyOf>[1] = {}) => ({
    ...copyOf(snapshot(), overrides),
    tags: {},
    tagsHidden: true as const,
  });

  test("may be ours, if its id and its source are as ours", () => {
    expect(whose(hidden())).toEqual({ owner: "unknown" });
    expect(whose({ ...copyOf(snapshot("2026-01-31T03:07", { of: cluster() })), tags: {}, tagsHidden: true })).toEqual({
      owner: "unknown",
    });
  });

  test.each([
    ["RDS shows no source", { sourceArn: undefined }],
    ["its source is another region's", { sourceArn: snapshot().arn.replace("eu-west-1", "eu-west-2") }],
    ["its source is another account's", { sourceArn: snapshot().arn.replace(ACCOUNT, "999988887777") }],
    ["its source is in another partition", { sourceArn: snapshot().arn.replace("arn:aws:", "arn:aws-us-gov:") }],
    ["its source was made by hand", { sourceArn: snapshot().arn.replace("rds:orders", "orders") }],
    ["its source is of the other kind", { sourceArn: snapshot().arn.replace(":snapshot:", ":cluster-snapshot:") }],
    ["its id does not name the source region", { id: "orders-2026-01-31-03-07" }],
  ])("is foreign if %s", (_, overrides) => {
    expect(whose(hidden(overrides))).toEqual({ owner: "foreign" });
  });
});
