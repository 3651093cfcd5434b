import type { ReactNode } from 'react'

/** A bar from the start of the line; the number beside it says the same in words. */
export function Bar({ value, most }: { readonly value: number; readonly most: number }): ReactNode {
  const width = most === 0 ? 0 : Math.max(value > 0 ? 0.6 : 0, (value / most) * 100)
  return (
    <svg className="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
      <rect className="bar-ground" width="100" height="10" />
      <rect className="bar-value" width={width} height="10" />
    </svg>
  )
}
