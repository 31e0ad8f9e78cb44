export function size(shape: 'dot' | 'line'): number {
  switch (shape) {
    case 'dot':
      return 0;
    case 'line':
      return 1;
    default:
      return 2;
  }
}
