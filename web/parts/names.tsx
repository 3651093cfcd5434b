import type { ReactNode } from 'react'
import type { NamePart } from '../../src/domain/person.ts'
import { useSpeaker } from '../texts/language.tsx'
import { nameLines } from './name-lines.ts'

/** A name as written, in each of its scripts; every script reads in its own direction. */
export function Names({ names }: { readonly names: readonly NamePart[] }): ReactNode {
  return nameLines(names)
    .filter((line) => line.called !== '')
    .map((line, at) => (
      <span key={line.script}>
        {at > 0 && ' · '}
        <bdi lang={line.lang}>{line.called}</bdi>
      </span>
    ))
}

/** What else is written of a name: other spellings, the mother's name. */
export function NameNotes({ names }: { readonly names: readonly NamePart[] }): ReactNode {
  const { say } = useSpeaker()
  const lines = nameLines(names)
  const notes = [
    [
      say('name.alsoWritten'),
      lines.flatMap((line) => line.spellings.map((text) => [line.lang, text] as const)),
    ],
    [
      say('name.mother'),
      lines.flatMap((line) => line.mother.map((text) => [line.lang, text] as const)),
    ],
  ] as const
  return notes.map(
    ([label, texts]) =>
      texts.length > 0 && (
        <small key={label} className="name-note">
          {label}:{' '}
          {texts.map(([lang, text], at) => (
            <span key={text}>
              {at > 0 && ' · '}
              <bdi lang={lang}>{text}</bdi>
            </span>
          ))}
        </small>
      ),
  )
}
