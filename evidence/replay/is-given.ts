/** Whether a field of a protobuf message is set: a field that is not is null or undefined. */
export function isGiven<T>(field: T | null | undefined): field is T {
  return field !== null && field !== undefined;
}
