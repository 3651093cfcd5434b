import { useEffect, useId, useRef } from 'react'
import type { ReactNode } from 'react'
import { useSpeaker } from '../texts/language.tsx'

let isFirstPage = true

/** A screen: its title in the tab and as a heading that gets the focus when one comes to it. */
export function Page({
  title,
  shown = title,
  children,
}: {
  readonly title: string
  /** The title with its elements, where it has some. */
  readonly shown?: ReactNode
  readonly children: ReactNode
}): ReactNode {
  const heading = useRef<HTMLHeadingElement>(null)
  const { say } = useSpeaker()
  useEffect(() => {
    document.title = `${title} · ${say('app.name')}`
  }, [title, say])
  useEffect(() => {
    if (!isFirstPage) {
      heading.current?.focus()
      scrollTo(0, 0)
    }
    isFirstPage = false
  }, [])
  return (
    <main id="content" tabIndex={-1}>
      <h1 ref={heading} tabIndex={-1}>
        {shown}
      </h1>
      {children}
    </main>
  )
}

/** A part of a screen under its own heading. */
export function Section({
  title,
  help,
  className,
  children,
}: {
  readonly title: string
  readonly help?: string
  readonly className?: string
  readonly children: ReactNode
}): ReactNode {
  const id = useId()
  return (
    <section aria-labelledby={id} className={className}>
      <h2 id={id}>{title}</h2>
      {help !== undefined && <p className="help">{help}</p>}
      {children}
    </section>
  )
}
