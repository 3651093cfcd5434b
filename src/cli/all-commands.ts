import type { Command } from 'commander'
import { accountCommand } from './account.ts'
import { appealCommands } from './appeal.ts'
import { auditCommand } from './audit.ts'
import { backupCommands } from './backup.ts'
import { caseCommands } from './cases.ts'
import { claimsCommand } from './claims.ts'
import { completionCommand } from './completion.ts'
import { demoCommand } from './demo.ts'
import { doctorCommand } from './doctor.ts'
import { editionsCommand } from './editions.ts'
import { eraseCommand } from './erase.ts'
import { errfCommands } from './errf.ts'
import { exportCommands } from './export.ts'
import { figuresCommand } from './figures.ts'
import { frontierCommand } from './frontier.ts'
import { glassCommand } from './glass.ts'
import { importCommands } from './import.ts'
import { incidentsCommand } from './incidents.ts'
import { keysCommand } from './keys.ts'
import { matchCommand } from './match.ts'
import { noteCommand } from './notes.ts'
import { personCommands } from './persons.ts'
import { placeCommand } from './place.ts'
import { planCommands } from './plan.ts'
import { readCommand } from './read.ts'
import { recordCommands } from './record.ts'
import { roleListCommands } from './role-lists.ts'
import { sameCommand } from './same.ts'
import { simulateCommand } from './simulate.ts'
import { siteCommand } from './sites.ts'
import { startCommands } from './start.ts'
import { stateCommand } from './state.ts'

/** Every command, in the order of the help. */
export function allCommands(program: Command): readonly Command[] {
  return [
    ...startCommands(),
    demoCommand(),
    ...importCommands(),
    errfCommands(),
    exportCommands(),
    matchCommand(),
    planCommands(),
    placeCommand(),
    simulateCommand(),
    frontierCommand(),
    figuresCommand(),
    claimsCommand(),
    incidentsCommand(),
    readCommand(),
    ...appealCommands(),
    editionsCommand(),
    ...caseCommands(),
    ...personCommands(),
    sameCommand(),
    noteCommand(),
    ...roleListCommands(),
    siteCommand(),
    ...recordCommands(),
    stateCommand(),
    auditCommand(),
    glassCommand(),
    ...backupCommands(),
    keysCommand(),
    eraseCommand(),
    accountCommand(),
    doctorCommand(),
    completionCommand(program),
  ]
}
