import { useMemo } from "preact/hooks";
import type { Estate } from "./estate";
import { type Filter, IN_TROUBLE, NO_FILTER, statesOf } from "./filter";

interface Props {
  readonly estate: Estate;
  readonly filter: Filter;
  readonly onChange: (changed: Partial<Filter>) => void;
}

export function Filters({ estate, filter, onChange }: Props) {
  const { deployments, states: all } = estate.data;
  const states = useMemo(() => statesOf(estate), [estate]);
  const hasBoth = new Set(estate.rows.map(({ isCluster }) => isCluster)).size > 1;
  const isFiltered = Object.entries(NO_FILTER).some(([name, value]) => filter[name as keyof Filter] !== value);
  return (
    <form class="filters" role="search" aria-label="Databases" onSubmit={(event) => event.preventDefault()}>
      <input
        type="search"
        aria-label="Name contains"
        placeholder="Filter by name"
        autocomplete="off"
        spellcheck={false}
        value={filter.text}
        onInput={({ currentTarget }) => onChange({ text: currentTarget.value })}
      />
      {hasBoth && (
        <Choice
          label="Kind"
          value={filter.kind}
          options={[
            ["all", "Both kinds"],
            ["instance", "Instances"],
            ["cluster", "Clusters"],
          ]}
          onChoose={(kind) => onChange({ kind })}
        />
      )}
      {deployments.length > 1 && (
        <Choice
          label="Deployment"
          value={String(filter.deployment ?? "")}
          options={[
            ["", "All deployments"],
            ...deployments.map(({ name }, index): [string, string] => [String(index), name]),
          ]}
          onChoose={(index) => onChange({ deployment: index === "" ? undefined : Number(index) })}
        />
      )}
      <Choice
        label="Order"
        value={filter.order}
        options={[
          ["worst", "Worst first"],
          ["age", "Oldest copy first"],
          ["name", "By name"],
        ]}
        onChoose={(order) => onChange({ order })}
      />
      <fieldset class="states">
        <legend class="unseen">State</legend>
        {states.map(({ state, count }) => {
          const isKind = all.some(({ name, heading }) => name === state && heading !== undefined);
          const look = isKind || state === IN_TROUBLE ? "is-bad" : "";
          return (
            <button
              type="button"
              key={state}
              class={`state ${look}`}
              aria-pressed={filter.state === state}
              onClick={() => onChange({ state: filter.state === state ? "all" : state })}
            >
              {state} <span class="number">{count.toLocaleString("en")}</span>
            </button>
          );
        })}
        {filter.cause && (
          <button type="button" class="state" aria-pressed="true" onClick={() => onChange({ cause: undefined })}>
            one cause: {filter.cause.reason} <span aria-hidden="true">×</span>
          </button>
        )}
        {isFiltered && (
          <button type="button" class="clear" onClick={() => onChange(NO_FILTER)}>
            Clear
          </button>
        )}
      </fieldset>
    </form>
  );
}

interface ChoiceProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly (readonly [value: Value, text: string])[];
  readonly onChoose: (value: Value) => void;
}

function Choice<Value extends string>({ label, value, options, onChoose }: ChoiceProps<Value>) {
  const choose = (index: number) => {
    const chosen = options[index];
    if (chosen) onChoose(chosen[0]);
  };
  return (
    <select aria-label={label} value={value} onChange={({ currentTarget }) => choose(currentTarget.selectedIndex)}>
      {options.map(([one, text]) => (
        <option key={one} value={one}>
          {text}
        </option>
      ))}
    </select>
  );
}
