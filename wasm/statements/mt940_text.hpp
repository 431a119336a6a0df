#pragma once

#include <string>
#include <string_view>

namespace budgeting::statements {

/// The parts of a field :86: that are shown.
struct Mt940Text {
  std::string payee;
  std::string memo;
};

/// Reads the text of a field :86:, whose lines are joined by line feeds. Three dialects are told apart:
/// - subfields `?20` to `?29` and `?60` to `?63` with the purpose, `?32` and `?33` with the other party
/// (German
///   banks; Dutch and Polish ones use `>` or `<` or `~` in place of `?`), where the purpose may have SEPA's
///   keys (`SVWZ+`);
/// - `/NAME/...//REMI/...` (Dutch banks);
/// - free text, which becomes the memo.
Mt940Text mt940_text(std::string_view text);

}  // namespace budgeting::statements
