import type { Tags } from "../../handlers/core/model";
import type { SnapshotDetails } from "../../handlers/core/restorable";
import type { ClusterShape, InstanceShape, Shape } from "../../handlers/core/sheet/shape";
import { onOneLine } from "../../handlers/core/shown";
import { needsFeatures } from "./cluster-values";
import { hasRoomToGrow, needsBackups } from "./instance-values";
import type { RecoveryPoint } from "./recovery-points";
import { certificateAuthority, hasExpiredCa, isOwnGroup } from "./values";

/** Default of RDS, or named. */
const STORAGE_AS_IT_WAS: ReadonlySet<string> = new Set(["gp3", "io1", "io2"]);

/** What a database will not be, or what a person must see to, in sentences that are alike for databases that are alike. */
export function differences({ snapshot, details }: RecoveryPoint, shape: Shape): string[] {
  const roles = shape.kind === "instance" || needsFeatures(shape) ? (shape.roles ?? []) : [];
  const found: (string | false | undefined)[] = [
    snapshot.encryption !== "kms" && "It is not encrypted by a key of KMS, as its copy is not.",
    shape.managedPassword &&
      "RDS kept its master password in a secret, which is lost with the region. RDS makes a new password and a new secret: give it to those who use it.",
    shape.domain && domainOf(shape),
    roles.length > 0 &&
      `It used roles: associate them again (aws rds add-role-to-db-${shape.kind}): ${rolesOf(roles)}.`,
    shape.replicaOf && "It was a read replica. What is restored stands alone.",
    (shape.monitoringSeconds ?? 0) > 0 &&
      shape.monitoringRole === undefined &&
      "Enhanced monitoring was on, with a role that is not known: it is off now.",
    shape.subnetGroup === undefined && "Its subnet group is not known.",
    ...parametersAtFirst(details, shape),
    hasExpiredCa(shape) && `Its certificate authority, ${shape.ca}, has expired: it gets RDS's default one.`,
  ];
  const own = shape.kind === "instance" ? ofInstance({ snapshot, details }, shape) : ofCluster(shape, details);
  return [...found, ...own].flatMap((one) => (typeof one === "string" && one !== "" ? onOneLine(one) : []));
}

function ofInstance({ snapshot, details }: Pick<RecoveryPoint, "snapshot" | "details">, shape: InstanceShape) {
  return [
    isOwnGroup(shape.optionGroup) &&
      !isOwnGroup(details.optionGroup) &&
      `It had the option group ${shape.optionGroup}, its copy has none: make it here, and name it as option_group_name.`,
    shape.class === undefined && "Its class is not known: choose one in terraform.tfvars.",
    needsBackups(details.engine, shape) &&
      "It has backups from the start, as RDS mirrors a SQL Server only with them: its first apply lasts until its first backup is done.",
    (shape.databaseInsights === "advanced" || certificateAuthority(shape) !== undefined) && SECOND_APPLY,
    shape.maxStorageGib !== undefined &&
      !hasRoomToGrow(snapshot, shape) &&
      `Its storage had nearly grown to its limit of ${shape.maxStorageGib} GiB, which RDS does not take again: it does not grow by itself now. Set max_allocated_storage to at least a tenth above its size.`,
    details.dedicatedLogVolume && "Its dedicated log volume comes with the second apply, and is used after a reboot.",
    Object.keys(details.processor).length > 0 &&
      `Its processor was set to ${processorOf(details.processor)}, which Terraform's provider cannot: see to it before it is used, where a license counts cores (aws rds modify-db-instance --processor-features).`,
    STORAGE_AS_IT_WAS.has(details.storageType ?? "gp3") ||
      `Its storage was of the type ${details.storageType}: RDS may restore it as gp3.`,
  ];
}

function ofCluster(shape: ClusterShape, { engineMode, iamAuthentication }: RecoveryPoint["details"]) {
  const { members, membersDiffer = [] } = shape;
  return [
    members === undefined && "Its instances are not known: it gets one, of the class in terraform.tfvars.",
    members?.length === 0 && "It had no instance, and gets none: nobody can connect to it.",
    membersDiffer.length > 0 && `Its instances differed in ${membersDiffer.join(", ")}: these are RDS's defaults now.`,
    shape.globalCluster && `It belonged to the global cluster ${shape.globalCluster}: what is restored stands alone.`,
    engineMode === "serverless" &&
      "It was of Aurora Serverless v1, which is no more: it is restored as a provisioned one.",
    (shape.httpEndpoint || iamAuthentication || shape.databaseInsights === "advanced") && SECOND_APPLY,
  ];
}

/** Terraform takes out of its domain what was joined by other means. */
function domainOf({ kind, domain = "", domainRole }: Shape): string {
  const ofDirectory = `domain and domain_iam_role_name${domainRole === undefined ? "" : ` (it was ${domainRole})`}`;
  const ofOwn = "domain_fqdn, domain_ou, domain_auth_secret_arn and domain_dns_ips";
  const how = kind === "instance" && !domain.startsWith("d-") ? ofOwn : ofDirectory;
  return `It was joined to the domain ${domain}: join it to one of the new region by ${how} in databases.tf.`;
}

/** Without them RDS restores nothing (docs/aws-facts.md#what-a-restore-takes-from-the-snapshot), and no copy has them. */
function parametersAtFirst(
  { engine, engineVersion = "", license }: SnapshotDetails,
  { parameterGroup }: Shape,
): string[] {
  if (engine.startsWith("db2-") && license === "bring-your-own-license")
    return [
      "RDS restores Db2 under a license of your own only with IBM's ids: its parameter group must have rds.ibm_customer_id and rds.ibm_site_id before the first apply.",
    ];
  const isMySql = engine === "mysql" || engine === "aurora-mysql";
  const hadDefaults = parameterGroup !== undefined && !isOwnGroup(parameterGroup);
  return isMySql && Number.parseInt(engineVersion, 10) >= 8 && !hadDefaults
    ? [
        "RDS restores MySQL 8 and newer only with the lower_case_table_names that it had: where that was not 0, its parameter group must have it before the first apply.",
      ]
    : [];
}

const processorOf = (processor: Tags): string =>
  Object.entries(processor)
    .map(([name, count]) => `${name} ${count}`)
    .join(", ");

const rolesOf = (roles: readonly { readonly name: string; readonly feature?: string | undefined }[]): string =>
  roles.map(({ name, feature }) => (feature ? `${name} for ${feature}` : name)).join(", ");

/** The provider leaves it out when it restores (docs/aws-facts.md#restores-by-terraform). */
const SECOND_APPLY =
  "Terraform's provider sets its certificate authority, Data API, IAM authentication or Database Insights only in a second apply: step 5 is one.";
