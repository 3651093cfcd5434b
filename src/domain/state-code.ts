/** A State by its ISO 3166-1 alpha-3 code. UNHCR's own codes differ (AUS is Austria there). */
export type StateCode = string

export function isStateCode(text: string): text is StateCode {
  return /^[A-Z]{3}$/.test(text)
}
