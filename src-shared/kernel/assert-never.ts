/** Marks the case of a union that the compiler has proved impossible. */
export function assertNever(value: never): never {
  throw new Error(`unexpected case: ${JSON.stringify(value)}`);
}
