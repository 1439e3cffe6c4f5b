import { DAY_STATES, isDayState } from "../day-states";
import { MARK, pathsOf } from "./marks";

const PITCH = 10;

const LETTERS = Object.keys(DAY_STATES).filter(isDayState);

/** Each mark with its name, and what it means for those who ask. */
export function Legend() {
  return (
    <div class="legend">
      <ul aria-label="Marks">
        {LETTERS.map((letter) => (
          <li key={letter}>
            <Marks days={letter} pitch={PITCH} />
            <span>{DAY_STATES[letter].name}</span>
          </li>
        ))}
      </ul>
      <details>
        <summary>What they mean</summary>
        <dl>
          {LETTERS.map((letter) => (
            <div key={letter}>
              <dt>{DAY_STATES[letter].name}</dt>
              <dd>{DAY_STATES[letter].says}</dd>
            </div>
          ))}
        </dl>
      </details>
    </div>
  );
}

/** Days, drawn. What they are is said beside it. */
export function Marks({ days, pitch }: { readonly days: string; readonly pitch: number }) {
  return (
    <svg class="marks" width={days.length * pitch} height={MARK} aria-hidden="true" focusable="false">
      {pathsOf(days, pitch).map(([state, path]) => (
        <path key={state} class={`m-${state === "." ? "none" : state}`} d={path} />
      ))}
    </svg>
  );
}
