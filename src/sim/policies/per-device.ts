/** One thing for each device, made when its first request comes: devices learn from their own requests alone. */

/** @returns what gives a device its own */
export function perDevice<T>(make: () => T): (device: number) => T {
  const own: T[] = [];
  return (device) => {
    own[device] ??= make();
    return own[device];
  };
}
