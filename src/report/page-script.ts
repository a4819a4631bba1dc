/** What the report does by itself: filter, keys, theme, and everything open on paper. It reads without it as well. */
export const pageScript = `
(() => {
  const entries = [...document.querySelectorAll('details.entry')]
  const filter = document.querySelector('#filter')
  const none = document.querySelector('#none')
  const shown = () => entries.filter((entry) => !entry.hidden)
  const root = document.documentElement

  const apply = () => {
    const words = filter.value.toLowerCase().split(/\\s+/).filter(Boolean)
    for (const entry of entries) entry.hidden = !words.every((word) => entry.textContent.toLowerCase().includes(word))
    none.hidden = shown().length > 0
  }
  filter?.addEventListener('input', apply)

  const toggleTheme = () => {
    const dark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches
    root.dataset.theme = dark ? 'light' : 'dark'
  }
  document.querySelector('#theme').addEventListener('click', toggleTheme)

  const openAll = () => {
    const all = shown()
    const open = !all.every((entry) => entry.open)
    for (const entry of all) entry.open = open
  }
  document.querySelector('#open')?.addEventListener('click', openAll)

  const move = (step) => {
    const all = shown()
    if (all.length === 0) return
    const at = all.findIndex((entry) => entry.contains(document.activeElement))
    const next = at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + step))
    const summary = all[next].querySelector('summary')
    summary.focus({ preventScroll: true })
    all[next].scrollIntoView({ block: 'nearest' })
  }

  const reveal = () => {
    const entry = document.getElementById(decodeURIComponent(location.hash.slice(1)))
    if (!(entry instanceof HTMLDetailsElement)) return
    if (entry.hidden) {
      filter.value = ''
      apply()
    }
    entry.open = true
    entry.querySelector('summary').focus({ preventScroll: true })
    entry.scrollIntoView({ block: 'start' })
  }
  addEventListener('hashchange', reveal)
  if (location.hash) reveal()

  addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (event.target === filter) {
      if (event.key === 'Escape') {
        filter.value = ''
        apply()
        filter.blur()
      }
      return
    }
    const keys = { j: () => move(1), k: () => move(-1), o: openAll, t: toggleTheme, '/': () => filter?.focus() }
    const action = keys[event.key]
    if (!action) return
    event.preventDefault()
    action()
  })

  let closed = []
  addEventListener('beforeprint', () => {
    closed = entries.filter((entry) => !entry.open)
    for (const entry of closed) entry.open = true
  })
  addEventListener('afterprint', () => {
    for (const entry of closed) entry.open = false
  })
})()
`
