import { DomainError } from '../domain/errors.ts'
import { checkResult, checkStated } from '../placement/check/check-result.ts'
import { readBinaryResult } from '../placement/check/read-binary-result.ts'
import type { Fault } from '../placement/format/fault-list.ts'
import { FaultList } from '../placement/format/fault-list.ts'
import type { NamedProblem } from '../placement/format/names.ts'
import { readPlacementProblem } from './place-file.ts'
import type { OpenedInput } from './placement-files.ts'
import { openInput, readAll, STDIN } from './placement-files.ts'

/** Whether a result holds; else what does not, the first thousand of `total`. */
export interface PlacementCheck {
  readonly holds: boolean
  readonly findings: readonly Fault[]
  readonly total: number
}

/**
 * Holds a result file against its problem file, both JSON or binary, one of them from the pipe.
 * `invalid_input` when the problem has faults or the result is no JSON, `not_found` without them.
 */
export async function checkPlacementFile(files: {
  readonly problem: string
  readonly result: string
  readonly stdin: AsyncIterable<Uint8Array>
}): Promise<PlacementCheck> {
  if (files.problem === STDIN && files.result === STDIN)
    throw new DomainError('invalid_input', 'Only one of the two files can come from the pipe.')
  const named = await readPlacementProblem(files)
  const input = await openInput(files.result, files.stdin)
  try {
    const { findings, total } = input.isBinary
      ? await checkBinary(named, input)
      : checkResult(named, parse(input.name, await readAll(input)))
    return { holds: total === 0, findings, total }
  } finally {
    await input.close()
  }
}

async function checkBinary(
  named: NamedProblem,
  { source, size }: OpenedInput,
): Promise<Omit<PlacementCheck, 'holds'>> {
  const faults = new FaultList()
  const stated = await readBinaryResult(source, named.problem, named.names, faults, size)
  if (stated !== undefined) checkStated(named, stated, faults)
  return { findings: faults.kept, total: faults.total }
}

function parse(name: string, bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch (error) {
    const why = error instanceof SyntaxError ? error.message : 'it is too large'
    throw new DomainError('invalid_input', `${name} is no JSON: ${why}.`)
  }
}
