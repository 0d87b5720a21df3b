// On the 404 page: which of the site's addresses is most like the one that was asked for?
const base = new URL(document.currentScript.dataset.base, location)

/** Lower case, without accents, endings of files and what a sentence leaves behind an address. */
function plain(text) {
  try { text = decodeURIComponent(text) } catch { text = text.replace(/\/?%[\dA-F%]*/gi, "") } // broken code
  return text.normalize("NFD").replace(/\p{Mark}/gu, "").toLowerCase()
    .replace(/[^\p{Letter}\d/]+$/u, "").replace(/(index)?\.(html?|php|md)$/, "").replace(/[\s_’']+/g, "-")
}

// What the French menu calls the pages, whose addresses are English.
const french = {
  accueil: "", "l-article": "article", "part-et-argent": "negotiations", negociations: "negotiations",
  "clouds-et-modeles": "dependency-reduction", dependance: "dependency-reduction", depuis: "since",
  "qui-controle-openai": "pbc-restructuring", restructuration: "pbc-restructuring", chronologie: "timeline",
  acteurs: "players", glossaire: "glossary", "a-propos": "about",
}

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

/** The last name in an address: negotiations for fr/negotiations/, stake-33 for claims/stake-33/. */
const last = address => address.split(/[/#]/).filter(Boolean).at(-1) ?? ""

/** Show the address below the root that is most like what was asked for, if any is like it. */
function suggest(addresses) {
  const asked = plain(location.pathname.slice(base.pathname.length))
  let name = last(asked), prefix = asked.startsWith("fr/") ? "fr/" : ""
  const named = french[name]
  if (named !== undefined) [name, prefix] = [named, "fr/"]
  const near = addresses
    .map(address => ({ address, by: distance(name, last(address)) }))
    .sort((a, b) => a.by - b.by)[0]
  if (named === undefined && (!near || near.by > name.length / 2)) return
  const line = document.getElementById("nearest")
  const link = line.querySelector("a")
  const address = prefix + (name || named === undefined ? near.address : "")
  link.href = new URL(address, base)
  link.textContent = address || "/"
  line.hidden = false
}

const pages = [...document.querySelectorAll("#pages a:not([hreflang])")].map(a => a.href.slice(base.href.length)).filter(Boolean)
fetch(new URL("claims.json", base))
  .then(answer => answer.json())
  .then(({ claims }) => claims.map(claim => claim.url.en.split("/").slice(-3).join("/")))
  .catch(() => [])
  .then(claims => suggest([...pages, ...claims]))
