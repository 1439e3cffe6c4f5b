import { TerraformDataSource, type TerraformResource } from "cdktf";

/** `aws_kms_key.this`, or `data.…`: for HCL that picks from one with `for_each` or `count`. */
export function addressOf(element: TerraformResource | TerraformDataSource): string {
  const address = `${element.terraformResourceType}.${element.friendlyUniqueId}`;
  return TerraformDataSource.isTerraformDataSource(element) ? `data.${address}` : address;
}
