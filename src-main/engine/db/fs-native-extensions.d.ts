declare module 'fs-native-extensions' {
  /** Takes an exclusive lock of the operating system on an open file; false when another holds it. */
  export function tryLock(descriptor: number): boolean;
}
