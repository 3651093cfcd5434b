import type { ReactNode } from 'react'

/** A wide table scrolls inside its own region, reachable by keyboard; the page never does. */
export function Scroller({
  label,
  children,
}: {
  readonly label: string
  readonly children: ReactNode
}): ReactNode {
  return (
    <div className="scroller" role="region" aria-label={label} tabIndex={0}>
      {children}
    </div>
  )
}
