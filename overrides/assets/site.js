// All that the site does by script. Reading, menu, filters and notes need none of it.
const html = document.documentElement
const all = selector => document.querySelectorAll(selector)

// Colours: they follow the system until the reader chooses the others. The choice is kept for the whole site
// (partials/javascripts/base.html reads it); where storage is blocked it lasts for the page.
const system = matchMedia("(prefers-color-scheme: dark)")
const isDark = () => html.dataset.colours ? html.dataset.colours === "dark" : system.matches
const colours = document.querySelector(".colours")
const showColours = () => colours.setAttribute("aria-checked", isDark())
colours.addEventListener("click", () => {
  const chosen = isDark() ? "light" : "dark"
  const asSystem = (chosen === "dark") === system.matches
  if (asSystem) delete html.dataset.colours
  else html.dataset.colours = chosen
  try {
    if (asSystem) localStorage.removeItem(html.dataset.key)
    else localStorage.setItem(html.dataset.key, chosen)
  } catch {}
  showColours()
})
system.addEventListener("change", showColours)
showColours()

// The link to the other language keeps the point (#id) that the reader has come to.
document.querySelector(".language").addEventListener("click", event => { event.currentTarget.hash = location.hash })

// Copying: what is marked for it gets a button; without script it can be selected.
for (const text of all("[data-copy]")) {
  const copied = text.textContent.trim(), button = document.createElement("button")
  button.className = "copy"
  button.textContent = text.dataset.copy
  button.onclick = () => navigator.clipboard.writeText(copied).then(() => { button.textContent = text.dataset.copied })
  if (navigator.clipboard) text.after(button)
}

// The menu closes by Escape, by a click elsewhere, and by a link to a point of the page.
const menu = document.querySelector(".menu")
document.addEventListener("click", event => {
  if (!event.target.closest(".menu summary") && (!menu.contains(event.target) || event.target.closest("a"))) menu.open = false
})
menu.addEventListener("keydown", event => {
  if (event.key !== "Escape") return
  menu.open = false
  menu.firstElementChild.focus()
})

// Paper shows what is folded away on the screen.
addEventListener("beforeprint", () => all("article details:not([open])").forEach(e => { e.open = e.dataset.forPaper = true }))
addEventListener("afterprint", () => all("details[data-for-paper]").forEach(e => { e.open = false; delete e.dataset.forPaper }))

// The search: Pagefind, fetched when it is first opened; a frozen edition has none.
const search = document.querySelector(".search")
if (search) {
  const [form, , status, list] = search.children, field = form.elements[0]
  let index
  search.querySelector(".search__without").remove()
  const open = event => {
    event?.preventDefault()
    index ??= import(new URL(search.dataset.index, location))
    index.catch(() => { index = undefined })
    if (!search.open) search.showModal()
    field.select()
  }
  document.querySelector(".find").addEventListener("click", open)
  document.addEventListener("keydown", event => {
    const typing = event.target.closest?.("input:not([type=radio]), textarea, select, [contenteditable]")
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) open(event)
  })
  search.addEventListener("click", event => { if (event.target === search || event.target.closest("a")) search.close() })
  form.addEventListener("keydown", event => { if (event.key === "Enter" && event.target === field) event.preventDefault() })

  field.addEventListener("input", async () => {
    const { debouncedSearch } = await index
    const typed = field.value.replace(/\b(?:[cdjlmnst]|qu)['’]/gi, "") // d’Altman, l'AGI: the word itself
    let found = await debouncedSearch(typed, {}, 120)
    if (found && /oe|ae/.test(typed)) { // cœur, typed without its ligature
      const joined = await (await index).search(typed.replace(/oe/g, "œ").replace(/ae/g, "æ"))
      if (joined.results[0]?.score > (found.results[0]?.score ?? 0)) found = joined
    }
    if (!found) return // something else has been typed meanwhile
    const pages = await Promise.all(found.results.slice(0, 10).map(result => result.data()))
    const { none, one, many } = search.dataset, count = found.results.length
    status.textContent = !field.value.trim() ? "" : count ? (count > 1 ? many : one).replace("{}", count) : none
    list.replaceChildren(...pages.map(page => {
      const item = document.createElement("li")
      const best = part => Math.max(...part.weighted_locations.map(place => place.balanced_score))
      const parts = page.sub_results.filter(part => part.weighted_locations.length).sort((a, b) => best(b) - best(a)).slice(0, 3)
      item.append(link(page.url, page.meta.title))
      for (const part of parts.length ? parts : [page]) {
        const place = document.createElement("p")
        if (part.title && part.title !== page.meta.title) place.append(link(part.url, part.title), " ")
        place.insertAdjacentHTML("beforeend", part.excerpt) // Pagefind escapes it and adds <mark>
        item.append(place)
      }
      return item
    }))
  })
  function link(url, text) {
    const a = document.createElement("a")
    a.href = url
    a.textContent = text
    return a
  }
}
