import type { Construct } from "constructs";
import { BackupResources } from "./backup-resources";
import { literalInputs } from "./literal-inputs";
import type { RdsCrossRegionBackupProps } from "./props";
import { validateProps } from "./validate-props";

/**
 * Keeps a recent, re-encrypted copy of the automated backups of RDS databases and Aurora clusters in other regions,
 * and tells when there is none. The source region is that of the provider.
 *
 * With the id `this` the addresses have no prefix, as in the Terraform module: `aws_lambda_function.sweep`.
 *
 * @example
 * new RdsCrossRegionBackup(stack, "this", { targets: { "eu-central-1": {} } });
 */
export class RdsCrossRegionBackup extends BackupResources {
  /** @throws Error that lists all props that are not valid */
  constructor(scope: Construct, id: string, props: RdsCrossRegionBackupProps) {
    validateProps(props, [scope.node.path, id].filter(Boolean).join("/"));
    super(scope, id, (addresses) => literalInputs(props, addresses), props);
  }
}
