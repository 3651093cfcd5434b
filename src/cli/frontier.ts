import { Command } from 'commander'
import { DomainError } from '../domain/errors.ts'
import { print, printJson, say, sayEveryIssue, startProgress, table } from './terminal.ts'

/** `onward frontier PROBLEM`: files alone, no database. */
export function frontierCommand(): Command {
  return new Command('frontier')
    .description('what outcome, preference and fairness cost each other (docs/simulate.md)')
    .argument('<problem>', 'a JSON or binary file; - reads what is piped in')
    .option('--out <file>', 'draw the picture (SVG) into this file')
    .option('--json', 'every point as JSON (docs/simulate.md)')
    .action(async (problem: string, options: { out?: string; json?: boolean }) => {
      const { frontierFile } = await import('../actions/frontier-file.ts')
      const progress = startProgress('Placing')
      try {
        const points = await frontierFile({
          problem,
          stdin: process.stdin,
          ...(options.out === undefined ? {} : { out: options.out }),
          onPoint: (done, total) => progress.update(done, total),
        })
        progress.end()
        if (options.json === true) printJson({ points })
        else
          print(
            table(
              ['plan', 'outcome %', 'placed', 'first choice %', 'mean rank', 'worst group'],
              points.map((point) => [
                point.name,
                percent(point.outcomeShare),
                point.placed,
                percent(point.firstChoice),
                point.meanRank?.toFixed(2) ?? '–',
                point.worstGroup?.toFixed(4) ?? '–',
              ]),
            ),
          )
        if (options.out !== undefined) say(`The picture is in ${options.out}.`)
      } catch (error) {
        if (error instanceof DomainError && options.json !== true) throw sayEveryIssue(error)
        throw error
      } finally {
        progress.end()
      }
    })
}

function percent(share: number | undefined): string {
  return share === undefined ? '–' : (share * 100).toFixed(1)
}
