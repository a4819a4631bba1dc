export const help = `gatesh: every command of an agent is decided before it runs, against what you actually said

  gatesh PROGRAM [ARGUMENT...]      start an agent inside the gate (\`gatesh claude\`, \`gatesh -- bash\`)
  gatesh run PROGRAM [ARGUMENT...]  the same, where the program is called like one of the words below
  gatesh ci [OPTION...] -- PROGRAM  the same in a CI job: nobody at the keyboard (--event FILE, --trust-author NAME,
                                    --fail-on-block, --summary FILE, --log-dir DIR)
  gatesh shims DIR                  shims that stand on PATH of a container, without a launch (--idle SECONDS)
  gatesh telemetry send             sends to the collector what has not been sent (--seconds N)
  gatesh log [show ID]              what was blocked, newest first; filters, figures, checks: \`gatesh log help\`
  gatesh report                     the latest session as a page to look at (--session ID, --since WHEN, --markdown, --output FILE)
  gatesh pending                    what waits for your answer, and what was refused and can still be approved (--json)
  gatesh approve ID                 let it run: --once (unless given), --session, or --always, which writes a rule
  gatesh deny ID                    do not; --stop: and end the agent
  gatesh restore ID                 put a file back that was written outside the project, after showing the difference
  gatesh check TEXT                 what would be decided about a command here, and why (--json, --task TEXT; -- COMMAND)
  gatesh rules [show ID]            what gatesh decides by; --dropped: which of your rules are out of force, and why
  gatesh rules prompt, critique     what a model is told that judges here; what it says of your own rules in prose
  gatesh config                     what is set, and where (--schema: what can be)
  gatesh eval FILE...               judge a file of cases (--engine embedded|anthropic|both, --json, --only, --max)
  gatesh log replay FILE|SESSION    judge a log once more (--engine; --diff: what comes out differently; --json)
  gatesh probe [FILE...]            warn of text that tries to steer an agent; standard input passes through (--json, --fail)
  gatesh init [AGENT...]            put hooks into the agents' own settings; --remove: take them out again
  gatesh doctor                     what this machine allows; --bypass: which ways around a gate are closed here (--json)
  gatesh help, gatesh --version

Options before PROGRAM:
  --task TEXT, --task-file FILE     what you want done, for agents without a transcript that gatesh can read (or GATESH_TASK)
  --project DIR                     the directory that the agent works on; default: the repository here
  --mode auto|ask|observe           ask: you are asked about all that is not plainly harmless; observe: nothing is blocked
  --strict                          the exec supervisor or nothing
  --shims                           shims on PATH only
  --allow-sudo                      shims only, since the supervisor's tree cannot gain privileges
  --confine, --confine=secrets      walls (Linux): nothing outside the project can be written; secrets: nor credential stores read
  --record                          records the terminal, without its secrets, for \`gatesh log play\`
  --allow-ptrace                    debuggers may trace, and so may anything else in the tree

Exit codes: the agent's own; 126 denied or not executable, 127 no such program, 125 gatesh failed, 77 ended at a limit,
76 something was blocked and \`--fail-on-block\` was given.`
