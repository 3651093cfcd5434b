/** What this browser remembers between visits; choices of display only, never data of a person. */
export function recall(what: 'language'): string | undefined {
  try {
    return localStorage.getItem(`onward.${what}`) ?? undefined
  } catch {
    return undefined
  }
}

/** A browser that stores nothing just forgets it. */
export function remember(what: 'language', value: string): void {
  try {
    localStorage.setItem(`onward.${what}`, value)
  } catch {
    // Private windows may refuse storage.
  }
}
