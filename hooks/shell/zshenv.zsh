# Asks gatesh for each line of a zsh that lives on: one at a terminal, or one that reads its commands from stdin.
# Read as $ZDOTDIR/.zshenv. gatesh writes the three @words@ when a session starts. This runs on the gated side.

typeset -r __gatesh_ask=@ask@ __gatesh_home=@home@ __gatesh_zdotdir=@zdotdir@

# From here on zsh reads the user's own files, as if this one were not there.
if [[ -n $__gatesh_zdotdir ]]; then ZDOTDIR=$__gatesh_zdotdir; else unset ZDOTDIR; fi
[[ ! -r ${ZDOTDIR-$HOME}/.zshenv ]] || source "${ZDOTDIR-$HOME}/.zshenv"

# A text after -c, or a script in a file, was judged when it started.
[[ -o interactive || ( -z ${ZSH_EXECUTION_STRING-} && -z ${ZSH_SCRIPT-} ) ]] || return 0

# Asks about a line that was read whole. Where the answer is no, or none, TRAPDEBUG skips every part of it.
__gatesh_preexec() {
  builtin export ZDOTDIR=$__gatesh_home # for a zsh that the line starts
  if "$__gatesh_ask" line zsh "$3" </dev/null >/dev/null; then
    __gatesh_refused=
  else
    __gatesh_refused=1
  fi
}

# Before each command. ERR_EXIT set here means: do not run it. Only for the line itself, not for our own functions.
TRAPDEBUG() {
  [[ -z ${__gatesh_refused-} || $#funcstack -gt 1 ]] || builtin setopt err_exit
  return 0
}

# Before a line is read: the hooks stand again.
__gatesh_precmd() {
  __gatesh_refused=
  builtin setopt debug_before_cmd
  preexec_functions=(__gatesh_preexec ${preexec_functions:#__gatesh_preexec})
  precmd_functions=(__gatesh_precmd ${precmd_functions:#__gatesh_precmd})
}

__gatesh_precmd
