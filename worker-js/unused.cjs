// Stands in for packages that come with `pg` and have no part in this Worker (wrangler.toml names them): pools, which must
// not outlive a request; password files; values made of PostgreSQL's texts, which stay texts here.
function Unused() {}
Unused.getTypeParser = () => String;
module.exports = Unused;
