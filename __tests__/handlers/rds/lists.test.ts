import { describe, expect, test } from "@jest/globals";
import type { SnapshotService } from "../../../handlers/rds/port";
import { answer, FakeRds, type Fields, failure } from "./fake-rds";
import { KINDS } from "./kinds";

const PER_PAGE = 3;

/** Ids page by page: `item-0`, `item-1`, … */
const ids = (pages: number): string[] => Array.from({ length: pages * PER_PAGE }, (_, index) => `item-${index}`);

/** RDS that hands out a list in so many pages, the marker being the number of the next. */
function paged(list: string, pages: number, item: (id: string, region: string) => Fields): FakeRds {
  const all = ids(pages);
  return new FakeRds(({ action, params, region }) => {
    const page = Number(params.Marker ?? 0);
    const items = all.slice(page * PER_PAGE, (page + 1) * PER_PAGE).map((id) => item(id, region));
    return answer(action, { ...(page + 1 < pages && { Marker: page + 1 }), [list]: items });
  });
}

const filter = (name: string, ...values: readonly string[]) => ({
  "Filters.Filter.1.Name": name,
  ...Object.fromEntries(values.map((value, index) => [`Filters.Filter.1.Values.Value.${index + 1}`, value])),
});

const lists = (service: SnapshotService) => ({
  listDatabases: () => service.listDatabases(),
  listSnapshots: () => service.listSnapshots(["orders"]),
});

