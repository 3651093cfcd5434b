import { useEffect, useId, useState } from 'react'
import type { ReactNode } from 'react'
import { useSpeaker } from '../texts/language.tsx'

/** Typing rests this long before the search runs. */
const REST_MS = 150

/** A field that searches while one types; `asked` is what the address says. */
export function SearchField({
  asked,
  help,
  onRest,
}: {
  readonly asked: string
  readonly help: string
  readonly onRest: (text: string) => void
}): ReactNode {
  const { say } = useSpeaker()
  const id = useId()
  const [text, setText] = useState(asked)
  const [lastAsked, setLastAsked] = useState(asked)
  // The address changed by itself (back, clear): the field follows.
  if (asked !== lastAsked) {
    setLastAsked(asked)
    if (asked !== text.trim()) setText(asked)
  }
  useEffect(() => {
    if (text.trim() === asked) return undefined
    const timer = setTimeout(() => onRest(text.trim()), REST_MS)
    return () => clearTimeout(timer)
    // Only typing starts the clock; an address that changes by itself must not undo itself.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [text])
  return (
    <label className="grow">
      <span>{say('cases.search')}</span>
      <input
        type="search"
        dir="auto"
        autoComplete="off"
        spellCheck={false}
        value={text}
        aria-describedby={id}
        onChange={(event) => setText(event.target.value)}
      />
      <small id={id}>{help}</small>
    </label>
  )
}
