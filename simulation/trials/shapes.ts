import { createHash } from "node:crypto";
import type { ShapeOfRecord } from "../rds/model";
import type { DatabaseOptions } from "../rds/region";
import type { DatabasePlan } from "./scenario";

const CLASSES = ["db.t4g.medium", "db.m7g.large", "db.r6i.8xlarge.tpc2.mem3x", "db.serverless"] as const;

/** Names at RDS's bounds: subnet groups may have spaces, and all may have 255 characters. */
const NAMES = ["default", "production-private", "my subnets_1.2", "x".repeat(255)] as const;

/** What is asked about a database, with an answer that is always the same for its id: scenarios need not say it. */
class Draw {
  constructor(readonly id: string) {}

  /** @returns a number from 0 to below `below` */
  number(what: string, below: number): number {
    return createHash("sha256").update(`${what} of ${this.id}`).digest().readUInt32BE() % below;
  }

  one<T>(what: string, of: readonly [T, ...T[]]): T {
    return of[this.number(what, of.length)] ?? of[0];
  }

  flag(what: string): boolean {
    return this.number(what, 2) === 1;
  }
}

const common = (draw: Draw) => ({
  parameterGroup: draw.one("parameter group", ["default.postgres16", "tuned", "x".repeat(250)]),
  subnetGroup: draw.one("subnet group", NAMES),
  securityGroups: Array.from({ length: draw.number("security groups", 17) }, (_, index) => {
    return `sg-${String(index).padStart(17, "0")}`;
  }),
  maintenanceWindow: "sun:05:00-sun:05:30",
  deletionProtection: draw.flag("protection"),
  managedPassword: draw.flag("password"),
  networkType: "IPV4",
  logExports: draw.flag("logs") ? ["postgresql", "upgrade"] : [],
});

const watched = (draw: Draw) => ({
  ca: draw.one("ca", ["rds-ca-rsa2048-g1", "rds-ca-ecc384-g1"]),
  publiclyAccessible: draw.flag("public"),
  minorUpgrades: draw.flag("upgrades"),
  monitoringSeconds: draw.one("monitoring", [0, 1, 60]),
});

/** The shape of a planned database, from plain to as much as RDS allows. */
export function shapeOf({ id, kind }: DatabasePlan): ShapeOfRecord {
  const draw = new Draw(id);
  if (kind === "cluster") {
    const range = draw.flag("range") ? { serverlessMin: 0.5, serverlessMax: 64 } : {};
    return { kind, ...common(draw), ...range, httpEndpoint: draw.flag("endpoint") };
  }
  return {
    kind,
    ...common(draw),
    ...watched(draw),
    class: draw.one("class", CLASSES),
    multiAz: draw.flag("zones"),
    vpc: "vpc-0a1b2c3d4e5f60001",
    ...(draw.flag("roles") && { roles: [{ name: "import,of@all", feature: "s3Import" }] }),
  };
}

/** The instances of a planned cluster: mostly a few, now and then as many as RDS allows. */
export function membersOf({ id, engine }: DatabasePlan): readonly (DatabaseOptions & { readonly memberOf: string })[] {
  const draw = new Draw(id);
  const count = draw.one("members", [1, 1, 2, 3, 16]);
  const start = id.slice(0, 52).replace(/-$/, "");
  return Array.from({ length: count }, (_, index) => {
    const own = new Draw(draw.flag("alike") ? id : `${id} ${index % 4}`);
    return {
      id: index === 0 ? `${start}-node` : `${start}-node-${index}`,
      engine,
      memberOf: id,
      backupRetentionDays: 1,
      promotionTier: draw.flag("tiers") ? index % 16 : 1,
      shape: { kind: "instance", class: own.one("class", CLASSES), parameterGroup: "members", ...watched(own) },
    };
  });
}
