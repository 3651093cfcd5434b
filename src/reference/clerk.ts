import { DAY_MS, plainDate } from './day-number.ts'
import type { DayNumber } from './day-number.ts'
import type { Journal, UndatedDraft } from './journal.ts'
import type { Random } from './random.ts'

/** A chain of events of one person or case: how far it has come, in both times. */
export interface Thread {
  /** Last day on which something became true. */
  day: DayNumber
  /** Instant of the last recording, in milliseconds since 1970. */
  ms: number
}

const MINUTE_MS = 60_000
/** Offices work from 6 to 13 UTC: the same calendar day in UTC and in the camp. */
const OPENS_MS = 6 * 60 * MINUTE_MS
const OPEN_MINUTES = 7 * 60

/**
 * Writes events into the journal as an office does: often the same day, sometimes days later,
 * never before what it wrote of the same case. On the catch-up days (days of published figures)
 * nothing stays unrecorded, except what is written with a delay of its own.
 */
export class Clerk {
  readonly #journal: Journal
  readonly #random: Random
  readonly #catchUpDays: readonly DayNumber[]

  constructor(journal: Journal, random: Random, catchUpDays: readonly DayNumber[]) {
    this.#journal = journal
    this.#random = random
    this.#catchUpDays = [...catchUpDays].sort((a, b) => a - b)
  }

  /** Records that something is true from `on`, up to four days late. */
  write(thread: Thread, on: DayNumber, actor: string, draft: UndatedDraft): void {
    this.writeLate(thread, on, this.#usualDelay(), actor, draft)
  }

  /** The same, recorded `delay` days after `on`, or on the catch-up day before that. */
  writeLate(
    thread: Thread,
    on: DayNumber,
    delay: number,
    actor: string,
    draft: UndatedDraft,
  ): void {
    const caughtUp = this.#catchUpDays.find((day) => day >= on) ?? on + delay
    this.writeOn(thread, on, Math.min(on + delay, caughtUp), actor, draft)
  }

  /** The same, recorded on that very day, catch-up days or not. */
  writeOn(
    thread: Thread,
    on: DayNumber,
    recordedOn: DayNumber,
    actor: string,
    draft: UndatedDraft,
  ): void {
    if (on < thread.day)
      throw new RangeError(`${draft.type} on ${plainDate(on)} is before ${plainDate(thread.day)}.`)
    const minutes = this.#random.between(0, OPEN_MINUTES)
    const at = recordedOn * DAY_MS + OPENS_MS + minutes * MINUTE_MS + this.#random.between(0, 999)
    thread.day = on
    thread.ms = Math.max(at, thread.ms + 1)
    this.#journal.write(draft, plainDate(on), actor, thread.ms)
  }

  #usualDelay(): number {
    const dice = this.#random.unit()
    if (dice < 0.62) return 0
    return dice < 0.85 ? 1 : this.#random.between(2, 4)
  }
}
