import { describe, expect, test } from "@jest/globals";
import { parseWiring } from "../../../handlers/settings/wiring";

const TOPIC = "arn:aws:sns:eu-west-1:123456789012:orders-notifications";
const since = (TARGETS_SINCE?: string) => [...parseWiring({ TARGETS_SINCE }).targetsSince];

test("what Terraform writes beside settings is read", () => {
  const wiring = parseWiring({
    NOTIFICATION_TOPIC_ARN: TOPIC,
    TOLD_PARAMETER: "/orders/told",
    TARGETS_SINCE: '{"eu-central-1":"2026-01-31T03:07:00Z"}',
  });
  expect(wiring).toEqual({
    notificationTopicArn: TOPIC,
    toldParameter: "/orders/told",
    targetsSince: new Map([["eu-central-1", new Date("2026-01-31T03:07:00Z")]]),
  });
});

test("without it there is no topic, no memory, and every target region is there since long ago", () => {
  const nothing = { notificationTopicArn: undefined, toldParameter: undefined, targetsSince: new Map() };
  expect(parseWiring({})).toEqual(nothing);
  expect(parseWiring({ NOTIFICATION_TOPIC_ARN: "", TOLD_PARAMETER: "" })).toEqual(nothing);
});

describe("a target region is there since long ago", () => {
  test.each([
    ["after an import", '{"eu-central-1":null}'],
    ["where the time is none", '{"eu-central-1":"yesterday"}'],
    ["where the time is a number, which might be seconds", '{"eu-central-1":1769828820}'],
    ["where all is malformed", "{"],
    ["where all is no object", "null"],
  ])("%s, and no error keeps copies from being made", (_when, text) => {
    expect(since(text)).toEqual([]);
  });

  test("and does not make another one so", () => {
    expect(since('{"eu-central-1":null,"us-east-1":"2026-01-31T03:07:00Z"}')).toEqual([
      ["us-east-1", new Date("2026-01-31T03:07:00Z")],
    ]);
  });
});
