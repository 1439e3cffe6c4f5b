import type { Kind } from "../handlers/core/model";

/** What RDS's calls of a kind are called in IAM. */
export const RDS_ACTIONS = {
  instance: {
    databases: "rds:DescribeDBInstances",
    snapshots: "rds:DescribeDBSnapshots",
    copy: "rds:CopyDBSnapshot",
    delete: "rds:DeleteDBSnapshot",
  },
  cluster: {
    databases: "rds:DescribeDBClusters",
    snapshots: "rds:DescribeDBClusterSnapshots",
    copy: "rds:CopyDBClusterSnapshot",
    delete: "rds:DeleteDBClusterSnapshot",
  },
} as const satisfies Record<Kind, unknown>;

/** Of both kinds. */
export const ofKinds = (call: keyof (typeof RDS_ACTIONS)[Kind]): readonly string[] => [
  RDS_ACTIONS.cluster[call],
  RDS_ACTIONS.instance[call],
];

/** Listing snapshots: lists may lack their tags. */
export const LISTING_SNAPSHOTS = [...ofKinds("snapshots"), "rds:ListTagsForResource"] as const;

/** Looking whether a region has what restores need or want, but for keys. */
export const LOOKING_AT_WANTS = [
  "rds:DescribeDBClusterParameterGroups",
  "rds:DescribeDBParameterGroups",
  "rds:DescribeDBSubnetGroups",
  "rds:DescribeOptionGroups",
  "rds:DescribeOrderableDBInstanceOptions",
] as const;

export const LOOKING_AT_VERSIONS = "rds:DescribeDBEngineVersions";
