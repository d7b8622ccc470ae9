/** What preparing needs to know. */
export interface PrepareContext {
  /** The folder for what is installed and compiled. */
  readonly cache: string;
  /** The interpreter that makes virtual environments. */
  readonly python: string;
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
}
