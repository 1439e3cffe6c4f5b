/** One use of the module: its name, in an account and source region. Its copies carry all three. */
export interface Deployment {
  readonly name: string;
  readonly partition: string;
  readonly account: string;
  readonly sourceRegion: string;
}
