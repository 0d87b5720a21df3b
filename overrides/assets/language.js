// The link to the other language leads to the point (#id) that the reader has come to.
document.addEventListener("click", event => {
  const link = event.target.closest("a.language")
  if (link) link.hash = location.hash
})
