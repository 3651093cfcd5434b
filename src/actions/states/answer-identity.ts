import { newIdentity } from '../../exchange/states/sealed-file.ts'
import { openAnswerKey } from '../../storage/states/answer-key.ts'

/** The age identity of this machine to which States encrypt their answers; made on first use. */
export function answerIdentity(path: string): Promise<string> {
  return openAnswerKey(path, newIdentity)
}
