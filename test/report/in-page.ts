/** What tests have run inside a page: as text, since the types of this project know no browser. */

/** Mean brightness of a PNG (base64), 0 to 255, and how many colours it has. To be run with the picture in `data`. */
export const pictureOf = (data: string) => `(async () => {
  const bytes = Uint8Array.from(atob(${JSON.stringify(data)}), (character) => character.charCodeAt(0))
  const bitmap = await createImageBitmap(new Blob([bytes]))
  const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')
  context.drawImage(bitmap, 0, 0)
  const { data: pixels } = context.getImageData(0, 0, bitmap.width, bitmap.height)
  const colours = new Set()
  let sum = 0
  for (let at = 0; at < pixels.length; at += 4) {
    sum += (pixels[at] + pixels[at + 1] + pixels[at + 2]) / 3
    colours.add((pixels[at] << 16) | (pixels[at + 1] << 8) | pixels[at + 2])
  }
  return { brightness: sum / (pixels.length / 4), colours: colours.size }
})()`

/** The lowest contrast of any text of the page with what is behind it, as WCAG counts it: 1 to 21. */
export const lowestContrast = `(() => {
  const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })
  const luminance = (colour) => {
    canvas.fillStyle = colour
    canvas.fillRect(0, 0, 1, 1)
    const [red, green, blue] = [...canvas.getImageData(0, 0, 1, 1).data].map((value) => {
      const part = value / 255
      return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
  }
  const backgroundOf = (element) => {
    if (!element) return 'white'
    const { backgroundColor } = getComputedStyle(element)
    return /, 0\\)$|transparent/.test(backgroundColor) ? backgroundOf(element.parentElement) : backgroundColor
  }
  const hasText = (element) => [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim())
  const texts = [...document.querySelectorAll('main *')].filter((element) => element instanceof HTMLElement && hasText(element))
  return Math.min(...texts.map((element) => {
    const [dark, light] = [luminance(getComputedStyle(element).color), luminance(backgroundOf(element))].sort((a, b) => a - b)
    return (light + 0.05) / (dark + 0.05)
  }))
})()`

/** Id of the refusal, or of the element, that has the focus. */
export const focusedId = `document.activeElement?.closest('details')?.id ?? document.activeElement?.id ?? ''`

export const widthOfPage = 'document.documentElement.scrollWidth'

export const dispatched = (event: 'beforeprint' | 'afterprint') => `dispatchEvent(new Event('${event}'))`
