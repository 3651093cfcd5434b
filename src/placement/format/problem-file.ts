/** A problem as a file holds it (docs/placement.md, docs/schemas/placement-problem.schema.json). */
export interface ProblemFile {
  readonly resources: readonly string[]
  readonly localities: readonly {
    readonly id: string
    /** By resource; 0 where not named. */
    readonly capacity: Readonly<Record<string, number>>
    readonly minimum?: Readonly<Record<string, number>>
    readonly region?: string
  }[]
  readonly cases: readonly {
    readonly id: string
    /** By resource, whole; 0 where not named. */
    readonly needs: Readonly<Record<string, number>>
    /** By locality; one that is not named is not allowed. */
    readonly scores: Readonly<Record<string, number>>
    /** Localities, the best first. */
    readonly preferences?: readonly string[]
    readonly group?: string
    readonly lock?: string
  }[]
  readonly together?: readonly (readonly string[])[]
  readonly near?: readonly (readonly string[])[]
}
