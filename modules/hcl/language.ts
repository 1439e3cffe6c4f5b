import { type Bindings, type BlockTree, type BlockType, type NestedType, nested } from "./block-type";

const CONDITION = nested({ arguments: { condition: "template", error_message: "template" }, blocks: {} });

const LIFECYCLE = nested({
  arguments: {
    create_before_destroy: "literal",
    prevent_destroy: "literal",
    ignore_changes: "reference",
    replace_triggered_by: "reference",
  },
  blocks: { precondition: CONDITION, postcondition: CONDITION },
});

const VARIABLE: BlockType = {
  arguments: {
    description: "literal",
    type: "type",
    default: "literal",
    nullable: "literal",
    sensitive: "literal",
    ephemeral: "literal",
  },
  blocks: { validation: CONDITION },
};

const OUTPUT: BlockType = {
  arguments: {
    description: "literal",
    value: "template",
    sensitive: "literal",
    ephemeral: "literal",
    depends_on: "reference",
  },
  blocks: { precondition: CONDITION },
};

const MODULE: BlockType = {
  arguments: {
    source: "literal",
    version: "literal",
    count: "template",
    for_each: "template",
    providers: "reference",
    depends_on: "reference",
  },
  others: "template",
  blocks: {},
  spacious: true,
};

const SETTINGS: BlockType = { arguments: {}, others: "literal", blocks: {} };

const TERRAFORM: BlockType = {
  arguments: { required_version: "literal" },
  blocks: { required_providers: nested(SETTINGS), backend: nested(SETTINGS, 1) },
};

const REMOVED: BlockType = {
  arguments: { from: "reference" },
  blocks: { lifecycle: nested({ arguments: { destroy: "literal" }, blocks: {} }) },
};

const IMPORT: BlockType = {
  arguments: { for_each: "template", to: "reference", id: "template", provider: "reference" },
  blocks: {},
};

/** A whole configuration: the blocks of Terraform's language, and in them those of providers. */
export function configuration(bindings: Bindings): BlockType {
  const data: NestedType = { labels: 2, of: ([type = ""]) => resource(treeOf(bindings, "data", type)) };
  return {
    arguments: {},
    blocks: {
      terraform: nested(TERRAFORM),
      provider: { labels: 1, of: ([name = ""]) => provider(treeOf(bindings, "provider", name)) },
      variable: nested(VARIABLE, 1),
      locals: nested({ arguments: {}, others: "template", blocks: {}, spacious: true }),
      data,
      resource: { labels: 2, of: ([type = ""]) => resource(treeOf(bindings, "resource", type)) },
      module: nested(MODULE, 1),
      output: nested(OUTPUT, 1),
      check: nested({ arguments: {}, blocks: { data, assert: CONDITION } }, 1),
      moved: nested({ arguments: { from: "reference", to: "reference" }, blocks: {} }),
      removed: nested(REMOVED),
      import: nested(IMPORT),
    },
  };
}

function treeOf(bindings: Bindings, kind: keyof Bindings, type: string): BlockTree {
  const tree = Object.hasOwn(bindings[kind], type) ? bindings[kind][type] : undefined;
  if (tree === undefined) throw new Error(`${kind} ${type}: no binding in the stack tells which arguments are blocks`);
  return tree;
}

const resource = (tree: BlockTree): BlockType => ({
  ...provided(tree),
  arguments: { count: "template", for_each: "template", provider: "reference", depends_on: "reference" },
  blocks: { ...provided(tree).blocks, lifecycle: LIFECYCLE },
  spacious: true,
});

const provider = (tree: BlockTree): BlockType => ({ ...provided(tree), arguments: { alias: "literal" } });

/** A block whose content the provider decides. */
function provided(tree: BlockTree): BlockType {
  const blocks = Object.entries(tree).map(([name, inner]) => [name, nested(provided(inner))] as const);
  return { arguments: {}, others: "template", blocks: Object.fromEntries(blocks), byProvider: true };
}

/** A `dynamic` block, which makes a block for each element. */
export const dynamicBlock = (content: NestedType): BlockType => ({
  arguments: { for_each: "template", iterator: "reference" },
  blocks: { content },
});
