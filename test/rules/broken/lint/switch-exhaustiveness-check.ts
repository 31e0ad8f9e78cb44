export function size(shape: 'dot' | 'line'): number | undefined {
  switch (shape) {
    case 'dot':
      return 0;
  }
  return undefined;
}
