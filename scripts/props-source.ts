import { wrap } from "../handlers/core/told/lines";
import { camelCase, type Field, type Fields, type ValueKind } from "../settings/kinds";
import { ALL_SETTINGS } from "../settings/settings";
import { described } from "../settings/words";

const WIDTH = 120;
const MARGIN = "   * ";

/** `modules/props.ts`: the settings as the props of the construct, each with its docblock. */
export function propsSource(): string {
  const objects = new Set(ALL_SETTINGS.flatMap(([, { is }]) => objectsIn(is)));
  return `// Generated from settings/ by \`npm run generate\`.
import type { ConstructProps } from "./construct-props";

${[...objects].map((is) => interfaceOf(`${is.name}Props`, is.sentence, Object.entries(is.fields), "\n")).join("\n")}
${interfaceOf("RdsCrossRegionBackupProps extends ConstructProps", "Settings of the construct. Each is a variable of the Terraform module, in snake_case.", ALL_SETTINGS, "\n\n")}`;
}

function objectsIn(is: ValueKind): Fields[] {
  if (is.kind === "map") return objectsIn(is.of);
  return is.kind === "object" ? [is] : [];
}

function interfaceOf(name: string, sentence: string, all: readonly (readonly [string, Field])[], gap: string): string {
  return `/** ${sentence} */\nexport interface ${name} {\n${all.map(prop).join(gap)}\n}\n`;
}

function prop([name, field]: readonly [string, Field]): string {
  const words = inProps(described(field), field.is);
  const lines = [
    ...wrap(words, WIDTH - MARGIN.length),
    ...(field.default === undefined ? [] : [`@default ${defaultOf(field)}`]),
  ];
  const optional = field.default === undefined ? "" : "?";
  return `  /**\n${lines.map((line) => MARGIN + line).join("\n")}\n   */\n  readonly ${camelCase(name)}${optional}: ${typeOf(field.is)}${field.orNull === undefined ? "" : " | null"};`;
}

/** The sentence of a variable, in the words of the construct. Values have the same names there. */
function inProps(sentence: string, is: ValueKind): string {
  const values = new Set(is.kind === "one-of" ? is.values.map((value) => `\`${value}\``) : []);
  return sentence
    .replace(/`[^`]*`/g, (code) => (values.has(code) ? code : camelCase(code).replace('" = ', '": ')))
    .replaceAll("module", "construct");
}

function defaultOf({ default: otherwise, otherwise: meaning = "none" }: Field): string {
  return otherwise === null ? meaning : JSON.stringify(otherwise);
}

function typeOf(is: ValueKind): string {
  switch (is.kind) {
    case "text":
      return "string";
    case "number":
      return "number";
    case "flag":
      return "boolean";
    case "one-of": // a number may be a token
      return typeof is.values[0] === "number" ? "number" : is.values.map((value) => JSON.stringify(value)).join(" | ");
    case "list":
      return "readonly string[]";
    case "map":
      return `Readonly<Record<string, ${typeOf(is.of)}>>`;
    case "object":
      return `${is.name}Props`;
  }
}
