import {
  DataAwsIamPolicyDocument,
  type DataAwsIamPolicyDocumentStatement,
  dataAwsIamPolicyDocumentStatementToTerraform,
} from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { hcl } from "./expressions";
import type { When } from "./inputs";
import type { Make } from "./make";

/** A statement, whose `sid` says what it is for. */
export interface Statement extends DataAwsIamPolicyDocumentStatement {
  readonly sid: string;
  /** Whether the policy has this statement. Conditional ones come last, in construct and module alike. */
  readonly when?: When;
}

/** @param one a condition without `||` */
export function both(one: When, other: When): When {
  if (typeof one === "boolean") return one && other;
  return typeof other === "boolean" ? other && one : `${one} && ${other}`;
}

/** A policy as a data source, so that a reviewer reads statements instead of a JSON string. */
export function policyDocument(make: Make, role: string, statements: readonly Statement[]): DataAwsIamPolicyDocument {
  const document = make(DataAwsIamPolicyDocument, role, {
    statement: statements.flatMap(({ when = true, ...statement }) => (when === true ? [statement] : [])),
  });
  const dynamic = statements.flatMap(({ when, ...statement }) =>
    typeof when === "string"
      ? [{ for_each: hcl(`${when} ? [true] : []`), content: dataAwsIamPolicyDocumentStatementToTerraform(statement) }]
      : [],
  );
  if (dynamic.length > 0) document.addOverride("dynamic.statement", dynamic);
  return document;
}

/** A statement of a resource policy that refuses requests without TLS. */
export function denyWithoutTls(actions: string[], resource: string): Statement {
  return {
    sid: "DenyRequestsWithoutTls",
    effect: "Deny",
    actions,
    resources: [resource],
    principals: [{ type: "*", identifiers: ["*"] }],
    condition: [{ test: "Bool", variable: "aws:SecureTransport", values: ["false"] }],
  };
}
