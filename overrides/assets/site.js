// The link to the other language leads to the point (#id) that the reader has come to.
document.addEventListener("click", event => {
  const link = event.target.closest("a.language")
  if (link) link.hash = location.hash
})

// A ready citation can be copied; without script it stands there to be selected.
for (const line of document.querySelectorAll("[data-copy]")) {
  const text = line.textContent.trim(), button = document.createElement("button")
  button.className = "copy"
  button.textContent = line.dataset.copy
  button.onclick = () => navigator.clipboard.writeText(text).then(() => { button.textContent = line.dataset.copied })
  if (navigator.clipboard) line.append(" ", button)
}

// The theme's script, its search worker and the search index weigh more than a page. They are
// fetched when the reader reaches for the header or the keyboard; reading needs none of them.
const header = document.querySelector("[data-md-component=header]")
let theme
const fetchTheme = () => theme ??= new Promise(resolve => {
  const script = document.createElement("script")
  script.src = document.querySelector("script[type='text/late']").dataset.src
  script.onload = () => setTimeout(() => resolve(fetchTheme.done = true))
  document.body.append(script)
})
document.addEventListener("keydown", fetchTheme, { once: true })
for (const reach of ["pointerover", "pointerdown", "focusin"]) header.addEventListener(reach, fetchTheme, { once: true })

// A click that came before the script did is done again once the script listens.
header.addEventListener("click", event => {
  const label = event.target.closest("label")
  if (!label || fetchTheme.done) return
  event.preventDefault()
  fetchTheme().then(() => label.click())
})
