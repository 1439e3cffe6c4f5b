import {
  type TerraformElement,
  TerraformLocal,
  type TerraformMetaArguments,
  type TerraformProvider,
  TerraformStack,
} from "cdktf";
import type { Construct } from "constructs";
import type { ForEach } from "./inputs";

type ElementClass<Config, Element> = (new (
  scope: Construct,
  id: string,
  config: Config,
) => Element) & { readonly tfResourceType: string };

/** Where what does not say otherwise is made. */
interface Place {
  readonly provider: TerraformProvider | undefined;
  /** Undefined: that of the provider. */
  readonly region: string | undefined;
}

/** Whether it takes a region (docs/aws-facts.md#regions-of-resources): IAM has none, and `aws_region` tells that of the provider. */
const isRegional = ({ tfResourceType }: { readonly tfResourceType: string }): boolean =>
  isOfAws({ tfResourceType }) && !/^aws_(iam_|region$)/.test(tfResourceType);

/** What is not of AWS is of Terraform itself. */
const isOfAws = ({ tfResourceType }: { readonly tfResourceType: string }): boolean => tfResourceType.startsWith("aws_");

/**
 * Makes a resource or data source with a readable address.
 *
 * @param kind class of the provider's bindings
 * @param role what it is for, in snake_case; `this` for the only one of its type
 */
export type Make = <Config extends TerraformMetaArguments | undefined, Element extends TerraformElement>(
  kind: ElementClass<Config, Element>,
  role: string,
  config: NonNullable<Config>,
) => Element;

export function maker(owner: Construct, { provider, region }: Place): Make {
  return (kind, role, config) => {
    const place = {
      ...(provider && isOfAws(kind) && { provider }),
      ...(region !== undefined && isRegional(kind) && { region }),
    };
    const element = new kind(owner, `${kind.tfResourceType}.${role}`, { ...place, ...config });
    element.overrideLogicalId(logicalId(owner, role));
    return element;
  };
}

/** Makes local values with readable addresses. */
export function localMaker(owner: Construct) {
  const address = (name: string): string => `local.${logicalId(owner, name)}`;
  return {
    /** The reference, without `${…}`, to a local of this name, whether it exists yet or not. */
    address,
    /** @returns the reference, without `${…}` */
    make(name: string, value: string | object): string {
      new TerraformLocal(owner, `local.${name}`, value).overrideLogicalId(logicalId(owner, name));
      return address(name);
    },
  };
}

/**
 * The name in an address: the path of the construct in its stack, then the role. A construct with the id `this`
 * adds no prefix. Addresses are public (decisions/0005-addresses-are-api.md).
 */
export function logicalId(owner: Construct, role: string): string {
  const stack = TerraformStack.of(owner);
  const path = owner.node.scopes.slice(stack.node.scopes.length).map(({ node }) => node.id);
  const prefix = path.filter((id) => id !== "this").map((id) => id.replace(/[^A-Za-z0-9_-]/g, "_"));
  if (prefix.length > 0 && role === "this") return prefix.join("_");
  return [...prefix, role].join("_");
}

/** Sets `for_each` to a literal map. cdktf's iterators would render `toset(…)` or a reference. */
export function forEach<Element extends TerraformElement>(element: Element, value: ForEach): Element {
  element.addOverride("for_each", value);
  return element;
}
