import { TerraformDataSource, TerraformLocal, TerraformResource, TerraformStack } from "cdktf";
import type { Construct, IConstruct } from "constructs";
import { addressOf } from "./address";

/** cdktf silently merges elements with the same address (docs/aws-facts.md#cdktf). @returns what is wrong, for `synth` */
export function addressCollisions(owner: Construct): string[] {
  const own = new Set(owner.node.findAll());
  const taken = new Map<string, string>();
  for (const element of TerraformStack.of(owner).node.findAll()) {
    const foreign = own.has(element) ? undefined : address(element);
    if (foreign !== undefined) taken.set(foreign, element.node.path);
  }
  return [...own].flatMap((element) => {
    const mine = address(element);
    const other = mine && taken.get(mine);
    return other
      ? [`${element.node.path} and ${other} have the same address ${mine}: give one of them another id`]
      : [];
  });
}

function address(element: IConstruct): string | undefined {
  if (TerraformResource.isTerraformResource(element)) return addressOf(element);
  if (TerraformDataSource.isTerraformDataSource(element)) return addressOf(element);
  if (element instanceof TerraformLocal) return `local.${element.friendlyUniqueId}`;
  return undefined;
}
