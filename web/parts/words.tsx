import { Fragment } from 'react'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import type { Priority } from '../../src/domain/priority.ts'
import { useSpeaker } from '../texts/language.tsx'

/** A reference, handle or code: always left to right, whatever surrounds it. */
export function Ref({ children }: { readonly children: string }): ReactNode {
  return (
    <bdi dir="ltr" className="ref">
      {children}
    </bdi>
  )
}

/** A hash or a key: long, so it may break anywhere. */
export function Hash({ children }: { readonly children: string }): ReactNode {
  return (
    <code dir="ltr" className="hash">
      {children}
    </code>
  )
}

export function CaseLink({ reference }: { readonly reference: string }): ReactNode {
  return (
    <Link href={`/cases/${encodeURIComponent(reference)}`} className="ref">
      <bdi dir="ltr">{reference}</bdi>
    </Link>
  )
}

/** A count with its unit, as one piece that does not break. */
export function Count({
  of,
  value,
}: {
  readonly of: 'persons' | 'cases' | 'places' | 'days'
  readonly value: number
}): ReactNode {
  const { say } = useSpeaker()
  return <span className="count">{say(`count.${of}`, { n: value })}</span>
}

export function Day({ date }: { readonly date: string | undefined }): ReactNode {
  const { day } = useSpeaker()
  return date === undefined ? '–' : <time dateTime={date}>{day(date)}</time>
}

export function Instant({ at }: { readonly at: string }): ReactNode {
  return <time dateTime={at}>{useSpeaker().instant(at)}</time>
}

const PRIORITY_SHAPES: Readonly<Record<Priority, string>> = { EM: '▲', UG: '◆', NR: '' }

/** Priority in words, with a shape, so that it never hangs on colour alone. */
export function PriorityMark({ priority }: { readonly priority: Priority }): ReactNode {
  const { say } = useSpeaker()
  return (
    <span className={`mark mark-${priority}`}>
      {PRIORITY_SHAPES[priority] !== '' && (
        <span aria-hidden="true">{PRIORITY_SHAPES[priority]} </span>
      )}
      {say(`priority.${priority}`)}
    </span>
  )
}

/** Some things in a row, with the comma of the language; what is `false` or undefined is left out. */
export function Series({ items }: { readonly items: readonly ReactNode[] }): ReactNode {
  const { say } = useSpeaker()
  return items
    .filter((item) => item !== undefined && item !== false)
    .map((item, index) => (
      <Fragment key={index}>
        {index > 0 && say('word.comma')}
        {item}
      </Fragment>
    ))
}

/** A sentence that the server has in English only. */
export function English({ children }: { readonly children: string }): ReactNode {
  return (
    <span lang="en" dir="ltr" className="isolated">
      {children}
    </span>
  )
}

export function ReportLink({ reference }: { readonly reference: string }): ReactNode {
  return (
    <Link href={`/reports/${encodeURIComponent(reference)}`} className="ref">
      <bdi dir="ltr">{reference}</bdi>
    </Link>
  )
}

/** To the claims that a figure is made of. */
export function FigureLink({ reference }: { readonly reference: string }): ReactNode {
  return (
    <Link href={`/said/${encodeURIComponent(reference)}`} className="ref">
      <bdi dir="ltr">{reference}</bdi>
    </Link>
  )
}

export function PersonLink({ reference }: { readonly reference: string }): ReactNode {
  return (
    <Link href={`/persons/${encodeURIComponent(reference)}`} className="ref">
      <bdi dir="ltr">{reference}</bdi>
    </Link>
  )
}
