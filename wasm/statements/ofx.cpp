// OFX and QFX: 1.x in SGML and 2.x in XML (OFX 2.2, chapters 11 and 13). Elements are told apart by their
// names and the aggregate around them, never by how they are nested: banks forget end tags and mix them up.

#include <algorithm>
#include <utility>

#include "wasm/statements/amounts.hpp"
#include "wasm/statements/days.hpp"
#include "wasm/statements/markup.hpp"
#include "wasm/statements/readers.hpp"
#include "wasm/statements/utf8.hpp"

namespace budgeting::statements {
namespace {

bool is_any(std::string_view name, std::initializer_list<std::string_view> names) noexcept {
  return std::any_of(names.begin(), names.end(), [&](std::string_view each) { return is_same(each, name); });
}

/// A transaction as it stands.
struct Transaction {
  std::int32_t line = 0;
  std::string_view posted, user_day, amount, id, name, memo;
};

class OfxReader {
 public:
  explicit OfxReader(Collector& collector) noexcept : collector_(&collector) {}

  void read(std::string_view text) {
    Markup markup(text, collector_->texts());
    for (Token token = markup.next(); token.kind != Token::Kind::end; token = markup.next()) {
      if (token.kind == Token::Kind::open) {
        begin(token);
      } else if (token.kind == Token::Kind::close) {
        end(token);
      } else {
        value(token);
      }
    }
    end_transaction();
    end_statement();
    finish();
  }

 private:
  enum class Around : std::uint8_t { none, ledger_balance, available_balance, other_account };

  void begin(const Token& token) {
    const std::string_view name = token.name;
    if (is_any(name, {"STMTRS", "CCSTMTRS", "STMTTRNRS", "CCSTMTTRNRS"})) {
      end_statement();
      is_in_statement_ = true;
    } else if (is_any(name, {"INVSTMTRS", "INVSTMTTRNRS"})) {
      end_statement();
      is_in_investment_ = true;
      has_investment_ = true;
    } else if (is_any(name, {"STMTTRN", "STMTTRNP"})) {
      end_transaction();
      is_in_transaction_ = true;
      is_pending_ = is_pending_list_ || is_same(name, "STMTTRNP");
      transaction_ = {};
      transaction_.line = token.line;
      around_ = Around::none;
    } else if (is_any(name, {"BANKTRANLISTP", "CCTRANLISTP", "PENDING"})) {
      is_pending_list_ = true;
    } else if (is_same(name, "BANKTRANLIST")) {
      is_pending_list_ = false;
    } else if (is_same(name, "LEDGERBAL")) {
      end_transaction();
      around_ = Around::ledger_balance;
    } else if (is_any(name, {"AVAILBAL", "BAL", "BALLIST"})) {
      end_transaction();
      around_ = Around::available_balance;
    } else if (is_any(name, {"BANKACCTTO", "CCACCTTO"})) {
      around_ = Around::other_account;
    } else if (is_any(name, {"BANKACCTFROM", "CCACCTFROM"})) {
      around_ = Around::none;
    }
  }

  void end(const Token& token) {
    const std::string_view name = token.name;
    if (is_any(name, {"STMTTRN", "STMTTRNP", "BANKTRANLIST"})) {
      end_transaction();
    } else if (is_any(name, {"BANKTRANLISTP", "CCTRANLISTP", "PENDING"})) {
      is_pending_list_ = false;
    } else if (is_any(name, {"STMTRS", "CCSTMTRS"})) {
      end_statement();
    } else if (is_any(name, {"INVSTMTRS", "INVSTMTTRNRS"})) {
      end_transaction();
      is_in_investment_ = false;
    } else if (is_any(name, {"LEDGERBAL", "AVAILBAL", "BALLIST", "BANKACCTTO", "CCACCTTO"})) {
      around_ = Around::none;
    }
  }

  void value(const Token& token) {
    const std::string_view name = token.name;
    if (is_in_transaction_) return transaction_value(name, token.text);
    if (is_in_investment_) return;
    if (is_same(name, "CURDEF")) {
      currency_ = token.text;
    } else if (is_same(name, "ACCTID") && around_ != Around::other_account) {
      account_ = token.text;
    } else if (is_same(name, "DTSTART")) {
      from_ = read_day(token.text);
    } else if (is_same(name, "DTEND")) {
      to_ = read_day(token.text);
    } else if (is_same(name, "BALAMT") && around_ == Around::ledger_balance) {
      const Amount amount = read_amount(token.text, '.');
      if (amount.reading == Reading::exact) balance_ = amount.cents;
    } else if (is_same(name, "MESSAGE") && message_.empty()) {
      message_ = token.text;
    }
  }

