/** Something that is opened when it is asked for, or by the first call of one of its methods. */
export interface OpensOnUse<T extends object> {
  readonly value: T;
  /** Undefined as long as nothing was called. */
  readonly opened: T | undefined;
  open(): T;
}

export function opensOnUse<T extends object>(make: () => T): OpensOnUse<T> {
  let opened: T | undefined;
  const open = (): T => {
    opened ??= make();
    return opened;
  };
  const value = new Proxy({} as T, {
    get(_, name) {
      // Whoever awaits the value looks whether it is a promise: no use.
      if (name === 'then') return undefined;
      return (...args: unknown[]) => {
        const target = open();
        return Reflect.apply(target[name as keyof T] as (...args: unknown[]) => unknown, target, args);
      };
    },
  });
  return {
    value,
    open,
    get opened() {
      return opened;
    },
  };
}
