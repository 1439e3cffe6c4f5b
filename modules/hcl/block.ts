import { type Argument, type PrintedArgument, paragraphs, printArguments, separate } from "./argument";
import type { BlockType, NestedType } from "./block-type";
import type { Line } from "./format";
import { asObjects, type Json, type JsonObject } from "./json";
import { dynamicBlock } from "./language";
import { located } from "./located";
import { identifier, symbol, type Token } from "./token";

/** A block with its labels. */
export interface Block {
  readonly name: string;
  readonly labels: readonly string[];
  readonly body: JsonObject;
  readonly type: BlockType;
}

/** The blocks of one kind, which JSON nests under their labels. */
export function blocksOf(name: string, value: Json, { labels, of }: NestedType): Block[] {
  const unnest = (json: Json, found: readonly string[]): Block[] =>
    asObjects(json).flatMap((object) =>
      found.length === labels
        ? [{ name, labels: found, body: object, type: of(found) }]
        : propertiesOf(object).flatMap(([label, inner]) => unnest(inner, [...found, label])),
    );
  return unnest(value, []);
}

/** Without the comments of JSON syntax, in which cdktf keeps its metadata. */
export const propertiesOf = (object: JsonObject): [string, Json][] =>
  Object.entries(object).filter(([name]) => name !== "//");

export interface BlockOptions {
  /** Comment lines at its beginning. */
  readonly remarks?: readonly Line[];
  /** Names of arguments and blocks in the order to print them; others follow in the order given. */
  readonly order?: readonly string[] | undefined;
}

/** What a reader looks for first. */
const ORDER = [
  ...["sid", "effect", "type", "test", "variable", "region", "name", "function_name", "alarm_name"],
  ...["description", "alarm_description", "principals", "not_principals"],
];

/** @param depth indentation of the block */
export function blockLines({ name, labels, body, type }: Block, depth: number, options: BlockOptions = {}): Line[] {
  const { remarks = [], order = ORDER } = options;
  const head = [identifier(name), ...labels.map((label): Token => ({ type: "template", text: JSON.stringify(label) }))];
  const inner = [...remarks, ...bodyLines(body, type, depth + 1, order)];
  const [open, close] = [symbol("{"), symbol("}")];
  return inner.length === 0 ? [[...head, open, close]] : [[...head, open], ...inner, [close]];
}

/** Terraform's own arguments, the provider's, blocks, `lifecycle`, and `depends_on` last. */
function bodyLines(body: JsonObject, type: BlockType, depth: number, order: readonly string[]): Line[] {
  const { args, blocks } = partsOf(body, type);
  const printed = printArguments(args, depth);
  const known = Object.keys(type.arguments);
  const own = printed.filter(({ name }) => known.includes(name)).sort(by(({ name }) => known.indexOf(name)));
  const rank = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length + Number(name === "tags"));
  const others = printed.filter(({ name }) => !known.includes(name)).sort(by(({ name }) => rank(name)));
  const isLast = ({ name }: Argument) => name === "depends_on";
  return separate([
    ...argumentGroups(
      own.filter((argument) => !isLast(argument)),
      others,
      type,
    ),
    ...blocks
      .sort(by(({ name, labels: [label] }) => (name === "lifecycle" ? order.length + 2 : rank(label ?? name))))
      .map((block) => located(block.name, () => blockLines(block, depth))),
    ...paragraphs(own.filter(isLast)),
  ]);
}

function argumentGroups(own: PrintedArgument[], others: PrintedArgument[], { spacious }: BlockType): Line[][] {
  if (!spacious) return [[...own, ...others].flatMap(({ lines }) => lines)];
  return [...paragraphs(own), ...paragraphs(others.sort(by(({ isLong }) => Number(isLong))))];
}

const by =
  <Item>(rank: (item: Item) => number) =>
  (a: Item, b: Item): number =>
    rank(a) - rank(b);

function partsOf(body: JsonObject, type: BlockType): { args: Argument[]; blocks: Block[] } {
  const args: Argument[] = [];
  const blocks: Block[] = [];
  for (const [name, value] of propertiesOf(body)) {
    const block = own(type.blocks, name);
    const reading = own(type.arguments, name) ?? type.others;
    if (name === "dynamic" && type.byProvider) blocks.push(...dynamicBlocks(value, type));
    else if (block !== undefined && !isArgument(name, value, type)) blocks.push(...blocksOf(name, value, block));
    else if (reading !== undefined) args.push({ name, value, reading });
    else throw new Error(`there is no argument ${name} here`);
  }
  return { args, blocks };
}

const own = <Value>(values: Readonly<Record<string, Value>>, name: string): Value | undefined =>
  Object.hasOwn(values, name) ? values[name] : undefined;

/**
 * Some of a provider's lists can be written as an argument or as blocks; bindings call them blocks. An expression can only
 * be an argument. So is an empty list, which as a block would mean that there is none.
 */
function isArgument(name: string, value: Json, { byProvider }: BlockType): boolean {
  if (byProvider && Array.isArray(value) && value.length === 0)
    throw new Error(`${name}: leave out an empty list of blocks`);
  return byProvider === true && typeof value === "string";
}

const dynamicBlocks = (value: Json, { blocks }: BlockType): Block[] =>
  blocksOf("dynamic", value, {
    labels: 1,
    of: ([label = ""]) => {
      const content = own(blocks, label);
      if (content === undefined) throw new Error(`dynamic ${label}: there is no block of this name here`);
      return dynamicBlock(content);
    },
  });
