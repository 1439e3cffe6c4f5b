import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { parseSettings } from "../../handlers/settings/parse-settings";
import { keyArnToBe, wiringToBe } from "../../modules/environment-size";
import { literalEnvironment } from "../../modules/literal-environment";
import { terraformModule } from "../../modules/terraform-module";
import { type EffectiveSettings, validateProps } from "../../modules/validate-props";
import { moduleReadme } from "../../scripts/module-readme";
import { propsSource } from "../../scripts/props-source";
import { ENVIRONMENT } from "../../settings/environment";
import { camelCase, type Setting } from "../../settings/kinds";
import { ALL_SETTINGS, SETTINGS } from "../../settings/settings";
import { described } from "../../settings/words";
import { partial } from "./arbitrary";

const environmentOf = (settings: EffectiveSettings) => literalEnvironment(settings, keyArnToBe);

describe("each setting of the table", () => {
  const module = JSON.parse(JSON.stringify(terraformModule()));

  test("is a variable of the Terraform module, in its order, with what it means and default", () => {
    const variables: Record<string, { description: string; default?: unknown; nullable: boolean }> = module.variable;
    expect(Object.entries(variables).map(([name, variable]) => [name, variable.description, variable.default])).toEqual(
      ALL_SETTINGS.map(([name, setting]) => [name, described(setting), setting.default]),
    );
    const nullable = ALL_SETTINGS.filter(([, setting]) => setting.default === null || setting.orNull !== undefined);
    const names = Object.keys(variables).filter((name) => variables[name]?.nullable);
    expect(names).toEqual(nullable.map(([name]) => name));
  });

  test("is a prop of the construct", () => {
    const props = [...propsSource().matchAll(/^ {2}readonly (\w+)\??:/gm)].map(([, name]) => name);
    expect(props).toEqual(expect.arrayContaining(ALL_SETTINGS.map(([name]) => camelCase(name))));
  });

  test("is in the README of the module, with what it means", () => {
    const readme = moduleReadme();
    for (const [name, setting] of ALL_SETTINGS) expect(readme).toContain(`| \`${name}\` | ${described(setting)} |`);
  });

  test("is in the environment of the functions, in both faces, if they need it", () => {
    const needed = ALL_SETTINGS.filter(([, setting]) => setting.functions).map(([name]) => name);
    const variables = [...needed, "targets", "target_kms_keys"].map((name) => name.toUpperCase());
    const others = ["POWERTOOLS_SERVICE_NAME", "NODE_OPTIONS"];
    const literal = environmentOf(validateProps({ targets: { "eu-central-1": {} } }, "test"));
    expect(Object.keys(literal).sort()).toEqual([...variables, ...others].sort());
    const wiring = Object.keys(wiringToBe("test", []));
    expect(Object.keys(module.locals.environment).sort()).toEqual([...Object.keys(literal), ...wiring].sort());
  });

  test("has a default that is valid, but for the targets", () => {
    const required = ALL_SETTINGS.filter(([, setting]: readonly [string, Setting]) => setting.default === undefined);
    expect(required.map(([name]) => name)).toEqual(["targets"]);
    expect(() => validateProps({ targets: { "eu-central-1": {} } }, "test")).not.toThrow();
  });
});

test("settings of any value survive the way from props through the environment to the functions", () => {
  const ofFunctions = Object.fromEntries(ALL_SETTINGS.filter(([name]) => name in ENVIRONMENT && name !== "targets"));
  const targets = fc
    .uniqueArray(fc.constantFrom("eu-central-1", "eu-north-1", "ap-southeast-5"), { minLength: 1 })
    .chain((regions) =>
      fc.record(Object.fromEntries(regions.map((region) => [region, partial(SETTINGS.targets.is.of.fields, region)]))),
    )
    .map((all) =>
      // A key is made or given.
      Object.fromEntries(
        Object.entries(all).map(([region, target]) => [region, { ...target, createKmsKey: !("kmsKeyArn" in target) }]),
      ),
    );
  fc.assert(
    fc.property(partial(ofFunctions), targets, (props, chosen) => {
      const given = { ...props, targets: chosen, clusters: {} };
      const settings = validateProps(given, "test");
      const read = parseSettings({ ...environmentOf(settings), AWS_REGION: "us-east-2" });
      const { selection, maxCopiesInProgress, targetKmsKeys, targets: regions, ...same } = read.settings;
      expect({ ...settings, ...same }).toEqual(settings);
      expect([selection.instance, selection.cluster]).toEqual([settings.instances, settings.clusters]);
      expect(maxCopiesInProgress).toEqual({
        instance: settings.maxCopiesInProgress.instances,
        cluster: settings.maxCopiesInProgress.clusters,
      });
      expect(regions).toEqual(Object.keys(chosen).sort());
      expect(read.logLevel).toBe(settings.logLevel);
      for (const [region, target] of Object.entries(settings.targets)) {
        const { createKmsKey, kmsKeyArn, databaseKmsKeyArns } = target;
        const arn = createKmsKey ? keyArnToBe(region) : kmsKeyArn;
        expect(targetKmsKeys[region]).toEqual({ ...(arn !== undefined && { kmsKeyArn: arn }), databaseKmsKeyArns });
      }
    }),
  );
});
