import type { Folder, Member, Restored, Value } from "../../cli/restore/model";
import type { PlannedResource } from "./plan";

type Values = Readonly<Record<string, unknown>>;

/**
 * What Terraform plans for a folder, without Terraform. With one, the plan's own values are taken (`plannedResources`).
 * @param backups the folder's variable
 */
export function folderResources(folder: Folder, backups: boolean): PlannedResource[] {
  return folder.databases.flatMap((one) =>
    one.kind === "instance" ? [instance(folder, one, backups)] : cluster(folder, one),
  );
}

function instance(folder: Folder, one: Restored, backups: boolean): PlannedResource {
  const { backups_from_the_start, dedicated_log_volume, ...values } = valuesOf(one.values);
  const keeps = backups || backups_from_the_start === true;
  return {
    address: `aws_db_instance.restored["${one.name}"]`,
    type: "aws_db_instance",
    values: {
      auto_minor_version_upgrade: true,
      ...values,
      ...(backups && { dedicated_log_volume }),
      ...placed(folder, one),
      identifier: one.name,
      backup_retention_period: keeps ? values.backup_retention_period : 0,
    },
  };
}

function cluster(folder: Folder, one: Restored): PlannedResource[] {
  const { serverless, ...values } = valuesOf(one.values);
  const whole = { engine_mode: "provisioned", ...values, ...placed(folder, one), cluster_identifier: one.name };
  return [
    {
      address: `aws_rds_cluster.restored["${one.name}"]`,
      type: "aws_rds_cluster",
      values: serverless === undefined ? whole : { ...whole, serverlessv2_scaling_configuration: [serverless] },
    },
    ...one.members.map((member) => memberOf(one, member, whole)),
  ];
}

function memberOf(one: Restored, member: Member, whole: Values): PlannedResource {
  const { name } = member;
  const { after_the_writer, ...values } = valuesOf(member.values);
  return {
    address: `aws_rds_cluster_instance.${after_the_writer ? "readers" : "restored"}["${name}"]`,
    type: "aws_rds_cluster_instance",
    values: {
      auto_minor_version_upgrade: true,
      ...values,
      identifier: name,
      cluster_identifier: one.name,
      engine: whole.engine,
      db_subnet_group_name: whole.db_subnet_group_name,
      tags_all: one.tags,
    },
  };
}

/** What terraform.tfvars puts in the place of the lost groups. */
function placed(folder: Folder, { lostSubnetGroup, lostSecurityGroups, tags }: Restored): Values {
  const subnets = folder.subnetGroups.find(({ lost }) => lost === lostSubnetGroup);
  const groups = lostSecurityGroups.flatMap((id) => folder.securityGroups.find(({ lost }) => lost === id)?.there ?? []);
  return {
    db_subnet_group_name: subnets?.there,
    vpc_security_group_ids: [...new Set(groups)],
    tags_all: tags,
  };
}

/** One that is an expression is a choice that nobody has made: it has no value here. */
function valuesOf(values: readonly Value[]): Values {
  const known = values.filter(({ value }) => !(typeof value === "object" && "expression" in value));
  return Object.fromEntries(known.map(({ name, value }) => [name, value]));
}
