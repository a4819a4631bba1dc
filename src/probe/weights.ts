/** The numbers behind a verdict, in one place. Each was set on the project's own open texts (test/cases/probe/open.jsonl). */

/** A finding of at least this score makes a text an attempt to steer. Signals of one passage add up. */
export const FLAG_FROM = 0.5
/** Findings below this are not worth a line. */
export const REPORT_FROM = 0.35
/** What a second and a third kind of act add to the heaviest one. */
export const FURTHER_ACT = 0.06
/** The most that acts can add: the first pass may pass over whatever could not be flagged even with this. */
export const MOST_FROM_ACTS = 0.34

/** Signals further apart than NEAR characters count FAR_SHARE, further than REACH not at all. */
export const NEAR = 170
export const REACH = 340
export const FAR_SHARE = 0.55

/** What a hiding place adds to what stands in it: readers do not see it, so it was put there for something else. */
export const hidingBonus = {
  invisible: 0.28,
  comment: 0.12,
  attribute: 0.14,
  encoded: 0.2,
  repaired: 0.25,
  concealed: 0.3,
  /** A request among the values of a record, where nobody asks anybody for anything. */
  data: 0.08,
} as const

/** What a context takes away. */
export const share = {
  /** Quoted within talk about attacks: an article, a test, a data set. */
  quotedInSecurityTalk: 0.5,
  securityTalk: 0.82,
  /** Somebody's words in a story or a report. */
  narrated: 0.6,
  /** A file of the project itself, or what its own tools printed. */
  own: 0.7,
  /** The project's own instruction file for agents is there to instruct agents. */
  ownInstructionFile: 0.45,
  ownTestOrSource: 0.55,
} as const
