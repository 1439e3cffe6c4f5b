#!/usr/bin/env bash
# Stops a plan (plan.tfplan) after which less is backed up or can be restored. It reads what the plan says of the functions' settings
# and of keys and roles, and prints what it has found. Needs the programs terraform and jq.
set -euo pipefail

terraform show -json plan.tfplan >plan.json

# shellcheck disable=SC2016 # the dollars are jq's
found=$(jq --raw-output --null-input '
  # As in `include` and `exclude`: * is any text, everything else is itself, case does not matter. A pattern that is matched by
  # another one, * taken as a character, matches nothing that the other does not.
  def covered_by($patterns):
    . as $one
    | any($patterns[]; ascii_downcase | gsub("(?<c>[^a-z0-9*])"; "\\" + .c) | gsub("[*]"; ".*")
        | . as $regex | $one | ascii_downcase | test("^" + $regex + "$"));

  def variables: .environment[0].variables? // {};
  def read_from: ["NAME", "TARGETS", "INSTANCES", "CLUSTERS", "RETENTION", "DRY_RUN"];

  # Each is an object with what the settings were and will be, and yields a sentence for each loss.
  def renamed:
    select(.before.NAME != .after.NAME)
    | "its name changes from \(.before.NAME) to \(.after.NAME): it would disown all copies, and never delete nor count them again";
  def targets_dropped:
    ((.before.TARGETS | fromjson) - (.after.TARGETS | fromjson))[]
    | "\(.) is no target region any more: nothing more is copied there, and no alarm says so";
  def retention_lowered:
    (.after.RETENTION | fromjson) as $after
    | .before.RETENTION | fromjson | to_entries[]
    | select(($after[.key] // 0) < .value)
    | "retention keeps less: \(.key) falls from \(.value) to \($after[.key] // 0), and copies are deleted";
  def selection_narrowed($kind):
    (.before[$kind] | fromjson) as $before | (.after[$kind] | fromjson) as $after | ($kind | ascii_downcase) as $name
    | ($before.include[] | select(covered_by($after.include) | not) | "\($name) are no longer included by \(.)"),
      (if $before.include == [] then empty else
        ($after.exclude[] | select(covered_by($before.exclude) | not) | "\($name) are excluded by \(.)"),
        ($after.tags | to_entries[] | select($before.tags[.key] != .value) | "\($name) need the tag \(.key) = \(.value)")
      end);
  # Whose encrypted databases can be copied to a region, as patterns. In a plan that makes a key it is unknown, and left out.
  def with_key: if .kms_key_arn != null then ["*"] else .database_kms_key_arns // {} | keys end;
  def keys_dropped:
    select(.before.TARGET_KMS_KEYS != null and .after.TARGET_KMS_KEYS != null)
    | (.after.TARGET_KMS_KEYS | fromjson) as $after
    | .before.TARGET_KMS_KEYS | fromjson | to_entries[] | .key as $region
    | select($after | has($region)) | .value | with_key[] | select(covered_by($after[$region] | with_key) | not)
    | "\($region) has no key any more for databases called \(.): encrypted ones are not copied there";
  def switched_off:
    select(.before.DRY_RUN == "false" and .after.DRY_RUN == "true") | "dry_run is switched on: nothing more is copied";

  def losses:
    .before as $before | .after as $after
    | [read_from[] | select($before[.] != null and $after[.] == null)] as $unknown
    | if $unknown != [] then
        "\($unknown | join(", ")) would be known after the apply only: the plan cannot show that no less is backed up"
      else
        renamed, targets_dropped, keys_dropped, retention_lowered, selection_narrowed("INSTANCES"), selection_narrowed("CLUSTERS"),
        switched_off
      end;

  # These are given all changes of resources.
  def deleted($type): .[] | select(.type == $type and (.change.actions | index("delete")));
  def functions:
    .[] | select(.type == "aws_lambda_function" and (.change.before // {} | variables | has("TARGETS") and has("RETENTION")));
  def removed: .change.actions == ["delete"];

  def keys_deleted:
    deleted("aws_kms_key", "aws_kms_external_key", "aws_kms_replica_key", "aws_kms_replica_external_key")
    | "\(.address) is deleted: what is encrypted with this key cannot be restored afterwards";
  def roles_replaced:
    [functions | select(removed | not) | .change.before.role] as $roles
    | deleted("aws_iam_role") | select(.change.before.arn | IN($roles[]))
    | "\(.address) is replaced: Lambda may no longer be able to decrypt the settings of functions whose role was made anew";
  def deployments_losing:
    [ functions
      | "\(.module_address // "the root module"): " + (
          if removed then "the deployment is removed: nothing more is copied, and no alarm says so"
          elif .change.after == null then empty # forgotten by Terraform, so it stays as it is
          else { before: (.change.before | variables), after: (.change.after | variables) } | losses end
        )
    ] | unique[]; # both functions of a deployment have the same settings

  input # fails where there is none
  | if .format_version == null then error("plan.tfplan is no plan") else . end
  | [.resource_changes[]? | select(.mode == "managed")]
  | keys_deleted, roles_replaced, deployments_losing
' plan.json)

if [ -n "$found" ]; then
  echo "::error::After this plan less is backed up, or can be restored:"
  echo "$found"
  exit 1
fi
