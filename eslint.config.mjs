import js from '@eslint/js';
import nx from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';

// Who may import whom (docs/architecture.md has the picture). A project that is not in the list may import nothing.
const mayImport = {
  random: [],
  nn: ['random'],
  data: ['random'],
  interpolator: ['random', 'nn', 'data', 'records'],
  bench: [],
  records: [],
  charts: ['records'],
  cli: ['random', 'nn', 'data', 'interpolator', 'bench', 'records'],
  plots: ['bench', 'records', 'charts'],
  tools: ['records', 'bench', 'random', 'data', 'nn', 'interpolator'],
};

const depConstraints = Object.entries(mayImport).map(([project, allowed]) => ({
  sourceTag: `project:${project}`,
  ...(allowed.length > 0
    ? { onlyDependOnLibsWithTags: allowed.map((name) => `project:${name}`) }
    : { notDependOnLibsWithTags: ['*'] }),
}));

/** For libraries that run in a web page as they are and depend on nothing but each other. */
const onlyFrom = (...packages) => ({
  regex: `^(?!(${packages.join('|')})$|\\.{1,2}/)`,
  message: 'This library depends on nothing: no node: import, no package but those of libs/random.',
});

export default tseslint.config(
  {
    ignores: [
      '**/dist',
      '**/out-tsc',
      '**/node_modules',
      '**/test-output',
      '**/.cache',
      '.nx',
      'outputs',
      'docs',
      '**/vitest.config.ts',
      'vitest.shared.ts',
    ],
  },
  js.configs.recommended,
  // What Prettier leaves longer: comments and strings, which people break. A regular expression in two is not readable.
  { rules: { 'max-len': ['error', { code: 120, ignoreRegExpLiterals: true }] } },
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.strictTypeChecked],
    plugins: { '@nx': nx },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@nx/enforce-module-boundaries': ['error', { enforceBuildableLibDependency: true, allow: [], depConstraints }],
      '@typescript-eslint/no-explicit-any': 'error',
      // Numbers are what this project prints.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // Typed arrays are indexed in every kernel; the assertion is checked by the tests, not by the linter.
      '@typescript-eslint/no-non-null-assertion': 'error',
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Named exports only: a name that is the same everywhere.' },
      ],
      eqeqeq: 'error',
      'prefer-const': 'error',
    },
  },
  {
    files: ['libs/nn/src/**/*.ts', 'libs/random/src/**/*.ts'],
    ignores: ['**/*.spec.ts', '**/testing/**'],
    rules: { 'no-restricted-imports': ['error', { patterns: [onlyFrom('@fived/random')] }] },
  },
  {
    files: ['libs/nn/src/reference/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            onlyFrom('@fived/random'),
            { group: ['**/simd/**', '**/simd'], message: 'The two engines never import each other.' },
          ],
        },
      ],
    },
  },
  {
    files: ['libs/nn/src/simd/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            onlyFrom('@fived/random'),
            { group: ['**/reference/**', '**/reference'], message: 'The two engines never import each other.' },
          ],
        },
      ],
    },
  },
  {
    files: ['**/*.js', '**/*.mjs'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly' } },
  },
);
