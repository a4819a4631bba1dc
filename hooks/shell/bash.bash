# Asks gatesh for each line of a bash that lives on: one at a terminal, or one that reads its commands from stdin.
# Sourced through BASH_ENV, PROMPT_COMMAND or --rcfile. gatesh writes @ask@, the program that asks, when a session starts.
# This runs on the gated side, in a shell that can be told many things, so: what can be made readonly is, what is asked
# runs in a subshell of its own without the shell's functions, and anything odd means that the line does not run.

[[ -z ${__gatesh_armed-} ]] || return 0
case $- in
*i*) ;;
*c*) return 0 ;; # its text was judged when it started
*s*) ;;
*) [[ $# == 0 && ${0##*/} =~ ^-?bash$ ]] || return 0 ;; # a script in a file
esac

readonly __gatesh_ask=@ask@

# Prints 0 where the line at the end of the history may run. Anything else that it prints, or nothing, stops the line.
__gatesh_line() {
  # In POSIX mode no function stands before `unset`; then none stands before the others either.
  POSIXLY_CORRECT=1
  unset -f builtin history shopt printf "$__gatesh_ask" || return
  unset -v HISTTIMEFORMAT
  if [[ ! -o history || ${HISTCONTROL-} == *ignore[sb]* || -n ${HISTIGNORE-} ]] || ! shopt -q cmdhist; then
    printf 'gatesh: blocked: this shell does not keep its lines in the history, so none can be asked about\n' >&2
    return
  fi
  [[ $(history 1) =~ ^\ *[0-9]+[\ *]\ (.*)$ ]] || return
  "$__gatesh_ask" line bash "${BASH_REMATCH[1]}" </dev/null >/dev/null && printf 0
}

# Asks for one simple command, in a shell that has no history.
__gatesh_command() {
  # With it, a trap that fails skips the command. Not before bash has started: it would look for a debugger's profile.
  shopt -s extdebug
  [[ ${__gatesh_asked-} == "$PWD $BASH_COMMAND" ]] && return 0
  "$__gatesh_ask" line bash "$BASH_COMMAND" </dev/null >/dev/null || return 1
  __gatesh_asked="$PWD $BASH_COMMAND"
}

readonly -f __gatesh_line __gatesh_command
readonly __gatesh_armed=$$

if [[ $- == *i* ]]; then
  set -o history
  shopt -s cmdhist
  HISTCONTROL=ignoredups
  HISTIGNORE=
  # Expanded when a line has been read and nothing of it has run; an error there ends the line. T and E in $- would let a
  # trap of the shell speak in the place of __gatesh_line.
  readonly PS0='${__gatesh_armed:0:$((0${-//[!TE]}+$(__gatesh_line)))}'"${PS0-}"
  readonly HISTCONTROL HISTIGNORE
else
  set -o functrace
  trap __gatesh_command DEBUG
fi
