/** The Python methods in the comparison. `tools/study/methods` says what each does. */

export const methodNames = ['mlp', 'gaussian-process', 'boosting', 'rbf'] as const;
export type MethodName = (typeof methodNames)[number];

const TITLES: Readonly<Record<MethodName, string>> = {
  mlp: 'MLPRegressor',
  'gaussian-process': 'GaussianProcessRegressor',
  boosting: 'HistGradientBoostingRegressor',
  rbf: 'RBFInterpolator',
};

export const methodTitle = (name: MethodName): string => TITLES[name];
