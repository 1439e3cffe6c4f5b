/** The databases that the fuzzed functions find: all have a snapshot without a copy. */
export const INSTANCES = ["orders", "payments", "constructor"];
export const CLUSTERS = ["ledger", "shop-eu"];
export const TARGETS = ["eu-central-1", "eu-west-1"];

const ARN = "arn:aws:rds:us-east-1:123456789012";

/** What a record says, as far as it is there. */
function messageOf(record: unknown): Record<string, unknown> {
  try {
    const message = JSON.parse(field(field(record, "Sns"), "Message") as string);
    return typeof message === "object" && message !== null ? message : {};
  } catch {
    return {};
  }
}

function field(of: unknown, name: string): unknown {
  return typeof of === "object" && of !== null && Object.hasOwn(of, name)
    ? Object.entries(of).find(([key]) => key === name)?.[1]
    : undefined;
}

const recordsOf = (event: unknown): unknown[] => {
  const list = field(event, "Records");
  return Array.isArray(list) ? list : [];
};

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

const says = (message: Record<string, unknown>, id: string): boolean => textOf(message["Event ID"]).endsWith(`#${id}`);

const date = (text: string): boolean => /^\d{4}-\d\d-\d\d-\d\d-\d\d$/.test(text);

/** Databases that an event names as backed up: by their exact ARN, or without one by their exact id. */
export function backedUp(event: unknown): Set<string> {
  const found = recordsOf(event)
    .map(messageOf)
    .flatMap((message) => {
      const { "Source ARN": arn, "Source ID": id } = message;
      const named = (forms: readonly string[]) => forms.includes(textOf(arn === undefined ? id : arn));
      if (says(message, "RDS-EVENT-0002")) {
        return INSTANCES.filter((name) => named([arn === undefined ? name : `${ARN}:db:${name}`]));
      }
      if (!says(message, "RDS-EVENT-0169")) return [];
      const text = textOf(arn === undefined ? id : arn);
      return CLUSTERS.filter((name) => {
        const starts =
          arn === undefined
            ? [`rds:${name}-`, `${name}-`]
            : [`${ARN}:cluster-snapshot:rds:${name}-`, `${ARN}:cluster-snapshot:${name}-`];
        return starts.some((start) => text.startsWith(start) && date(text.slice(start.length)));
      });
    });
  return new Set(found);
}
