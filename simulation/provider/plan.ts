/** One resource of a plan, with what is known of its arguments. */
export interface PlannedResource {
  readonly address: string;
  readonly type: string;
  readonly values: Readonly<Record<string, unknown>>;
}

interface Module {
  readonly resources?: readonly {
    readonly mode?: string;
    address: string;
    type: string;
    values: Record<string, unknown>;
  }[];
  readonly child_modules?: readonly Module[];
}

/** What `terraform show -json` writes of a plan. */
export interface PlanJson {
  readonly planned_values?: { readonly root_module?: Module };
  readonly resource_changes?: readonly {
    readonly address: string;
    readonly change: { readonly actions: readonly string[] };
  }[];
}

/** What it writes of a state. */
export interface StateJson {
  readonly values?: { readonly root_module?: Module };
}

/** Arguments of a member that refer to its cluster: the plan does not know them, the state after it does. */
const OF_CLUSTER = ["cluster_identifier", "engine"];

/**
 * What a plan will make, as it is configured.
 * @param state after the plan was applied; of it only what the plan could not know, as the rest is the provider's own choice
 */
export function plannedResources(plan: PlanJson, state?: StateJson): PlannedResource[] {
  const applied = new Map(all(state?.values?.root_module).map(({ address, values }) => [address, values]));
  return all(plan.planned_values?.root_module).map(({ address, type, values }) => {
    const known = applied.get(address) ?? {};
    const unknown = type === "aws_rds_cluster_instance" ? OF_CLUSTER.filter((name) => !(name in values)) : [];
    const tags = values.tags_all ?? values.tags;
    return {
      address,
      type,
      values: { ...values, ...Object.fromEntries(unknown.map((name) => [name, known[name]])), tags_all: tags },
    };
  });
}

function all(module: Module | undefined): NonNullable<Module["resources"]> {
  const own = (module?.resources ?? []).filter(({ mode = "managed" }) => mode === "managed");
  return [...own, ...(module?.child_modules ?? []).flatMap(all)];
}

/** Addresses that a plan changes, with what it does: `aws_db_instance.this["orders"] (delete, create)`. */
export function changesOf({ resource_changes = [] }: PlanJson): string[] {
  return resource_changes
    .filter(({ change }) => !change.actions.every((action) => action === "no-op" || action === "read"))
    .map(({ address, change }) => `${address} (${change.actions.join(", ")})`);
}
