const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

export type XmlValue = string | number | boolean | undefined;

/** `<Name>value</Name>`; nothing for undefined, as RDS leaves absent fields out. */
export function element(name: string, value: XmlValue): string {
  return value === undefined ? "" : `<${name}>${typeof value === "string" ? escapeXml(value) : value}</${name}>`;
}

/** An element that holds other elements, already rendered. */
export function parent(name: string, ...children: readonly string[]): string {
  return `<${name}>${children.join("")}</${name}>`;
}

/** A time as RDS writes it: ISO 8601 with milliseconds, UTC. */
export function timeElement(name: string, time: number | undefined): string {
  return time === undefined ? "" : `<${name}>${new Date(time).toISOString()}</${name}>`;
}

function escapeXml(text: string): string {
  return /[&<>"]/.test(text) ? text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character) : text;
}