describe.each(KINDS)("lists of $kind kind", (names) => {
  describe.each([1, 2, 12])("in %i pages", (pages) => {
    const markers = Array.from({ length: pages }, (_, page) => (page === 0 ? {} : { Marker: String(page) }));

    test.each([
      ["all databases", undefined, {}],
      ["one database", "orders", filter(names.databaseFilter, "orders")],
    ])("%s", async (_, id, params) => {
      const rds = paged(names.databases, pages, names.database);
      const { items, unreadable } = await names.serviceOf(rds).listDatabases(id);
      expect(items.map((item) => item.id)).toEqual(ids(pages));
      expect(unreadable).toEqual([]);
      expect(rds.calls).toEqual(
        markers.map((marker) => ({
          region: "us-east-1",
          action: names.listDatabases,
          params: { ...params, ...marker },
        })),
      );
    });

    test.each([
      ["automated snapshots of one database", ["orders"], filter(names.databaseFilter, "orders")],
      ["those of several", ["orders", "users"], filter(names.databaseFilter, "orders", "users")],
    ])("%s", async (_, databases, params) => {
      const rds = paged(names.snapshots, pages, names.snapshot);
      const { items } = await names.serviceOf(rds).listSnapshots(databases);
      expect(items.map((item) => item.id)).toEqual(ids(pages));
      expect(rds.calls).toEqual(
        markers.map((marker) => ({
          region: "us-east-1",
          action: names.listSnapshots,
          params: { SnapshotType: "automated", ...params, ...marker },
        })),
      );
    });

    test.each([
      ["all manual snapshots of a target region", undefined, {}],
      ["those of one database", { databaseId: "orders" }, filter(names.databaseFilter, "orders")],
      ["those with certain ids", { ids: ["a-copy", "b-copy"] }, filter(names.snapshotFilter, "a-copy", "b-copy")],
    ])("%s", async (_, only, params) => {
      const rds = paged(names.snapshots, pages, names.snapshot);
      const { items } = await names.serviceOf(rds).listCopies("eu-central-1", only);
      expect(items.map((item) => item.id)).toEqual(ids(pages));
      expect(rds.calls).toEqual(
        markers.map((marker) => ({
          region: "eu-central-1",
          action: names.listSnapshots,
          params: { SnapshotType: "manual", ...params, ...marker },
        })),
      );
    });
  });

  test("a copy has the tags by which it is known, and what it has inherited is not kept in memory", async () => {
    const own = { CrossRegionBackup: "prod", "CrossRegionBackup/SourceArn": names.sourceArn };
    const TagList = Object.entries({ team: "shop", ...own, note: "x" }).map(([Key, Value]) => ({ Key, Value }));
    const rds = new FakeRds(({ action }) =>
      answer(action, { [names.snapshots]: [{ ...names.snapshot("a", "eu-central-1"), TagList }] }),
    );
    const { items } = await names.serviceOf(rds).listCopies("eu-central-1");
    expect(items.map(({ tags }) => tags)).toEqual([own]);
  });

  test.each([
    ["no list of tags", undefined, true],
    ["an empty one", [], true],
    ["somebody else's tags", [{ Key: "team", Value: "shop" }], undefined],
  ])("a snapshot that comes with %s has none of ours, and may have some: %s, %s", async (_, TagList, tagsHidden) => {
    const rds = new FakeRds(({ action }) =>
      answer(action, { [names.snapshots]: [{ ...names.snapshot("a", "eu-central-1"), TagList }] }),
    );
    const { items } = await names.serviceOf(rds).listCopies("eu-central-1");
    expect(items).toMatchObject([{ tags: {} }]);
    expect(items.map((item) => item.tagsHidden)).toEqual([tagsHidden]);
  });

  test("the tags of one snapshot are asked for by its ARN, in its region", async () => {
    const TagList = Object.entries({ team: "shop", CrossRegionBackup: "prod" }).map(([Key, Value]) => ({ Key, Value }));
    const rds = new FakeRds(({ action }) => answer(action, { TagList }));
    const arn = names.sourceArn.replace("us-east-1", "eu-central-1");
    expect(await names.serviceOf(rds).readTags("eu-central-1", arn)).toEqual({ CrossRegionBackup: "prod" });
    expect(rds.calls).toEqual([
      { region: "eu-central-1", action: "ListTagsForResource", params: { ResourceName: arn } },
    ]);
  });

  test("tags that could not be read are not taken for none", async () => {
    const broken = new FakeRds(({ action }) => answer(action, {}));
    const error = { code: "transient", awsCode: "UnreadableAnswer" };
    await expect(names.serviceOf(broken).readTags("eu-central-1", "arn")).rejects.toMatchObject(error);
    const denied = new FakeRds(() => failure("AccessDenied", "no", 403));
    await expect(names.serviceOf(denied).readTags("eu-central-1", "arn")).rejects.toMatchObject({ code: "denied" });
    const none = new FakeRds(({ action }) => answer(action, { TagList: [] }));
    expect(await names.serviceOf(none).readTags("eu-central-1", "arn")).toEqual({});
  });

  test("an empty list is empty", async () => {
    const rds = new FakeRds(({ action }) => answer(action, { [names.snapshots]: [] }));
    expect(await names.serviceOf(rds).listSnapshots(["orders"])).toEqual({ items: [], unreadable: [] });
  });

  test.each(["listDatabases", "listSnapshots"] as const)(
    "%s takes an answer that has broken off for no empty list",
    async (list) => {
      for (const broken of ["", "<html></html>", answer("DescribeDBSnapshots", {})]) {
        const rds = new FakeRds(() => broken);
        const error = { code: "transient", awsCode: "UnreadableAnswer" };
        await expect(lists(names.serviceOf(rds))[list]()).rejects.toMatchObject(error);
      }
    },
  );

  test("an item that moves to the next page while the list is read is there once, as it was last seen", async () => {
    const copy = (id: string) => names.snapshot(id, "eu-central-1");
    const rds = new FakeRds(({ action, params }) =>
      params.Marker === undefined
        ? answer(action, { Marker: "2", [names.snapshots]: [copy("a"), copy("b")] })
        : answer(action, { [names.snapshots]: [{ ...copy("b"), Status: "deleting" }, copy("c")] }),
    );
    const { items } = await names.serviceOf(rds).listCopies("eu-central-1");
    expect(items.map(({ id, status }) => `${id} ${status}`)).toEqual(["a available", "b deleting", "c available"]);
  });

  test("a page that fails fails the list, however many came before", async () => {
    const rds = new FakeRds(({ action, params }) =>
      params.Marker === undefined
        ? answer(action, { Marker: "2", [names.snapshots]: [names.snapshot("a")] })
        : failure("AccessDenied", "not allowed", 403),
    );
    await expect(names.serviceOf(rds).listSnapshots(["orders"])).rejects.toMatchObject({
      name: "RdsError",
      code: "denied",
    });
  });

  test.each(["listDatabases", "listSnapshots"] as const)("an error of %s is translated", async (list) => {
    const rds = new FakeRds(() => failure("OptInRequired", "not subscribed", 403));
    await expect(lists(names.serviceOf(rds))[list]()).rejects.toMatchObject({ code: "region-not-enabled" });
  });

  test("an item without what identifies it is named, and the rest is read", async () => {
    const rds = new FakeRds(({ action }) =>
      answer(action, { [names.snapshots]: [names.snapshot("a"), { ...names.snapshot("b"), Status: undefined }] }),
    );
    const { items, unreadable } = await names.serviceOf(rds).listSnapshots(["orders"]);
    expect(items.map(({ id }) => id)).toEqual(["a"]);
    expect(unreadable).toEqual([expect.stringMatching(/^DB (cluster )?snapshot b came without Status$/)]);
  });

  test.each([
    ["of another snapshot", "us-east-1:123456789012", "rds:payments-2026-01-31-03-07"],
    ["of another region", "eu-west-3:123456789012", "a"],
    ["of another account", "us-east-1:999999999999", "a"],
  ])("a snapshot with the ARN %s is named, and left out", async (_, place, id) => {
    const arn = String(names.snapshot("a")[names.arn]).replace("us-east-1:123456789012", place).replace(/a$/, id);
    const rds = new FakeRds(({ action }) =>
      answer(action, { [names.snapshots]: [{ ...names.snapshot("a"), [names.arn]: arn }, names.snapshot("b")] }),
    );
    const { items, unreadable } = await names.serviceOf(rds).listSnapshots(["a"]);
    expect(items.map((item) => item.id)).toEqual(["b"]);
    expect(unreadable).toEqual([
      expect.stringMatching(
        `^a came with the ARN ${arn}, not with one of arn:aws:rds:us-east-1:123456789012:.*snapshot:$`,
      ),
    ]);
  });

  test("a copy with an ARN of another kind is named, and left out", async () => {
    const arn = "arn:aws:rds:eu-central-1:123456789012:db:a";
    const rds = new FakeRds(({ action }) =>
      answer(action, { [names.snapshots]: [{ ...names.snapshot("a"), [names.arn]: arn }] }),
    );
    const { items, unreadable } = await names.serviceOf(rds).listCopies("eu-central-1");
    expect(items).toEqual([]);
    expect(unreadable).toEqual([expect.stringContaining(`a came with the ARN ${arn}, `)]);
  });
});
