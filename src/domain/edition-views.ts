/** What the doors show of published texts (docs/publishing.md, docs/json.md). */
import type { FigureSaysView, OutdatedTextView } from './claim-views.ts'
import type { PlainDate } from './plain-date.ts'
import type { FigureView } from './views.ts'

/** GET /api/editions */
export interface EditionListView {
  /** The newest first. */
  readonly editions: readonly EditionRow[]
}

export interface EditionRow {
  readonly text: string
  readonly publishedAt: string
  readonly asOf: PlainDate
  readonly by: string
  /** Figures of others that it used and that say something else now. */
  readonly outdated: readonly Omit<OutdatedTextView, 'text' | 'publishedAt' | 'asOf'>[]
}

/** GET /api/editions/:text: what was published, and what is known now about the same day. */
export interface EditionView extends EditionRow {
  readonly markdown: string
  /** Our own figures: as published, and as counted now for the same day. */
  readonly own: readonly {
    readonly figure: string
    readonly unit: FigureView['unit']
    /** Absent: the number was withheld. */
    readonly published?: { readonly low: number; readonly best?: number; readonly high: number }
    readonly now: number
    /** What is counted now lies outside what was published. */
    readonly isOutdated: boolean
  }[]
  /** Figures of others: as told, and as they stand now. */
  readonly told: readonly {
    readonly figure: string
    readonly measure: string
    readonly unit: string
    readonly subject: string
    readonly usedVersion: number
    readonly used: FigureSaysView
    readonly version: number
    readonly now: FigureSaysView
    readonly isOutdated: boolean
  }[]
}
