import { expect, test } from "@jest/globals";
import { TARGET } from "../../../simulation/estate/plain-deployment";
import { play } from "./story";

const OLD = { engine: "postgres", version: "11.4" };
const plain = (text = "") => text.replace(/\s+/g, " ");

test("names, the morning after, whose kept copies are of a version that RDS does not list any more, and says when that is over", () =>
  play(async (story) => {
    const ids = ["billing", "orders", "wiki"];
    story.instances(ids, { engineVersion: OLD.version });
    story.instances(["modern"]);
    await story.deploy();
    await story.until(3, 12);
    expect(story.messages()).toEqual([]);

    story.target.offers.retire(OLD);
    for (const id of ids) story.source.changeDatabase("instance", id, { engineVersion: "16.4" });
    await story.until(4, 7);
    expect([...story.named()].sort()).toEqual(ids.map((id) => `unrestorable ${id}`));
    const [told, ...more] = story.messages();
    expect(more).toEqual([]);
    expect(told?.subject).toBe("3 databases in eu-central-1 have copies that cannot be restored");
    expect(plain(told?.text)).toContain("Why: RDS does not list postgres 11.4 in eu-central-1, not even as deprecated");
    expect(plain(told?.text)).toContain("6 copies: billing-eu-west-1-");
    expect(told?.text).toContain(`DBSnapshots[?Engine=='postgres' && EngineVersion=='11.4'].DBSnapshotIdentifier`);
    expect(story.alarms(2)).toEqual(["copies-unrestorable-eu-central-1", "troubles-begun"]);
    expect(story.metric("CopiesUnrestorable", { TargetRegion: TARGET }, 4)).toEqual([6]);

    // Retention has replaced them.
    await story.until(7, 12);
    expect(story.messages(4, 12).map(({ subject }) => subject)).toEqual(["over: billing in eu-central-1 and 2 more"]);
    expect(story.metric("CopiesUnrestorable", { TargetRegion: TARGET }, 6).at(-1)).toBe(0);
  }));

test("rings nobody for a version that is deprecated, or of which RDS says nothing", () =>
  play(async (story) => {
    story.instances(["orders"], { engineVersion: OLD.version });
    await story.deploy({ restoreChecks: "all" });
    await story.until(3, 12);
    story.target.offers.deprecate(OLD);
    await story.until(4, 12);
    expect(plain(story.digests(4)[0]?.text)).toContain(
      "MAY HINDER A RESTORE - RDS has deprecated postgres 11.4 in eu-central-1, so that it may restore copies of it as another version (orders): upgrade",
    );
    story.target.offers.retire(OLD);
    story.target.offers.silent.add("postgres");
    await story.until(5, 12);
    expect(story.messages()).toEqual([]);
    expect(story.alarms(2)).toEqual([]);
    expect(story.metric("CopiesUnrestorable", { TargetRegion: TARGET }, 4)).toEqual([0]);
  }));

test("warns, with restore_checks = all, of what the target region does not have, until it is there", () =>
  play(async (story) => {
    story.instances(["orders", "shop"], {
      shape: { kind: "instance", class: "db.x2iedn.xlarge", parameterGroup: "tuned", subnetGroup: "private" },
    });
    story.target.stock.addGroup("subnets", "private");
    story.target.stock.withdrawClass("db.x2iedn.xlarge");
    await story.deploy({ restoreChecks: "all" });
    await story.until(2, 12);
    const [digest] = story.digests(2);
    expect(digest?.subject).toBe("Digest of rds-cross-region-backup in eu-west-1: 2 databases with warnings");
    expect(plain(digest?.text)).toContain(
      "there is no DB parameter group tuned in eu-central-1 (orders, shop): make it",
    );
    expect(plain(digest?.text)).toContain(
      "RDS does not offer db.x2iedn.xlarge for postgres 16.4 in eu-central-1 (orders, shop)",
    );
    expect(digest?.text).not.toContain("private");
    story.target.stock.addGroup("parameters", "tuned");
    await story.until(3, 12);
    expect(plain(story.digests(3)[0]?.text)).not.toContain("tuned");
    expect(story.messages()).toEqual([]);
    expect(story.alarms(1)).toEqual([]);
  }));

test("tells nothing of copies that cannot be restored with restore_checks = off", () =>
  play(async (story) => {
    story.instances(["orders"], { engineVersion: OLD.version });
    await story.deploy({ restoreChecks: "off" });
    await story.until(2, 12);
    story.target.offers.retire(OLD);
    await story.until(4, 12);
    expect(story.messages()).toEqual([]);
    expect(story.metric("CopiesUnrestorable", { TargetRegion: TARGET }, 2)).toEqual([]);
  }));
