import { IAMClient, SimulatePrincipalPolicyCommand } from "@aws-sdk/client-iam";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import { awsOf } from "../../../cli/aws";
import { simulateRole } from "../../../cli/doctor/look/role";
import { deadlineIn } from "../../../handlers/rds/deadline";

const iam = mockClient(IAMClient);
const deadline = deadlineIn(60_000);
beforeEach(() => void iam.reset());
afterEach(() => deadline.clear());

const ROLE = "arn:aws:iam::111122223333:role/prod-eu-west-1";
const ARN = "arn:aws:rds:eu-west-1:111122223333:snapshot:rds:orders-2026-01-31-03-07";
const asked = (...resources: string[]) =>
  simulateRole(
    ROLE,
    resources.map((resource) => ({
      actions: ["rds:CopyDBSnapshot"],
      resource,
      region: "eu-west-1",
      context: { "kms:GrantIsForAWSResource": "true" },
    })),
    awsOf("eu-west-1", deadline),
  );

/** As IAM answers. */
const result = { EvalActionName: "rds:CopyDBSnapshot", EvalResourceName: ARN, EvalDecision: "implicitDeny" as const };

test.each([
  ["nothing", {}],
  ["explicit deny", { EvalDecision: "explicitDeny" as const }],
  ["permissions boundary", { PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: false } }],
  ["service control policy", { OrganizationsDecisionDetail: { AllowedByOrganizations: false } }],
])("tells that it is denied by %s", async (by, more) => {
  iam.on(SimulatePrincipalPolicyCommand).resolves({ EvaluationResults: [{ ...result, ...more }], IsTruncated: false });
  expect(await asked(ARN)).toEqual({
    is: "known",
    value: [{ action: "rds:CopyDBSnapshot", resource: ARN, region: "eu-west-1", isAllowed: false, by }],
  });
});

test("a boundary and organization that allow it are not to blame", async () => {
  const PermissionsBoundaryDecisionDetail = { AllowedByPermissionsBoundary: true };
  const OrganizationsDecisionDetail = { AllowedByOrganizations: true };
  iam.on(SimulatePrincipalPolicyCommand).resolves({
    EvaluationResults: [{ ...result, PermissionsBoundaryDecisionDetail, OrganizationsDecisionDetail }],
  });
  expect(await asked(ARN)).toMatchObject({ value: [{ by: "nothing" }] });
});

test("reads all pages, and the resources of one result", async () => {
  const other = `${ARN}-2`;
  iam
    .on(SimulatePrincipalPolicyCommand)
    .resolvesOnce({ EvaluationResults: [{ ...result, EvalDecision: "allowed" }], IsTruncated: true, Marker: "more" })
    .resolvesOnce({
      EvaluationResults: [
        {
          ...result,
          ResourceSpecificResults: [
            { EvalResourceName: ARN, EvalResourceDecision: "allowed" },
            { EvalResourceName: other, EvalResourceDecision: "implicitDeny" },
          ],
        },
      ],
    });
  expect(await asked(ARN)).toMatchObject({
    value: [
      { resource: ARN, isAllowed: true },
      { resource: ARN, isAllowed: true },
      { resource: other, isAllowed: false, by: "nothing" },
    ],
  });
});

test("asks of resources that are used alike in one call, with what IAM knows of a call", async () => {
  iam.on(SimulatePrincipalPolicyCommand).resolves({ EvaluationResults: [] });
  await asked(ARN, `${ARN}-2`);
  const [call, ...others] = iam.commandCalls(SimulatePrincipalPolicyCommand);
  expect(others).toEqual([]);
  expect(call?.args[0].input).toMatchObject({
    PolicySourceArn: ROLE,
    ActionNames: ["rds:CopyDBSnapshot"],
    ResourceArns: [ARN, `${ARN}-2`],
    ContextEntries: [
      { ContextKeyName: "aws:RequestedRegion", ContextKeyValues: ["eu-west-1"], ContextKeyType: "string" },
      { ContextKeyName: "aws:SecureTransport", ContextKeyValues: ["true"], ContextKeyType: "boolean" },
      { ContextKeyName: "kms:GrantIsForAWSResource", ContextKeyValues: ["true"], ContextKeyType: "boolean" },
    ],
  });
});

test("knows that there is no such role", async () => {
  const error = Object.assign(new Error("cannot be found"), { name: "NoSuchEntityException", Code: "NoSuchEntity" });
  iam.on(SimulatePrincipalPolicyCommand).rejects(error);
  expect(await asked(ARN)).toEqual({ is: "known", value: undefined });
});
