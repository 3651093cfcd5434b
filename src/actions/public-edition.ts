import { look } from './at-work.ts'
import { DomainError } from '../domain/errors.ts'
import type { PublicFigure } from '../figures/public-figures.ts'
import type { Told } from '../figures/told-figure.ts'
import { NOTHING_TOLD } from '../figures/told-figure.ts'
import type { PageLink } from '../figures/to-html.ts'
import { toPage } from '../figures/to-html.ts'
import type { TextLanguage } from '../figures/wording/languages.ts'
import { TEXT_LANGUAGES } from '../figures/wording/languages.ts'
import { listEditions } from '../storage/published-texts.ts'
import type { Desk } from './desk.ts'
import type { TextFormat } from './text-file.ts'
import { toFile } from './text-file.ts'
import type { WrittenAppeal } from './write-appeal.ts'
import { writeFrom } from './write-appeal.ts'

interface PublicFile {
  readonly name: string
  readonly format: TextFormat
  readonly language: TextLanguage
}

/** What stands in public: a page, a PDF and a Word file in each language, and the figures as data. */
export const PUBLIC_FILES: readonly PublicFile[] = [
  ...TEXT_LANGUAGES.flatMap((language) =>
    (['html', 'pdf', 'docx'] as const).map((format) => ({
      name: `${language}.${format}`,
      format,
      language,
    })),
  ),
  { name: 'figures.json', format: 'json', language: 'en' },
  { name: 'figures.csv', format: 'csv', language: 'en' },
]

const OWN_NAMES: Readonly<Record<TextLanguage, string>> = {
  en: 'English',
  fr: 'Français',
  ar: 'العربية',
  fa: 'فارسی',
}

/**
 * One file of the last edition that was kept as published, from its own figures: nothing newer is
 * in it. It asks for no access, because it holds what is public already. Errors: `not_found`.
 */
export async function readPublicFile(desk: Desk, name: string): Promise<Uint8Array> {
  const file = PUBLIC_FILES.find((one) => one.name === name)
  if (file === undefined)
    throw new DomainError(
      'not_found',
      `There is no public file of this name. There are: ${PUBLIC_FILES.map((one) => one.name).join(', ')}.`,
    )
  const text = await look(desk, async (tx) => {
    const editions = await listEditions<readonly PublicFigure[], Told>(tx)
    const last = editions.at(-1)
    if (last === undefined)
      throw new DomainError(
        'not_found',
        'Nothing has been published yet. `onward publish` keeps an appeal as published.',
      )
    const { asOf, figures } = last
    const earlier = editions.slice(0, -1).map((one) => one.figures)
    const told = last.told ?? NOTHING_TOLD
    const { language } = file
    return writeFrom(tx, desk, { language, asOf, figures, earlier, told, wanted: [] })
  })
  return toFile(desk, withLinks(text, file.language), file.format)
}

function withLinks(text: WrittenAppeal, language: TextLanguage): WrittenAppeal {
  const links: readonly PageLink[] = [
    ...TEXT_LANGUAGES.filter((one) => one !== language).map((one) => ({
      href: `${one}.html`,
      text: OWN_NAMES[one],
      language: one,
    })),
    { href: `${language}.pdf`, text: 'PDF' },
    { href: `${language}.docx`, text: 'Word' },
    { href: 'figures.csv', text: 'CSV (HXL)' },
    { href: 'figures.json', text: 'JSON' },
  ]
  return { ...text, html: toPage(text.document, links) }
}
