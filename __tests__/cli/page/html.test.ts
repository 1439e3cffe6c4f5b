import { createHash } from "node:crypto";
import { describe, expect, test } from "@jest/globals";
import { jsonInHtml, pageHtml } from "../../../cli/page/html";
import type { PageData } from "../../../cli/page/model";
import { HOSTILE } from "../../../suites/page/hostile";

const CODE = { script: "draw()", style: "p{margin:0}" };

const page = (name: string, isWell = false, absent: readonly string[] = []): string => {
  const deployment = {
    name,
    account: "1",
    sourceRegion: "eu-west-1",
    headline: name,
    notes: [name],
    ...(isWell && { isWell }),
  };
  const data: PageData = {
    madeAt: "2026-02-01T06:00:00.000Z",
    from: "2025-11-04T00:00:00.000Z",
    days: 90,
    deployments: [deployment],
    absent,
    regions: [],
    keys: [name],
    states: [],
    troubles: [],
    warnings: [],
    rows: [],
  };
  return pageHtml(data, CODE);
};

const dataIn = (html: string): string => {
  const [, json = ""] = /<script type="application\/json" id="data">(.*?)<\/script>/s.exec(html) ?? [];
  return json;
};

describe("the page", () => {
  test.each(HOSTILE)("holds %j as data, which neither ends its element nor begins another", (name) => {
    const html = page(name);
    expect(JSON.parse(dataIn(html))).toMatchObject({ keys: [name], deployments: [{ name }] });
    expect(html.match(/<script/g)).toHaveLength(2);
    expect(html.match(/<\/script/g)).toHaveLength(2);
    expect(html).not.toMatch(/<!--|<img|<svg/);
    expect(dataIn(html)).not.toMatch(/[<>\u2028\u2029]/);
  });

  test("lets nothing be loaded, and nothing run but its own code", () => {
    const [, policy = ""] = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(page("prod")) ?? [];
    const hash = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
    expect(policy.split("; ")).toEqual([
      "default-src 'none'",
      `script-src ${hash(CODE.script)}`,
      `style-src ${hash(CODE.style)}`,
      "base-uri 'none'",
      "form-action 'none'",
    ]);
    expect(page("prod")).not.toMatch(/(src|href)=|url\(|@import/);
  });
});

test("its title says whether all is well, which it is not where something is missing", () => {
  const titleOf = (html: string) => /<title>(.*?)<\/title>/.exec(html)?.[1];
  expect(titleOf(page("prod", true))).toBe("Copies of RDS backups: prod eu-west-1");
  expect(titleOf(page("prod"))).toMatch(/^! /);
  expect(titleOf(page("prod", true, ["other-sweep: its settings cannot be read."]))).toMatch(/^! /);
});

test("JSON in HTML says the same", () => {
  const value = { "<a>": ["&", "\u2028", "</script>", HOSTILE] };
  expect(JSON.parse(jsonInHtml(value))).toEqual(value);
});