  void transaction_value(std::string_view name, std::string_view text) {
    if (around_ == Around::other_account) return;
    const std::pair<std::string_view, std::string_view*> fields[] = {
        {"DTPOSTED", &transaction_.posted}, {"DTUSER", &transaction_.user_day},
        {"TRNAMT", &transaction_.amount},   {"FITID", &transaction_.id},
        {"NAME", &transaction_.name},       {"MEMO", &transaction_.memo}};
    for (const auto& [field, place] : fields) {
      // The first one counts: PAYEE, CURRENCY and the like have elements of the same names.
      if (is_same(field, name) && place->empty()) *place = text;
    }
  }

  void end_transaction() {
    if (!std::exchange(is_in_transaction_, false) || is_in_investment_) return;
    around_ = Around::none;
    Statement& statement = current();
    if (is_pending_) {
      ++statement.pending;
      return;
    }
    const Amount amount = read_amount(transaction_.amount, '.');
    if (amount.reading != Reading::exact) {
      return Collector::lose(statement, transaction_.line,
                             joined({"The amount of the transaction cannot be read: ",
                                     why_not(amount.reading, transaction_.amount), "."}));
    }
    const bool has_posted = transaction_.posted.find_first_of("123456789") != std::string_view::npos;
    const auto day = read_day(has_posted ? transaction_.posted : transaction_.user_day);
    if (!day) {
      return Collector::lose(statement, transaction_.line,
                             joined({"The transaction's day cannot be read: ", quoted(transaction_.posted),
                                     " is no day that exists."}));
    }
    Texts& texts = collector_->texts();
    const std::string_view payee = texts.clean(transaction_.name);
    const std::string_view memo = texts.clean(transaction_.memo);
    collector_->add(statement, {transaction_.line, *day, amount.cents, payee.empty() ? memo : payee,
                                payee.empty() || memo == payee ? std::string_view{} : memo,
                                texts.clean(transaction_.id), false});
  }

  /// The statement of the account that was named last.
  Statement& current() { return collector_->statement(account_, currency_); }

  void end_statement() {
    end_transaction();
    if (is_in_statement_ && !(account_.empty() && !balance_ && !from_)) {
      Statement& statement = current();
      if (from_ && !statement.from) statement.from = from_;
      if (to_) statement.to = to_;
      if (balance_) statement.closing_balance = balance_;
    }
    is_in_statement_ = is_in_investment_ = is_pending_list_ = false;
    account_ = currency_ = {};
    from_ = to_ = std::nullopt;
    balance_ = std::nullopt;
    around_ = Around::none;
  }

  void finish() {
    if (!has_investment_) {
      const std::string message =
          message_.empty()
              ? "This OFX file has no transactions. Export a period in which there are some."
              : joined({"This OFX file has no transactions, but a message of the bank: ", quoted(message_),
                        "."});
      return collector_->finish(message);
    }
    const std::string_view advice = "Export the bank account's or the card's own statement instead.";
    for (Statement& statement : collector_->file().statements) {
      Collector::note(statement, 0,
                      "The file also has the statement of an investment account, which is left out.");
    }
    collector_->finish(joined(
        {"This OFX file is the statement of an investment account, which cannot be imported. ", advice}));
  }

  Collector* collector_;
  Transaction transaction_;
  std::string_view account_{}, currency_{}, message_{};
  std::optional<Day> from_{}, to_{};
  std::optional<std::int64_t> balance_{};
  Around around_ = Around::none;
  bool is_in_statement_ = false, is_in_investment_ = false, has_investment_ = false;
  bool is_in_transaction_ = false, is_pending_ = false, is_pending_list_ = false;
};

/// The version that the header names: `VERSION:102` or `VERSION="211"`; empty without a header.
std::string_view version_of(std::string_view text) noexcept {
  constexpr std::size_t header_bytes = 1024;
  const std::string_view header = text.substr(0, std::min(text.find("<OFX>"), header_bytes));
  const std::size_t instruction = header.find("<?OFX");
  if (instruction != std::string_view::npos) return Markup::attribute(header.substr(instruction), "VERSION");
  const std::size_t at = header.find("VERSION:");
  if (at == std::string_view::npos) return {};
  const std::string_view rest = trimmed(header.substr(at + 8));
  return rest.substr(0, std::min(rest.find_first_not_of("0123456789"), rest.size()));
}

}  // namespace

void read_ofx(std::string_view text, const Options& /*options*/, Collector& collector) {
  const std::string_view version = version_of(text);
  collector.file().dialect = version.size() == 3
                                 ? joined({"OFX ", version.substr(0, 1), ".", version.substr(1),
                                           version[0] == '1' ? " (SGML)" : " (XML)"})
                                 : std::string("OFX");
  OfxReader(collector).read(text);
}

}  // namespace budgeting::statements
