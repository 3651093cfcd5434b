import type { NamePart } from '../../src/domain/person.ts'

/** One script of a name: what the person is called, and what else is written of it. */
export interface NameLine {
  readonly script: string
  /** ISO 15924, for `lang`; undefined where we do not know it. */
  readonly lang: string | undefined
  /** The first spelling of each part, in the order in which they are held. */
  readonly called: string
  /** Further spellings of the same parts. */
  readonly spellings: readonly string[]
  readonly mother: readonly string[]
}

const SCRIPT_CODES: Readonly<Record<string, string>> = {
  latin: 'Latn',
  arabic: 'Arab',
  cyrillic: 'Cyrl',
  ethiopic: 'Ethi',
  greek: 'Grek',
  hebrew: 'Hebr',
  armenian: 'Armn',
  georgian: 'Geor',
  devanagari: 'Deva',
  bengali: 'Beng',
  myanmar: 'Mymr',
  tamil: 'Taml',
  han: 'Hani',
}

/** `und-Arab`: the script is known, the language is not. */
export function langOf(script: string): string | undefined {
  const code = SCRIPT_CODES[script]
  return code === undefined ? undefined : `und-${code}`
}

/** A name as written, a line for each script. */
export function nameLines(names: readonly NamePart[]): readonly NameLine[] {
  const scripts = [...new Set(names.map((part) => part.script))]
  return scripts.map((script) => {
    const own = names.filter((part) => part.script === script)
    const called = own.filter(
      (part, at) =>
        part.role !== 'mother' && own.findIndex((other) => other.role === part.role) === at,
    )
    return {
      script,
      lang: langOf(script),
      called: called.map((part) => part.text).join(' '),
      spellings: own
        .filter((part) => part.role !== 'mother' && !called.includes(part))
        .map((part) => part.text),
      mother: own.filter((part) => part.role === 'mother').map((part) => part.text),
    }
  })
}
