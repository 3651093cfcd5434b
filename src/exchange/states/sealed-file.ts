import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption'
import { DomainError } from '../../domain/errors.ts'

/** Files to and from States: age (age-encryption.org/v1), so that the command `age` opens them too. */
export async function seal(text: string, recipient: string): Promise<Uint8Array> {
  const encrypter = new Encrypter()
  encrypter.addRecipient(recipient)
  return encrypter.encrypt(text)
}

/** The text of a file that was sealed to this identity; `invalid_input` for any other. */
export async function unseal(bytes: Uint8Array, identity: string): Promise<string> {
  const decrypter = new Decrypter()
  decrypter.addIdentity(identity)
  try {
    return await decrypter.decrypt(bytes, 'text')
  } catch (error) {
    throw new DomainError(
      'invalid_input',
      'The file cannot be opened: it is not encrypted to this operation’s key, or it was changed on the way. Ask the State to encrypt it to the key named as answerTo in what it was sent.',
      { cause: error },
    )
  }
}

/** Whether files can be sealed to this key. */
export function isRecipient(text: string): boolean {
  try {
    new Encrypter().addRecipient(text)
    return true
  } catch {
    return false
  }
}

export function newIdentity(): Promise<string> {
  return generateX25519Identity()
}

export function recipientOf(identity: string): Promise<string> {
  return identityToRecipient(identity)
}
