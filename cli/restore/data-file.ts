import { moment } from "../../handlers/core/told/words";
import { assignments, comment, type Hcl, key } from "./hcl";
import type { Folder, Origin, Restored, Value } from "./model";

const ORIGINS: readonly Origin[] = ["copy", "sheet", "open"];

/** The one file that grows with the number of databases. It says of each value where it is from. */
export function dataFile({ databases, stubs, written }: Folder): string {
  const of = (kind: Restored["kind"]) => databases.filter((one) => one.kind === kind);
  const group = (kind: Restored["kind"]) =>
    stubs.filter((stub) => stub.kind === kind).map(({ name, family }) => [name, { family, parameters: {} }] as const);
  return [
    "# Every value that a database gets. Change what should be otherwise, and delete what should not come back.",
    "",
    "locals {",
    ...comment("  ", "The day of this folder, in the names of last snapshots"),
    ...assignments([["written", written.toISOString().slice(0, 10)]], "  "),
    "",
    ...block("instances", of("instance").map(database)),
    "",
    ...block("clusters", of("cluster").map(database)),
    "",
    ...comment("  ", STUBS),
    ...map("parameter_group_stubs", group("instance")),
    "",
    ...map("cluster_parameter_group_stubs", group("cluster")),
    "}",
    "",
  ].join("\n");
}

const STUBS =
  "Parameter groups that are not in this region: made empty, as no copy has their values. Add those as " +
  'parameters = { max_connections = "500" }, or delete the entry of a group that you make elsewhere.';

/** With a blank line between entries. */
function block(name: string, entries: readonly string[][], indent = "  "): string[] {
  return entries.length === 0
    ? [`${indent}${name} = {}`]
    : [`${indent}${name} = {`, ...separated(entries), `${indent}}`];
}

const separated = (parts: readonly string[][]): string[] =>
  parts.flatMap((lines, index) => (index > 0 ? ["", ...lines] : lines));

function map(name: string, entries: readonly (readonly [string, Hcl])[]): string[] {
  return entries.length === 0 ? [`  ${name} = {}`] : [`  ${name} = {`, ...assignments(entries, "    "), "  }"];
}

function database(one: Restored): string[] {
  const { name, kind, members, tags } = one;
  const tagList = Object.entries(tags);
  const parts = [
    ...ORIGINS.map((from) => paragraph(from, [...one.values, ...lostGroups(one)], one, "      ")),
    ...(kind === "cluster" ? [block("members", members.map(member), "      ")] : []),
    ...(tagList.length > 0 ? [["      tags = {", ...assignments(tagList, "        "), "      }"]] : []),
  ].filter((lines) => lines.length > 0);
  return [`    ${key(name)} = {`, ...separated(parts), "    }"];
}

/** The names that terraform.tfvars turns into those of this region. */
function lostGroups({ lostSubnetGroup, lostSecurityGroups, sheet }: Restored): Value[] {
  const from = sheet === "read" ? "sheet" : "open";
  return [
    { name: "lost_subnet_group", value: lostSubnetGroup, from },
    { name: "lost_security_groups", value: lostSecurityGroups, from },
  ];
}

function paragraph(from: Origin, values: readonly Value[], one: Restored, indent: string): string[] {
  const own = values.filter((value) => value.from === from).map(({ name, value }) => [name, value] as const);
  if (own.length === 0) return [];
  return [...comment(indent, titleOf(from, one)), ...assignments(own, indent)];
}

function titleOf(from: Origin, { time, sizeGib, lostName, sourceRegion, sheet }: Restored): string {
  if (from === "sheet") return "From its restore sheet";
  if (from === "open")
    return sheet === "read" ? "To be chosen: neither says it" : "To be chosen: no restore sheet says it";
  const of = `${lostName}${sourceRegion === undefined ? "" : ` in ${sourceRegion}`}`;
  return `From the copy of ${of}, ${time === undefined ? "of an unknown time" : moment(time)}, ${sizeGib} GiB`;
}

function member({ name, values }: Restored["members"][number]): string[] {
  const shown = values.map(({ name: one, value }) => [one, value] as const);
  return [`        ${key(name)} = {`, ...assignments(shown, "          "), "        }"];
}
