type Stated<T> = { [K in keyof T]?: NonNullable<T[K]> };

/** Without what is none: a trade request leaves that out. */
export function stated<T extends Readonly<Record<string, unknown>>>(fields: T): Stated<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)) as Stated<T>;
}
