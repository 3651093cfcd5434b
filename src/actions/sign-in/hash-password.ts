import { hash, verify } from '@node-rs/argon2'
import { DomainError } from '../../domain/errors.ts'
import { normalPassword } from '../../domain/password.ts'

// Argon2id (the library's number for it is 2), 19 MiB, two passes: OWASP's choice for servers.
const COSTS = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const

/** At once, so that a flood of tries takes a part of the machine and not all of it. */
const AT_ONCE = 2
/** Waiting; beyond that the server says that it is busy. */
const MOST_WAITING = 40

let running = 0
const waiting: (() => void)[] = []

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= AT_ONCE) {
    if (waiting.length >= MOST_WAITING)
      throw new DomainError(
        'unavailable',
        'Too many are signing in at this moment. Try again soon.',
      )
    await new Promise<void>((resolve) => waiting.push(resolve))
  } else running += 1
  try {
    return await work()
  } finally {
    const next = waiting.shift()
    if (next === undefined) running -= 1
    else next()
  }
}

export function hashPassword(password: string): Promise<string> {
  return inTurn(() => hash(normalPassword(password), COSTS))
}

/** Of random letters that nobody kept, at the same costs. */
const NOBODYS =
  '$argon2id$v=19$m=19456,t=2,p=1$7/Du3rT3PLRyuZqoTRFFHA$ODeUubyvPebTh6VZlnZS42yZOKN/hQsLjYIAeq2sUSU'

/**
 * Whether this is the password. Without a hash (no such account, no password set) one of nobody is
 * compared all the same, so that the time tells nothing.
 */
export async function isPassword(password: string, known: string | undefined): Promise<boolean> {
  const isRight = await inTurn(() => verify(known ?? NOBODYS, normalPassword(password)))
  return isRight && known !== undefined
}
