/**
 * Every failure is one of two kinds. Temporary: try again later (a lost connection, a 4xx reply).
 * Permanent: trying again cannot help (a 5xx reply, an unparsable message). Anything else that is thrown
 * counts as temporary, capped, and then a person is told.
 */
export class TemporaryError extends Error {
  override readonly name = "TemporaryError";
}

/** See {@link TemporaryError}. `code` is a short machine-readable cause, free of message content. */
export class PermanentError extends Error {
  override readonly name = "PermanentError";
  readonly code: string;
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Another worker owns the mailbox now; whatever was about to be written, moved or sent must not be. */
export class LeaseLostError extends TemporaryError {}
