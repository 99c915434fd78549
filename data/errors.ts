/** A value that may stand in an error's context: what an operator reads beside the message. */
export type ContextValue = string | number | boolean | null | readonly string[];

/**
 * A failure that an operator can act on. Anything else that is thrown is a bug and crashes.
 *
 * code     stable, snake_case: what a script may test for
 * message  lower case, `what: which`, no full stop; numbers belong in the context
 * context  what an operator needs to find the place: file, line, setting …
 */
export class PipelineError extends Error {
  override readonly name = "PipelineError";
  constructor(
    readonly code: string,
    message: string,
    readonly context: Readonly<Record<string, ContextValue>> = {},
    options: { readonly cause?: unknown } = {},
  ) {
    super(message, options);
  }
}
