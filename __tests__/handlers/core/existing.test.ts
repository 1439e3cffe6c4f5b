import { describe, expect, test } from "@jest/globals";
import { judgeExisting } from "../../../handlers/core/existing";
import type { TargetSnapshot } from "../../../handlers/core/model";
import { asCopy, copyOf, DEPLOYMENT, foreign, NOW, snapshot } from "./builders";

const source = snapshot();
const judge = (existing: TargetSnapshot) => judgeExisting(existing, source.arn, { deployment: DEPLOYMENT, now: NOW });

describe("where the copy would be made there is already", () => {
  test.each(["available", "copying", "creating", "pending"])("ours, %s: it is done", (status) => {
    const copy = copyOf(source, { status });
    expect(judge(copy)).toEqual({ is: "done", copy: asCopy(copy) });
  });

  test("ours, failed: a failed copy, with its attempt", () => {
    expect(judge(copyOf(source, { status: "failed", attempt: 2 }))).toMatchObject({
      is: "failed-copy",
      copy: { attempt: 2 },
    });
  });

  test.each(["deleting", "deleted"])("ours, %s: it is waited for", (status) => {
    expect(judge(copyOf(source, { status }))).toEqual({
      is: "wait",
      reason: "being-deleted",
      message: "orders-eu-west-1-2026-01-31-03-07 is still being deleted",
    });
  });

  test.each(["incompatible-restore", "incompatible-parameters"])("ours, %s: it is in the way, and stays", (status) => {
    expect(judge(copyOf(source, { status }))).toEqual({
      is: "obstacle",
      fault: expect.objectContaining({ cause: expect.any(String), remedy: expect.any(String) }),
      reason: "bad-status",
      message:
        `the copy orders-eu-west-1-2026-01-31-03-07 has the status ${status}: ` +
        "it stays, as AWS Support may restore it, until you delete it",
    });
  });

  test("ours, of another snapshot: it is in the way, and is not taken for the copy", () => {
    const other = snapshot("2026-01-30T03:07");
    expect(judgeExisting(copyOf(other), source.arn, { deployment: DEPLOYMENT, now: NOW })).toEqual({
      is: "obstacle",
      fault: expect.objectContaining({ cause: expect.any(String), remedy: expect.any(String) }),
      reason: "id-taken",
      message: `orders-eu-west-1-2026-01-30-03-07 is a copy of ${other.arn}: rename or delete it`,
    });
  });

  test("a snapshot that only claims to be ours: it is in the way, and the message says why", () => {
    const elsewhere = snapshot("2026-01-30T03:07").arn;
    expect(judge(copyOf(source, { sourceArn: elsewhere }))).toEqual({
      is: "obstacle",
      fault: expect.objectContaining({ cause: expect.any(String), remedy: expect.any(String) }),
      reason: "id-taken",
      message:
        "orders-eu-west-1-2026-01-31-03-07 is tagged as ours, " +
        `but RDS says that it was copied from ${elsewhere}, its tag says ${source.arn}: rename or delete it`,
    });
  });

  test.each([
    ["RDS's word", { sourceArn: source.arn, tags: { CrossRegionBackup: "team-b" } }],
    [
      "its tag",
      { sourceArn: undefined, tags: { CrossRegionBackup: "team-b", "CrossRegionBackup/SourceArn": source.arn } },
    ],
  ])("another deployment's copy of the same snapshot, by %s: the message names the deployment", (_, overrides) => {
    expect(judge(foreign({ id: copyOf(source).id, ...overrides }))).toEqual({
      is: "obstacle",
      fault: expect.objectContaining({ cause: expect.any(String), remedy: expect.any(String) }),
      reason: "other-deployment",
      message: "already copied by deployment team-b: exclude the database in one of the two",
    });
  });

  test("another deployment's copy of another snapshot: it is just in the way", () => {
    const other = snapshot("2026-01-30T03:07").arn;
    expect(judge(foreign({ sourceArn: other, tags: { CrossRegionBackup: "team-b" } }))).toMatchObject({
      is: "obstacle",
      fault: expect.objectContaining({ cause: expect.any(String), remedy: expect.any(String) }),
      reason: "id-taken",
    });
  });

  const untagged = (createdAt: Date | undefined) =>
    foreign({ id: copyOf(source).id, sourceArn: source.arn, createdAt });
  const minutesAgo = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000);

  test.each([
    ["a moment ago", minutesAgo(0)],
    ["59 minutes ago", minutesAgo(59)],
    ["at a time not known yet", undefined],
  ])("a copy of the same snapshot without tags, made %s: its tags are waited for", (_, createdAt) => {
    expect(judge(untagged(createdAt))).toEqual({
      is: "wait",
      reason: "tags-not-visible",
      message: "orders-eu-west-1-2026-01-31-03-07 has just been made and shows no tags yet",
    });
  });

  test("a copy of the same snapshot without tags, made an hour ago: it is somebody else's", () => {
    expect(judge(untagged(minutesAgo(60)))).toEqual({
      is: "obstacle",
      fault: expect.objectContaining({ cause: expect.any(String), remedy: expect.any(String) }),
      reason: "id-taken",
      message: "orders-eu-west-1-2026-01-31-03-07 exists and was not made by this deployment: rename or delete it",
    });
  });

  test("a snapshot whose tags could not be read, and that may be ours: it is waited for, however old it is", () => {
    expect(judge({ ...untagged(minutesAgo(600)), tagsHidden: true })).toEqual({
      is: "wait",
      reason: "tags-unread",
      message: "orders-eu-west-1-2026-01-31-03-07 may be a copy of it: its tags could not be read",
    });
  });

  test("a snapshot that was just made by hand: it is not waited for", () => {
    expect(judge(foreign({ createdAt: NOW }))).toMatchObject({ is: "obstacle", reason: "id-taken" });
  });
});
