/** Milliseconds since 1970-01-01T00:00:00Z. May go backwards: order comes from sequence numbers, never from time. */
export interface Clock {
  now(): number;
}

/** Makes identifiers that are unique across devices (UUID v4 in the product, a counter in tests). */
export interface Ids {
  next(): string;
}
