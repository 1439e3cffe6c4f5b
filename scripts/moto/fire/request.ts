import { regionOf } from "../../../simulation/wire/exchange";
import { QueryParameters } from "../../../simulation/wire/query-protocol";

/** A request to RDS on its way through the proxy. */
export interface RdsRequest {
  readonly region: string;
  readonly parameters: QueryParameters;
  /** Whether it does not only list. */
  readonly changes: boolean;
  /** What is asked for, whenever and by whomever: repeated, and in another run, a request has the same. */
  readonly identity: string;
}

export function readRequest(authorization: string | undefined, body: string): RdsRequest {
  const region = regionOf(authorization, undefined);
  const parameters = new QueryParameters(body);
  // Not keys, tags and markers: they have something of chance in them.
  const told = Object.entries(parameters.recorded).flatMap(([name, value]) => {
    if (name === "Marker") return "next page";
    return /Identifier$|^SnapshotType$|^Filters\./.test(name) ? `${name}=${value}` : [];
  });
  return {
    region,
    parameters,
    changes: !parameters.action.startsWith("Describe"),
    identity: [region, parameters.action, ...told.sort()].join(" "),
  };
}
