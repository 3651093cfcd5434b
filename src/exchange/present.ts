type OptionalKeys<T> = { [Key in keyof T]: undefined extends T[Key] ? Key : never }[keyof T]

/** The same object where a value that may be undefined is an absent property instead. */
export type Present<T> = Omit<T, OptionalKeys<T>> & {
  [Key in OptionalKeys<T>]?: Exclude<T[Key], undefined>
}

/** Leaves out properties that are undefined: "unknown" is an absent property, never a value. */
export function present<T extends object>(values: T): Present<T> {
  const kept: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(values)) if (value !== undefined) kept[key] = value
  return kept as Present<T>
}
