/** Colours of the terminal, or none of them. */

const codes = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, blue: 34, magenta: 35, cyan: 36 } as const

export type Colour = keyof typeof codes

/** Gives `text` in a colour, or as it is. */
export type Style = (colour: Colour, text: string) => string

export const plain: Style = (_colour, text) => text

export const coloured: Style = (colour, text) => (text === '' ? '' : `\x1b[${codes[colour]}m${text}\x1b[0m`)
