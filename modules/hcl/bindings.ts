import { TerraformDataSource, TerraformProvider, TerraformResource, type TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import type { Bindings, BlockTree } from "./block-type";

/**
 * Which arguments are blocks, for every type of resource, data source and provider in the stack. The provider's bindings
 * know it.
 */
export function bindingsOf(stack: TerraformStack): Bindings {
  const elements = stack.node.findAll();
  return {
    resource: trees(elements.filter(TerraformResource.isTerraformResource)),
    data: trees(elements.filter(TerraformDataSource.isTerraformDataSource)),
    provider: trees(elements.filter(TerraformProvider.isTerraformProvider)),
  };
}

type Provided = IConstruct & { readonly terraformResourceType: string };

const trees = (elements: readonly Provided[]): Record<string, BlockTree> =>
  Object.fromEntries(elements.map((element) => [element.terraformResourceType, blockTree(element)]));

/**
 * Bindings describe in `synthesizeHclAttributes` only arguments that are set. So they are asked to describe an element in
 * which everything is set.
 */
function blockTree(element: IConstruct): BlockTree {
  const describe: unknown = Reflect.get(element, "synthesizeHclAttributes");
  if (typeof describe !== "function") throw new Error(`${element.node.path}: bindings without synthesizeHclAttributes`);
  return blocksIn(Reflect.apply(describe, EVERYTHING, []));
}

/** Every property is set, and is a list of one element of which every property is set, and so on. */
const EVERYTHING: object = new Proxy([], {
  get: (_, property) => {
    if (property === "map") return (describe: (element: object) => unknown) => [describe(EVERYTHING)];
    if (property === "length") return 1;
    // cdktf would take an object with a `resolve` for a token.
    return property === "resolve" || typeof property === "symbol" ? undefined : EVERYTHING;
  },
});

function blocksIn(described: unknown): BlockTree {
  if (Array.isArray(described)) return described === EVERYTHING ? {} : blocksIn(described[0]);
  if (!isRecord(described)) return {};
  return Object.fromEntries(
    Object.entries(described).flatMap(([name, argument]) =>
      isRecord(argument) && argument.isBlock === true ? [[name, blocksIn(argument.value)]] : [],
    ),
  );
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;
