#pragma once

#include <string>
#include <string_view>

namespace budgeting::statements {

/// The text as it is compared and searched: in lower case, without accents, with runs of blanks as one space
/// and none at the ends, and without characters that nobody sees. Latin letters lose their accents (also
/// those that Unicode does not decompose: `ß` is `ss`, `ø` is `o`), full-width characters become usual ones,
/// and Greek and Cyrillic ones lower case. Folding a folded text changes nothing. `text` is UTF-8.
std::string fold(std::string_view text);

}  // namespace budgeting::statements
