import { devDependencies, name, peerDependencies } from "../../package.json";
import type { Flavour } from "../../scripts/package/flavours";

/** The package beside certain versions of its peers. */
export interface Edition {
  readonly title: string;
  readonly flavour: Flavour;
  /** What users import. */
  readonly entry: string;
  /** Package → exact version. */
  readonly peers: Readonly<Record<string, string>>;
}

type Peer = keyof typeof peerDependencies;

/** The lower end of the range that package.json promises. */
const oldest = (peer: Peer): string => peerDependencies[peer].replace(/^\^/, "");

/** Both ends of what `peerDependencies` promises, for both entry points. */
export const EDITIONS: readonly Edition[] = [
  {
    title: "on cdktf",
    flavour: "cdktf",
    entry: name,
    peers: {
      cdktf: devDependencies.cdktf,
      "@cdktf/provider-aws": devDependencies["@cdktf/provider-aws"],
      constructs: devDependencies.constructs,
    },
  },
  {
    title: "on cdktn",
    flavour: "cdktn",
    entry: `${name}/cdktn`,
    peers: { cdktn: "0.24.0", "@cdktn/provider-aws": "25.7.0", constructs: "10.7.2" },
  },
  {
    title: "on the oldest cdktf and provider",
    flavour: "cdktf",
    entry: name,
    peers: {
      cdktf: oldest("cdktf"),
      "@cdktf/provider-aws": oldest("@cdktf/provider-aws"),
      constructs: oldest("constructs"),
    },
  },
  {
    title: "on the oldest cdktn and provider",
    flavour: "cdktn",
    entry: `${name}/cdktn`,
    peers: {
      cdktn: oldest("cdktn"),
      "@cdktn/provider-aws": oldest("@cdktn/provider-aws"),
      constructs: "10.6.0", // cdktn itself takes no older one
    },
  },
];
