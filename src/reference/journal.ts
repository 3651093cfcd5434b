import type { EventDraft, RecordedEvent } from '../domain/event.ts'
import type { EventId } from '../domain/ids.ts'
import type { IdMaker } from './made-ids.ts'

interface Entry {
  readonly ms: number
  readonly actor: string
  readonly draft: EventDraft
}

/** Collects events in any order; gives them back in the order of their recording, with ids. */
export class Journal {
  readonly #entries: Entry[] = []

  /** `ms`: the instant of recording, in milliseconds since 1970. */
  write(draft: EventDraft, actor: string, ms: number): void {
    this.#entries.push({ ms, actor, draft })
  }

  /** All events in the order of recording. Events of one instant keep the order of writing. */
  events(ids: IdMaker): RecordedEvent[] {
    this.#entries.sort((a, b) => a.ms - b.ms)
    return this.#entries.map(({ ms, actor, draft }) => ({
      id: ids.at<EventId>(ms),
      ...draft,
      actor,
      recordedAt: new Date(ms).toISOString(),
    }))
  }
}
