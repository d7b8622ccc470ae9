/** The JSON Schemas in `schemas`. */
import { readFileSync } from 'node:fs';

/** Throws if the installation is damaged. */
export const readSchema = (name: string): { readonly $id: string } =>
  // The same relative path from `src` and from `dist`.
  JSON.parse(readFileSync(new URL(`../schemas/${name}.schema.json`, import.meta.url), 'utf8')) as {
    readonly $id: string;
  };
