export const logHelp = `gatesh log: what was decided, newest first; what was blocked, unless told otherwise

  gatesh log                        as a table; on a terminal through $PAGER (--no-pager, --color always|never|auto)
    --all, --asked                  what ran as well; only what a person was asked about
    --findings                      what was found beside them: writes that left the project, attempts to steer, rules dropped
    --since WHEN                    \`90s\`, \`30m\`, \`2h\`, \`3d\`, \`today\`, \`yesterday\`, \`2026-11-21\`, or a date with its time
    --session ID, --agent NAME      of one session; of one agent, or of the program that was started
    --rule ID                       by one rule; a star stands for anything: \`git.*\`
    --command REGEX                 whose text matches
    --follow                        the last ones, and each as it is written
    --json, --csv                   the lines as they were written; for a spreadsheet
  gatesh log show ID                the whole story of one decision (--json)
    --case [--expect allow|block]   as a line for \`gatesh eval\` and for bug reports
  gatesh log stats                  by rule, program, agent and day, and what was tried again and again (the filters above, --json)
  gatesh log suggest                rules that would have saved questions: each permits one command, word for word (--json)
  gatesh log verify                 whether lines were changed, left out or cut off; then exit code 1 (--session ID, --json)
  gatesh log play ID                the recording of a session that was started with \`--record\`, from shortly before that decision
                                    (--speed N; space waits, + and - change the speed, q ends)
  gatesh log replay FILE|SESSION    judge a log once more

A session's log goes on in a next file at 64 MB. Sessions older than 90 days are dropped, and the oldest beyond 4 GB
(\`log\` in the configuration).`
