/** An end of gatesh itself that the user is told about; main.ts prints it. */
export class Failure extends Error {
  /** `hint`: what to do next, where there is something. */
  constructor(
    message: string,
    readonly exitCode: number,
    readonly hint?: string,
  ) {
    super(message)
  }
}

/** Exit codes of gatesh itself; an agent's own code or signal is passed on as it is. */
export const EXIT = {
  ok: 0,
  usage: 2,
  /** `gatesh ci --fail-on-block`, where something was. */
  blocked: 76,
  stoppedByLimit: 77,
  gateshFailed: 125,
  notExecutable: 126,
  noSuchProgram: 127,
} as const
