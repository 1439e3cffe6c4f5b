import { createHash } from "node:crypto";
import type { PageCode } from "./code";
import type { PageData } from "./model";

/** One file that needs nothing else: it may load nothing, and run nothing but its own code. */
export function pageHtml(data: PageData, { script, style }: PageCode): string {
  const policy = [
    "default-src 'none'",
    `script-src '${hashOf(script)}'`,
    `style-src '${hashOf(style)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return [
    "<!doctype html>",
    '<html lang="en">',
    "<head>",
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    '<meta name="robots" content="noindex">',
    '<meta name="referrer" content="no-referrer">',
    `<title>${escaped(titleOf(data))}</title>`,
    `<style>${style}</style>`,
    "</head>",
    "<body>",
    '<div id="page"></div>',
    "<noscript>This page is drawn by the script in it, which this browser does not run.</noscript>",
    `<script type="application/json" id="data">${jsonInHtml(data)}</script>`,
    `<script>${script}</script>`,
    "</body>",
    "</html>",
    "",
  ].join("\n");
}

function titleOf({ deployments, absent }: PageData): string {
  const of = deployments.map(({ name, sourceRegion }) => `${name} ${sourceRegion}`).join(", ");
  const isWell = absent.length === 0 && deployments.every((one) => one.isWell);
  return `${isWell ? "" : "! "}Copies of RDS backups: ${of}`;
}

const hashOf = (text: string): string => `sha256-${createHash("sha256").update(text).digest("base64")}`;

/** Nothing in it can end the element, begin a comment in it, or end a line of a script. Names come from tags, which may be anything. */
export const jsonInHtml = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

const escaped = (text: string): string => text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? "");
