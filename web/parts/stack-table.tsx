import type { ReactNode } from 'react'

/**
 * A table whose rows become stacks of labelled lines on a narrow screen. The roles stand there because
 * `display: block` takes them away; each cell of `children` (rows) says its column in `data-label`.
 */
export function StackTable({
  label,
  columns,
  isBusy,
  children,
}: {
  readonly label: string
  /** Heads, each different. */
  readonly columns: readonly string[]
  readonly isBusy?: boolean
  readonly children: ReactNode
}): ReactNode {
  return (
    <table role="table" className="stack" aria-label={label} aria-busy={isBusy}>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map((column) => (
            <th key={column} role="columnheader" scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">{children}</tbody>
    </table>
  )
}
