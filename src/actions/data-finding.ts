/** What a look at the data found. */
export interface DataFinding {
  readonly id: string
  readonly ok: boolean
  readonly what: string
  readonly remedy?: string
}
