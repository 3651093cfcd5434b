import { Argument, Command } from 'commander'
import { print } from './terminal.ts'

/** `onward completion bash|zsh|fish`: a script that completes commands and options. */
export function completionCommand(program: Command): Command {
  return new Command('completion')
    .description('print the script that completes commands in your shell')
    .addArgument(new Argument('<shell>').choices(['bash', 'zsh', 'fish']))
    .action((shell: string) => {
      const words = wordsOf(program, [])
      print(shell === 'fish' ? fish(words) : bash(words, shell === 'zsh'))
    })
}

interface Words {
  /** The commands before, for example `import register`. */
  readonly after: string
  readonly words: readonly string[]
}

function wordsOf(command: Command, path: readonly string[]): Words[] {
  const options = command.options.flatMap((option) => option.long ?? [])
  const names = command.commands.map((one) => one.name())
  return [
    { after: path.join(' '), words: [...names, ...options, '--help'] },
    ...command.commands.flatMap((one) => wordsOf(one, [...path, one.name()])),
  ]
}

function bash(all: readonly Words[], isZsh: boolean): string {
  const cases = all.map(({ after, words }) => `    "${after}") words="${words.join(' ')}" ;;`)
  return `${isZsh ? 'autoload -U +X bashcompinit && bashcompinit\n' : ''}_onward() {
  local words="" path="" word
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    [[ $word == -* ]] || path="\${path:+$path }$word"
  done
  case "$path" in
${cases.join('\n')}
    *) COMPREPLY=($(compgen -f -- "\${COMP_WORDS[COMP_CWORD]}")); return ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _onward onward`
}

function fish(all: readonly Words[]): string {
  return all
    .map(({ after, words }) => {
      const seen =
        after === ''
          ? '__fish_use_subcommand'
          : `__fish_seen_subcommand_from ${after.split(' ').at(-1)}`
      return `complete -c onward -n '${seen}' -a '${words.join(' ')}'`
    })
    .join('\n')
}
