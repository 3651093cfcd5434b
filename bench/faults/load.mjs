// People at work: requests with keys, sent again until they are answered, some of them twice at once.
import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'

const SYLLABLES = 'ba do fu gi hen jor kal lim mun nep pra quo rez sil tov wex yan zub'.split(' ')

/** One request that changes something, until somebody answers what came of it. */
export class Change {
  constructor(kind, path, body, check, headers = {}) {
    Object.assign(this, { kind, path, check, headers, key: randomUUID(), answer: undefined })
    this.body = typeof body === 'string' ? body : JSON.stringify(body)
  }

  /** Sends it once; an answer of the program's own ends it, all else may be tried again. */
  async send(url, cookie) {
    try {
      const response = await fetch(url + this.path, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          cookie,
          'idempotency-key': this.key,
          ...this.headers,
        },
        body: this.body,
        signal: AbortSignal.timeout(15_000),
      })
      const text = await response.text()
      if (response.status >= 500 || response.status === 401) return undefined
      return { status: response.status, text }
    } catch {
      return undefined
    }
  }
}

/** Keeps a number of people busy until it is stopped. */
export function startLoad({ urls, cookies, cases, random, people, tally }) {
  const changes = []
  let isOver = false
  let count = 0
  const pick = (list) => list[Math.floor(random() * list.length)]
  const word = () => Array.from({ length: 4 }, () => pick(SYLLABLES)).join('')

  const make = () => {
    count += 1
    const chance = random()
    if (chance < 0.45) {
      const names = [
        { role: 'given', text: word() },
        { role: 'family', text: word() },
      ]
      return new Change('person', '/api/persons', { draft: { names } }, (text) => ({
        person: JSON.parse(text).person,
      }))
    }
    if (chance < 0.93) {
      const { reference, person } = pick(cases)
      const reason = `fault-${randomUUID()}`
      const data = { location: random() < 0.5 ? 'camp' : 'transit_facility', safe: false }
      const event = { type: 'person.moved', person, data, reason }
      return new Change('event', `/api/cases/${reference}/events`, event, () => ({ reason }))
    }
    if (chance < 0.985) {
      const name = `fault-${randomUUID()}.csv`
      const query = new URLSearchParams({ kind: 'register', name, allowDuplicates: 'true' })
      const csv = `individual_id,given_name,family_name\nF-${randomUUID()},${word()},${word()}\n`
      const headers = { 'content-type': 'application/octet-stream', prefer: 'respond-async' }
      const path = `/api/imports/write?${query}`
      return new Change(
        'import',
        path,
        csv,
        (text) => ({ job: JSON.parse(text).job, name }),
        headers,
      )
    }
    return new Change('plan', '/api/plan/solve', {}, (text) => ({ job: JSON.parse(text).job }), {
      prefer: 'respond-async',
    })
  }

  const settle = (change, answer) => {
    if (answer === undefined) return false
    tally.answered += 1
    if (change.answer === undefined) {
      change.answer = answer
      change.answeredAt = performance.now()
      tally.lastAnswerAt = performance.now()
    } else if (change.answer.text !== answer.text) tally.answersThatDiffer += 1
    return true
  }

  const person = async () => {
    while (!isOver) {
      const change = make()
      changes.push(change)
      while (!isOver) {
        const cookie = pick(cookies)
        change.cookie ??= cookie
        const answers = await Promise.all(
          // One in ten sends it twice at once, to whichever instance.
          Array.from({ length: random() < 0.1 ? 2 : 1 }, () =>
            change.send(pick(urls), change.cookie),
          ),
        )
        tally.sent += answers.length
        if (answers.map((one) => settle(change, one)).some(Boolean)) break
        tally.unanswered += 1
        await wait(50 + random() * 100)
      }
      // And one in ten again, long after it was answered.
      const old = pick(changes)
      if (random() < 0.1 && old?.answer !== undefined) {
        settle(old, await old.send(pick(urls), old.cookie))
        tally.repeated += 1
      }
    }
  }

  const all = Array.from({ length: people }, person)
  return {
    changes,
    stop: async () => {
      isOver = true
      await Promise.all(all)
    },
    /** What nobody answered is sent again until somebody does: only then is it known what came of it. */
    finish: async () => {
      for (const change of changes)
        for (let tries = 0; change.answer === undefined; tries += 1) {
          if (tries > 200) throw new Error(`No answer to a ${change.kind}.`)
          settle(change, await change.send(pick(urls), change.cookie ?? cookies[0]))
        }
    },
  }
}
