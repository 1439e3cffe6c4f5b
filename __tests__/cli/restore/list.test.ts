import { expect, test } from "@jest/globals";
import { type ListedDatabase, listTable } from "../../../cli/restore/list";

const ROW: ListedDatabase = {
  database: "legacy-wiki",
  kind: "instance",
  deployment: "prod",
  source_region: "eu-west-1",
  days: ["2026-02-01", "2026-01-31"],
  newest: "2026-02-01T03:07:00.000Z",
  newest_copy: "legacy-wiki-eu-west-1-2026-02-01-03-07",
  size_gib: 2500,
  kms_key: "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
  restore_sheet: "read",
  in_progress: 0,
  held: 0,
};

test.each([
  [80, ["DATABASE", "KIND", "NEWEST (UTC)", "OLDEST", "DAYS", "GIB", "KEY"]],
  [70, ["DATABASE", "KIND", "NEWEST (UTC)", "OLDEST", "DAYS", "GIB"]],
  [60, ["DATABASE", "KIND", "NEWEST (UTC)", "DAYS", "GIB"]],
])("a list of what can be restored fits %s columns: what matters less gives way", (width, titles) => {
  const lines = listTable([ROW], width).trimEnd().split("\n");
  expect(lines[0]?.split(/ {2,}/)).toEqual(titles);
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
});

test("a list of copies of several makers says whose they are instead", () => {
  const [title = ""] = listTable([ROW, { ...ROW, deployment: "other" }], 120).split("\n");
  expect(title.split(/ {2,}/)).toEqual(["DATABASE", "KIND", "NEWEST (UTC)", "DAYS", "GIB", "DEPLOYMENT", "FROM"]);
});
