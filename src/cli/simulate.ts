import { Command, Option } from 'commander'
import type { GroupOutcome, Simulation, SimulatedPolicy } from '../actions/simulate-file.ts'
import { DomainError } from '../domain/errors.ts'
import { parseCount } from './parse-options.ts'
import { print, printJson, sayEveryIssue, startProgress, table } from './terminal.ts'

interface SimulateOptions {
  readonly history?: string
  readonly batches: number
  readonly policy: string
  readonly seed: number
  readonly seeds: number
  readonly order: 'file' | 'random'
  readonly expected?: number
  readonly json?: boolean
}

/** `onward simulate PROBLEM --batches N`: files alone, no database. */
export function simulateCommand(): Command {
  return new Command('simulate')
    .description('replay a year of arrivals under online policies (docs/simulate.md)')
    .argument('<problem>', 'the cases of the year in their order: a JSON or binary file, or -')
    .option('--history <file>', 'the cases of the years before, in the same format')
    .requiredOption('--batches <n>', 'in how many batches the cases arrive', parseCount)
    .option('--policy <names>', 'one policy, or several with commas', 'onward')
    .option('--seed <n>', 'what is drawn by chance is drawn by this', parseCount, 1)
    .option('--seeds <n>', 'how many seeds, from --seed on', parseCount, 1)
    .option('--expected <n>', 'how many cases policies are told to expect', parseCount)
    .addOption(
      new Option('--order <order>', 'the order of arrival')
        .choices(['file', 'random'])
        .default('file'),
    )
    .option('--json', 'every run as JSON (docs/simulate.md)')
    .action(async (problem: string, options: SimulateOptions) => {
      const { simulateFile } = await import('../actions/simulate-file.ts')
      const { policy, json, ...rest } = options
      const progress = startProgress('Replaying')
      try {
        const simulation = await simulateFile({
          ...rest,
          problem,
          policies: policy.split(','),
          stdin: process.stdin,
          onYear: (done, total) => progress.update(done, total),
        })
        progress.end()
        if (json === true) printJson(simulation)
        else print(simulationText(simulation))
      } catch (error) {
        if (error instanceof DomainError && json !== true) throw sayEveryIssue(error)
        throw error
      } finally {
        progress.end()
      }
    })
}

function simulationText(simulation: Simulation): string {
  const { cases, history, batches, hindsight, policies } = simulation
  const gap = hindsight.bound === 0 ? 0 : 1 - hindsight.value / hindsight.bound
  return [
    `Cases: ${cases} in ${batches} batches; in the history: ${history}.`,
    `Hindsight: ${hindsight.value.toFixed(4)}, at most ${percent(gap)} % below what is possible; unplaced: ${hindsight.unplaced}.`,
    '',
    table(
      ['policy', '% of hindsight', 'sd', 'min', 'max', 'unplaced', 'build-up', 'seconds'],
      policies.map(({ policy, share, unplaced, buildUp, seconds }) => [
        policy,
        ...[share.mean, share.sd, share.min, share.max].map((one) => percent(one)),
        unplaced.mean.toFixed(1),
        buildUp.mean.toFixed(2),
        seconds.mean.toFixed(2),
      ]),
    ),
    ...(hindsight.groups.length > 0 ? ['', groupsText(hindsight.groups, policies)] : []),
  ].join('\n')
}

/** Mean score per case of each group, over the runs of each policy. */
function groupsText(best: readonly GroupOutcome[], policies: readonly SimulatedPolicy[]): string {
  const mean = ({ runs }: SimulatedPolicy, g: number): number =>
    runs.reduce((sum, run) => sum + (run.groups[g]?.mean ?? 0), 0) / runs.length
  return table(
    ['mean score by group', 'cases', 'hindsight', ...policies.map(({ policy }) => policy)],
    best.map(({ group, cases, mean: most }, g) => [
      group,
      cases,
      most.toFixed(4),
      ...policies.map((one) => mean(one, g).toFixed(4)),
    ]),
  )
}

function percent(share: number): string {
  return (share * 100).toFixed(2)
}
