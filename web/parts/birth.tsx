import type { ReactNode } from 'react'
import type { BirthDate } from '../../src/domain/person.ts'
import { Text, useSpeaker } from '../texts/language.tsx'
import { Day, Series } from './words.tsx'

/** A birth date in the reader's days, with what it may mean; as written where that says more. */
export function Birth({ birth }: { readonly birth: BirthDate | undefined }): ReactNode {
  const { say, days } = useSpeaker()
  if (birth === undefined) return say('word.unknown')
  const isDay = birth.earliest === birth.latest
  const isForeign = birth.calendar !== 'gregorian'
  const notes = [
    !isDay && say(`precision.${birth.precision}`),
    (isForeign || !isDay) && (
      <Text
        key="written"
        name="case.asWritten"
        values={{ text: <bdi>{birth.text}</bdi>, calendar: say(`calendar.${birth.calendar}`) }}
      />
    ),
  ]
  return (
    <>
      {isDay ? <Day date={birth.earliest} /> : days(birth.earliest, birth.latest)}
      {notes.some(Boolean) && (
        <>
          {' ('}
          <Series items={notes} />)
        </>
      )}
    </>
  )
}
