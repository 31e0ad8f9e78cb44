const at = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length * share)] ?? NaN;

export const median = (values: readonly number[]): number => at(values, 0.5);
export const p95 = (values: readonly number[]): number => at(values, 0.95);
export const p99 = (values: readonly number[]): number => at(values, 0.99);
export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
