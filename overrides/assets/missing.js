// On the 404 page: which of the site's addresses is most like the one that was asked for?
const base = new URL(document.currentScript.dataset.base, location)
const asked = decodeURIComponent(location.pathname).slice(base.pathname.length).toLowerCase()

/** How many letters must be put in, taken out or changed to make one string the other (Levenshtein). */
function distance(a, b) {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++)
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] !== b[j - 1]))
    row = next
  }
  return row[b.length]
}

/** The last name in an address: negotiations for fr/negotiations/, stake-33 for article/#stake-33. */
const last = address => address.split(/[/#]/).filter(Boolean).at(-1) ?? ""

function suggest(addresses) {
  const wanted = last(asked.replace(/(index)?\.(html?|php|md)$/, ""))
  const language = asked.startsWith("fr/")
  const near = addresses
    .filter(address => last(address) && address.startsWith("fr/") === language)
    .map(address => ({ address, by: distance(wanted, last(address)) }))
    .sort((a, b) => a.by - b.by)[0]
  if (!near || near.by > wanted.length / 2) return
  const line = document.getElementById("nearest")
  const link = line.querySelector("a")
  link.href = new URL(near.address, base)
  link.textContent = near.address
  line.hidden = false
}

const pages = [...document.querySelectorAll("#pages a")].map(a => a.href.slice(base.href.length))
fetch(new URL("claims.json", base))
  .then(answer => answer.json())
  .then(({ claims }) => claims.flatMap(({ id }) => [`article/#${id}`, `fr/article/#${id}`]))
  .catch(() => [])
  .then(claims => suggest([...pages, ...claims]))
