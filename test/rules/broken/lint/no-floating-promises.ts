export function forget(promise: Promise<void>): void {
  promise.then(() => undefined);
}
