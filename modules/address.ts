import { TerraformDataSource, type TerraformResource } from "cdktf";
import { hcl } from "./expressions";

/** `aws_kms_key.this`, or `data.…`: for HCL that picks from one with `for_each` or `count`. */
export function addressOf(element: TerraformResource | TerraformDataSource): string {
  const address = `${element.terraformResourceType}.${element.friendlyUniqueId}`;
  return TerraformDataSource.isTerraformDataSource(element) ? `data.${address}` : address;
}

/** A reference to an attribute of a resource, or of its only instance if it has a `count`. */
export function attributeOf(element: TerraformResource, attribute: string): string {
  return hcl(`${addressOf(element)}${element.count === undefined ? "" : "[0]"}.${attribute}`);
}
