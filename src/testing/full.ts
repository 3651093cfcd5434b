/** Every optional field given: an example of it leaves no field of a view out. */
export type Full<T> = T extends readonly (infer One)[]
  ? readonly Full<One>[]
  : T extends object
    ? { readonly [Key in keyof T]-?: Full<T[Key]> }
    : T
