/** How an act is meant where a message names it. */
export type Mood =
  | 'order' // the agent is to do it
  | 'forbidden'
  | 'asked' // a question about it
  | 'condition' // only names when something else is to happen
  | 'later' // for another day, or after a person's word
  | 'own' // the user, or somebody else, does it
  | 'told' // states that it happened, or what it is
  | 'quoted' // somebody else's words
