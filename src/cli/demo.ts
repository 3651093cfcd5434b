import { Command } from 'commander'
import { loadGenerated } from '../actions/load-generated.ts'
import { referenceOperation } from '../actions/reference-operation.ts'
import { parseCount } from './parse-options.ts'
import { printJson, say, startProgress } from './terminal.ts'
import { withDatabase } from './at-desk.ts'

/** `onward demo [--size N]` */
export function demoCommand(): Command {
  return new Command('demo')
    .description('fill a new operation with the reference scenario, or with N invented people')
    .option(
      '--size <persons>',
      'so many invented people instead (up to 1000000), for load',
      parseCount,
    )
    .option('--json', 'the result as JSON')
    .action(async (options: { size?: number; json?: boolean }) => {
      const generated = referenceOperation(options.size)
      const progress = startProgress('Loading')
      await withDatabase((db) =>
        loadGenerated(db, generated, (done) => progress.update(done, generated.personCount)),
      ).finally(() => progress.end())
      const { name, personCount } = generated
      if (options.json) printJson({ operation: name, persons: personCount })
      else say(`Operation ${name} is filled: ${personCount} invented persons.`)
    })
}
