import { generateLoad } from '../src/reference/load.ts'
import { loadGenerated } from '../src/actions/load-generated.ts'
import { openDesk } from '../src/actions/desk.ts'
import { scanRegister } from '../src/actions/scan-register.ts'
import { solvePlan } from '../src/actions/solve-plan.ts'
import { serve } from '../src/api/serve.ts'
import type { Role } from '../src/domain/role.ts'
import { ROLES } from '../src/domain/role.ts'
import type { Database } from '../src/storage/database.ts'
import { newId } from '../src/storage/ids.ts'
import type { Operation } from '../src/storage/operations.ts'
import { signIn } from '../src/testing/sign-in.ts'
import { openTestDatabase } from '../src/testing/test-database.ts'

/** Something of each kind that an address can name, as references that a person of it would use. */
export interface Ids {
  readonly case: string
  readonly person: string
  readonly left: string
  readonly right: string
  readonly batch: string
  readonly claim: string
  readonly document: string
  readonly figure: string
}

/** Two operations behind one server, and in the first an account of each role. */
export interface TwoOperations {
  readonly db: Database
  readonly url: string
  readonly own: Ids
  /** Of the other operation: nobody of the first may learn that they exist. */
  readonly foreign: Ids
  /** Of the same form, and of nothing. */
  readonly unknown: Ids
  readonly cookies: ReadonlyMap<Role, string>
  close(): Promise<void>
}

/** References are drawn from letters that are not mistaken; these were never drawn. */
const UNKNOWN: Ids = {
  case: 'C-0000000',
  person: 'P-0000000',
  left: 'P-0000000',
  right: 'P-0000001',
  batch: '00000000-0000-7000-8000-000000000000',
  claim: 'CL-0000000',
  document: 'D-0000000',
  figure: 'F-0000000',
}

export async function openTwoOperations(): Promise<TwoOperations> {
  const database = await openTestDatabase()
  const { db } = database
  // The other one is larger: references are drawn in one order, so some of it are of it alone.
  const first = await loadGenerated(db, { ...generateLoad({ persons: 120 }), withClaims: true })
  const other = await loadGenerated(db, { ...generateLoad({ persons: 600 }), withClaims: true })
  for (const { name } of [first, other]) {
    const desk = await openDesk(db, { operation: name, handle: 'officer.one' })
    await solvePlan(desk, {})
    await scanRegister(desk)
  }
  const server = await serve({ db, version: 'attacked', webFolder: '/nowhere', port: 0 })
  await addAccounts(db, first)
  const cookies = new Map<Role, string>()
  for (const role of ROLES) cookies.set(role, await signIn({ db }, `attack.${role}`, first))
  return {
    db,
    url: server.url,
    own: await idsOf(db, first, new Set()),
    foreign: await idsOf(db, other, await referencesOf(db, first)),
    unknown: UNKNOWN,
    cookies,
    close: async () => {
      await server.close()
      await database.close()
    },
  }
}

async function addAccounts(db: Database, operation: Operation): Promise<void> {
  await db.asSystem().write(operation.id, async (tx) => {
    for (const role of ROLES)
      await tx.query(
        `insert into accounts (operation_id, id, handle, display_name, role, sites, state)
         values ($1, $2, $3, $3, $4, '{*}', $5)`,
        [operation.id, newId(), `attack.${role}`, role, role === 'state_liaison' ? 'ALB' : null],
      )
  })
}

/** References of one thing of each kind that are not taken elsewhere. */
async function idsOf(db: Database, operation: Operation, taken: ReadonlySet<string>): Promise<Ids> {
  return db.asSystem().read(operation.id, async (tx) => {
    const free = async (sql: string): Promise<readonly string[]> => {
      const rows = await tx.query<{ ids: string[] }>(sql, [tx.operationId])
      const found = rows.find(({ ids }) => ids.every((id) => !taken.has(id)))
      if (found === undefined) throw new Error(`Nothing is found: ${sql}`)
      return found.ids
    }
    const of = async (table: string, where = ''): Promise<string> =>
      (
        await free(`select array[reference] as ids from ${table} where operation_id = $1 ${where}`)
      )[0]!
    const [left = '', right = ''] = await free(
      `select array[a.reference, b.reference] as ids from pairs q
       join persons a on a.operation_id = q.operation_id and a.id = q.a_id
       join persons b on b.operation_id = q.operation_id and b.id = q.b_id
       where q.operation_id = $1`,
    )
    return {
      ...{ left, right, batch: UNKNOWN.batch },
      case: await of('cases', `and status = 'ready'`),
      person: await of('persons'),
      claim: await of('claims'),
      document: await of('source_documents'),
      figure: await of('claim_figures'),
    }
  })
}

async function referencesOf(db: Database, operation: Operation): Promise<ReadonlySet<string>> {
  const rows = await db.asSystem().read(operation.id, (tx) =>
    tx.query<{ reference: string }>(
      `select reference from persons where operation_id = $1
       union all select reference from cases where operation_id = $1`,
      [tx.operationId],
    ),
  )
  return new Set(rows.map(({ reference }) => reference))
}
