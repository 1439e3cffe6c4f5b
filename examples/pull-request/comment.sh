#!/usr/bin/env bash
# Puts plan.tfplan, or what terraform plan said (plan.txt) where there is none, into one comment of the pull request: the first
# run makes it, later runs update it. Needs GH_TOKEN, GITHUB_REPOSITORY, PULL_REQUEST, COMMIT and the programs gh and terraform.
set -euo pipefail

marker='<!-- terraform plan -->'
limit=60000 # characters; GitHub takes 65536

if [ -f plan.tfplan ]; then
  plan=$(terraform show -no-color plan.tfplan)
  summary=$(grep -E '^(Plan:|No changes\.)' <<<"$plan" | head -n 1 || true)
else
  plan=$(cat plan.txt)
  summary='The plan failed.'
fi
if [ "${#plan}" -gt "$limit" ]; then
  plan="${plan:0:limit}
… the rest is in the log of the job"
fi

{
  printf '%s\n**Terraform plan** of %s: %s\n\n' "$marker" "$COMMIT" "${summary:-see below}"
  # Ticks in a plan could end a shorter fence.
  printf '<details><summary>Show</summary>\n\n``````````diff\n%s\n``````````\n\n</details>\n' "$plan"
} >comment.md

comments="repos/$GITHUB_REPOSITORY/issues/$PULL_REQUEST/comments"
former=$(gh api --paginate "$comments" --jq ".[] | select(.user.type == \"Bot\" and (.body | startswith(\"$marker\"))) | .id")
former=$(head -n 1 <<<"$former")
if [ -n "$former" ]; then
  gh api --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$former" --field body=@comment.md >/dev/null
else
  gh api --method POST "$comments" --field body=@comment.md >/dev/null
fi
