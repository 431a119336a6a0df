#include "wasm/query/builder.hpp"

namespace budgeting::query {

std::string text(const Statement& statement, bool keyed) {
  std::string text;
  for (const Piece& piece : statement.pieces()) {
    if (keyed || !piece.keyed) text += piece.text;
  }
  return text;
}

}  // namespace budgeting::query
