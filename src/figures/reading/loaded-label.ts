/**
 * Words with which parties name each other. They never become data: a name or a population that
 * holds one is left out, and only the quoted span has it. About words, not about parties.
 */
const LABELS =
  /\b(?:terror(?:ist|ists|ism)?|extremists?|bandits?|thugs?|cult|sect|mercenar(?:y|ies)|infidels?|traitors?|hypocrites?|vermin|criminals?|gangs?|regime|puppets?|fanatics?|fascists?|heretics?|martyrs?|illegals?|saboteurs?|invaders?|jihadists?|radicals?|murderers?|butchers?)\b/i

export function isLoaded(text: string): boolean {
  return LABELS.test(text)
}
