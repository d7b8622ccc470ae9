/** Files of the folder `templates`, which lies as far from the sources as from what is compiled of them. */
import { readFileSync } from 'node:fs';
import { inertText, type Place } from '@fived/records';
import { Eta } from 'eta';

export const readTemplate = (name: string): string =>
  readFileSync(new URL(`../../templates/${name}`, import.meta.url), 'utf8');

/** Makes every value between `<%=` and `%>` inert for its place; a name without a value is an error. */
export const fillIn = (name: string, place: Place, values: object): string =>
  new Eta({
    useWith: true,
    autoTrim: false,
    escapeFunction: (value) => inertText(String(value), place),
    autoFilter: true,
    filterFunction: (value) => (value === false ? '' : String(value)),
  }).renderString(readTemplate(name), values);
