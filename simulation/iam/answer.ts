import { createHash } from "node:crypto";
import type { SimulatedAws } from "../aws";
import type { RoleDefinition } from "../terraform/deployment";
import { AwsError } from "../wire/errors";
import type { QueryParameters } from "../wire/query-protocol";
import type { ServiceCall } from "../wire/wing";
import { requirePermission } from "../wire/wing";
import { element, parent, timeElement } from "../wire/xml";
import { type Decision, decide } from "./permissions";

type Call = ServiceCall<QueryParameters>;

/** What STS tells of who calls: it asks for no permission. */
export function answerSts({ account }: SimulatedAws, { caller, parameters }: Call): string {
  if (parameters.action !== "GetCallerIdentity") throw new Error(`STS's ${parameters.action} is not simulated.`);
  return element("Arn", caller.arn) + element("UserId", idOf(caller.arn)) + element("Account", account.id);
}

/** What IAM tells of the roles that are deployed. @throws AwsError */
export async function answerIam(aws: SimulatedAws, call: Call): Promise<string> {
  const { action } = call.parameters;
  if (action === "GetRole") return getRole(aws, call);
  if (action === "SimulatePrincipalPolicy") return simulatePrincipalPolicy(aws, call);
  throw new Error(`IAM's ${action} is not simulated.`);
}

const rolesOf = ({ deployed }: SimulatedAws): readonly RoleDefinition[] =>
  deployed.stacks.flatMap(({ roles }) => roles);

async function getRole(aws: SimulatedAws, { caller, parameters }: Call): Promise<string> {
  const name = parameters.required("RoleName");
  const { partition, id } = aws.account;
  const resource = `arn:${partition}:iam::${id}:role/${name}`;
  await requirePermission("iam", caller, { action: "iam:GetRole", resource });
  const role = rolesOf(aws).find((one) => one.name === name);
  if (!role) throw noSuchEntity(`The role with name ${name} cannot be found.`);
  const boundary =
    role.permissionsBoundary === undefined
      ? ""
      : parent(
          "PermissionsBoundary",
          element("PermissionsBoundaryType", "Policy"),
          element("PermissionsBoundaryArn", role.permissionsBoundary),
        );
  return parent(
    "Role",
    element("Path", "/"),
    element("RoleName", name),
    element("RoleId", idOf(role.arn)),
    element("Arn", role.arn),
    timeElement("CreateDate", 0),
    element("AssumeRolePolicyDocument", encodeURIComponent(role.assumeRolePolicy)),
    element("Description", role.description),
    element("MaxSessionDuration", 3600),
    boundary,
  );
}

const DECISIONS: Readonly<Record<Decision, string>> = {
  Allowed: "allowed",
  ExplicitlyDenied: "explicitDeny",
  ImplicitlyDenied: "implicitDeny",
};

/** Each action for each resource, by the policies of the role alone unless a resource's policy is given. */
async function simulatePrincipalPolicy(aws: SimulatedAws, { caller, parameters }: Call): Promise<string> {
  const source = parameters.required("PolicySourceArn");
  await requirePermission("iam", caller, { action: "iam:SimulatePrincipalPolicy", resource: source });
  const role = rolesOf(aws).find(({ arn }) => arn === source);
  if (!role) throw noSuchEntity(`The role with name ${source.slice(source.lastIndexOf("/") + 1)} cannot be found.`);
  const policies = aws.deployed.running?.permissions.get(role.name)?.policies ?? role.policies;
  const given = parameters.list("ResourceArns.member");
  const context = Object.fromEntries(
    parameters
      .members("ContextEntries.member")
      .map((entry) => [
        parameters.required(`${entry}.ContextKeyName`),
        [...parameters.list(`${entry}.ContextKeyValues.member`)],
      ]),
  );
  const policy = parameters.optional("ResourcePolicy");
  const resourcePolicy: unknown = policy === undefined ? undefined : JSON.parse(policy);
  const results: string[] = [];
  for (const action of parameters.list("ActionNames.member")) {
    for (const resource of given.length === 0 ? ["*"] : given) {
      const request = { action, resource, context, resourcePolicy };
      const decision = await decide(aws.account, role.arn, policies, request).catch((error) => {
        throw new AwsError("InvalidInput", String(error.message));
      });
      results.push(
        parent(
          "member",
          element("EvalActionName", action),
          element("EvalResourceName", resource),
          element("EvalDecision", DECISIONS[decision]),
          parent("MatchedStatements"),
          parent("MissingContextValues"),
        ),
      );
    }
  }
  return element("IsTruncated", false) + parent("EvaluationResults", ...results);
}

const noSuchEntity = (message: string) => new AwsError("NoSuchEntity", message, 404);

/** As AWS makes up ids of principals. */
const idOf = (arn: string): string =>
  `AROA${createHash("sha256").update(arn).digest("hex").slice(0, 17).toUpperCase()}`;
