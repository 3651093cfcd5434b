import type { EventDraft, RecordedEvent } from '../domain/event.ts'
import type { EventId } from '../domain/ids.ts'
import type { PlainDate } from '../domain/plain-date.ts'
import type { IdMaker } from './made-ids.ts'

interface Entry {
  readonly ms: number
  readonly event: Writable
}

/** An event whose id and instant come last, in place: a large operation has millions of them. */
type Writable = { -readonly [Key in keyof RecordedEvent]: RecordedEvent[Key] }

/** What an event says, without its day. (`Omit` that keeps a union a union.) */
type Undated<T> = T extends unknown ? Omit<T, 'effectiveOn'> : never
export type UndatedDraft = Undated<EventDraft>

const NOT_YET = '' as EventId

/** Collects drafts in any order; turns them into events in the order of their recording. */
export class Journal {
  readonly #entries: Entry[] = []

  /** `ms`: the instant of recording, in milliseconds since 1970. */
  write(draft: UndatedDraft, effectiveOn: PlainDate, actor: string, ms: number): void {
    this.#entries.push({
      ms,
      event: { id: NOT_YET, actor, recordedAt: NOT_YET, effectiveOn, ...draft } as Writable,
    })
  }

  /** All events in the order of recording; those of one instant in the order of writing. Ask once. */
  events(ids: IdMaker): RecordedEvent[] {
    return this.#entries
      .sort((a, b) => a.ms - b.ms)
      .map(({ ms, event }) => {
        event.id = ids.at<EventId>(ms)
        event.recordedAt = new Date(ms).toISOString()
        return event as RecordedEvent
      })
  }
}
