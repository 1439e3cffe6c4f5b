import type { PageDeployment } from "../model";
import type { Estate } from "./estate";
import { clock, longDay } from "./words";

/** Whose copies, as of when, and how they are. */
export function Head({ estate }: { readonly estate: Estate }) {
  const { deployments, absent, regions } = estate.data;
  return (
    <header>
      <h1>
        Copies of RDS backups in {regions.join(", ")}
        <span class="asof">
          {longDay(estate.madeAt)}, {clock(estate.madeAt)} UTC
        </span>
      </h1>
      {absent.length > 0 && (
        <section class="verdict is-trouble" aria-label="Not on this page">
          <span class="sign" aria-hidden="true">
            !
          </span>
          <div>
            <p class="headline">Not all that was asked for is on this page.</p>
            <ul class="notes" aria-label="What is missing">
              {absent.map((one) => (
                <li key={one}>{one}</li>
              ))}
            </ul>
          </div>
        </section>
      )}
      {deployments.map((deployment) => (
        <Verdict key={`${deployment.name} ${deployment.sourceRegion}`} of={deployment} />
      ))}
    </header>
  );
}

function Verdict({ of: { name, account, sourceRegion, headline, isWell, notes } }: { readonly of: PageDeployment }) {
  return (
    <section class={isWell ? "verdict is-calm" : "verdict is-trouble"} aria-label={`${name}, ${sourceRegion}`}>
      <span class="sign" aria-hidden="true">
        {isWell ? "✓" : "!"}
      </span>
      <div>
        <p class="headline">{headline}</p>
        <p class="dim">
          Deployment {name} in {sourceRegion}, account {account}
        </p>
        {notes.length > 0 && (
          <ul class="notes" aria-label="What is not known">
            {notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        )}
      </div>
    </section>
  );
}
