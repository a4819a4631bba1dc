/** The part of node-pty that is used here. The prebuilt distribution ships types under its own name only. */
declare module 'node-pty' {
  export interface Pty {
    readonly pid: number
    /** Path of the slave; not in the published types, there in every version since 0.7. */
    readonly _pty?: string
    /** Bytes, where `encoding` is null. */
    onData(listener: (data: Buffer) => void): void
    onExit(listener: (end: { exitCode: number; signal?: number }) => void): void
    write(data: Buffer): void
    /** Stops and starts reading what the program writes. */
    pause(): void
    resume(): void
    resize(columns: number, rows: number): void
    kill(signal: string): void
  }
  export interface PtyOptions {
    readonly name: string
    readonly cols: number
    readonly rows: number
    readonly cwd: string
    readonly env: Record<string, string>
    readonly encoding: null
  }
  const nodePty: { spawn(file: string, args: string[], options: PtyOptions): Pty }
  export default nodePty
}
