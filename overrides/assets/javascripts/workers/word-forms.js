// The theme's search worker, made to know word forms and to overlook accents. The theme searches
// for what begins with the typed word; this looks for what begins with its stem: "négocier" finds
// « négociation ». It must stand in this folder: the theme loads languages relative to it.
importScripts(location.search.slice(1))

const fold = text => text.normalize("NFD").replace(/\p{Mark}/gu, "")

const run = lunr.Pipeline.prototype.run
lunr.Pipeline.prototype.run = function (tokens) {
  return run.call(this, tokens).map(token => token.update(fold))
}

const search = lunr.Index.prototype.search
lunr.Index.prototype.search = function (query) {
  const stemmer = lunr.fr ? lunr.fr.stemmer : lunr.stemmer
  const stem = word => fold(stemmer(new lunr.Token(word.toLowerCase())).toString())
  return search.call(this, query.replace(/(\p{Letter}{4,})\*/gu, (_, word) => stem(word) + "*"))
}
