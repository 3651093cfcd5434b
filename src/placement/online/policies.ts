import { bidPrice } from './bid-price.ts'
import { greedy } from './greedy.ts'
import { minDiscord } from './min-discord.ts'
import { mirrorDescent } from './mirror-descent.ts'
import { onward } from './onward.ts'
import type { PolicyMaker } from './policy.ts'
import { potentials } from './potentials.ts'

/** The policies by the names under which they are asked for. */
export const POLICIES: ReadonlyMap<string, PolicyMaker> = new Map<string, PolicyMaker>([
  ['greedy', greedy],
  ['potential-1', (outline) => potentials(1, outline)],
  ['potential-2', (outline) => potentials(2, outline)],
  ['min-discord', (outline) => minDiscord(false, outline)],
  ['min-discord-balanced', (outline) => minDiscord(true, outline)],
  ['bid-price', bidPrice],
  ['mirror-descent', mirrorDescent],
  ['onward', onward],
])
