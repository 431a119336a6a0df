// CAMT.052, .053 and .054 of any version (ISO 20022, "Bank-to-Customer Cash Management"). Elements are known
// by the names of the innermost few, so that versions, namespaces and prefixes make no difference.

#include <algorithm>
#include <initializer_list>
#include <numeric>
#include <utility>
#include <vector>

#include "wasm/statements/amounts.hpp"
#include "wasm/statements/days.hpp"
#include "wasm/statements/markup.hpp"
#include "wasm/statements/readers.hpp"

namespace budgeting::statements {
namespace {

/// The names of the elements around the current place, from the outermost one on.
class Path {
 public:
  void open(std::string_view name) {
    if (names_.size() < most_depth) {
      names_.push_back(name);
    } else {
      ++beyond_;
    }
  }

  /// Closes what was left open within the innermost element of this name; false if there is none.
  bool close_within(std::string_view name) {
    if (beyond_ > 0) {
      --beyond_;
      return false;
    }
    const auto found = std::find(names_.rbegin(), names_.rend(), name);
    if (found == names_.rend()) return false;
    names_.erase(found.base(), names_.end());
    return true;
  }

  void close() { names_.pop_back(); }

  [[nodiscard]] bool ends_with(std::initializer_list<std::string_view> names) const noexcept {
    return beyond_ == 0 && names.size() <= names_.size() &&
           std::equal(names.begin(), names.end(), names_.end() - static_cast<std::ptrdiff_t>(names.size()));
  }

  [[nodiscard]] bool has(std::string_view name) const noexcept {
    return std::find(names_.begin(), names_.end(), name) != names_.end();
  }

  [[nodiscard]] bool is_at_root() const noexcept { return names_.empty(); }

 private:
  static constexpr std::size_t most_depth = 64;  // CAMT is 15 deep
  std::vector<std::string_view> names_;
  std::size_t beyond_ = 0;
};

/// What an entry and each of its details have.
struct Details {
  std::int32_t line = 0;
  std::string_view amount, account_amount, ordered_amount, sign, id, debtor, creditor;
  std::vector<std::string_view> texts;
  std::string_view more;  ///< the bank's own words, for want of others
};

struct Entry : Details {
  std::string_view status, booked, valued, currency;
  std::vector<Details> details;
};

struct Balance {
  std::string_view code, amount, sign;
};

bool is_debit(std::string_view sign) noexcept { return sign == "DBIT"; }

class CamtReader {
 public:
  explicit CamtReader(Collector& collector) noexcept : collector_(&collector) {}

  void read(std::string_view text) {
    Markup markup(text, collector_->texts());
    for (Token token = markup.next(); token.kind != Token::Kind::end; token = markup.next()) {
      last_line_ = token.line;
      if (token.kind == Token::Kind::open) {
        begin(token);
      } else if (token.kind == Token::Kind::value) {
        value(token.text);
      } else if (path_.close_within(token.name)) {
        end(token.name);
        path_.close();
      }
    }
    if (!path_.is_at_root()) {
      Collector::lose(current(), last_line_,
                      "The file ends in the middle: its last end tag is missing. Export it again.");
    }
    collector_->finish("This CAMT file has no entries. Export a period in which there are some.");
  }

 private:
  static bool is_statement(std::string_view name) noexcept {
    return name == "Stmt" || name == "Rpt" || name == "Ntfctn";
  }

  void begin(const Token& token) {
    const bool is_in_entry = path_.has("Ntry");
    path_.open(token.name);
    if (is_statement(token.name) && !is_in_entry) {
      account_ = currency_ = {};
      entry_ = {};
      from_ = to_ = std::nullopt;
      balances_.clear();
    } else if (token.name == "Ntry" && !is_in_entry) {
      entry_ = {};
      entry_.line = token.line;
    } else if (token.name == "TxDtls") {
      // An entry of more than this is one line; none of a person's has more than a few.
      constexpr std::size_t most_details = 10'000;
      if (entry_.details.size() < most_details) entry_.details.emplace_back();
      entry_.details.back().line = token.line;
    } else if (token.name == "Bal" && !is_in_entry) {
      balances_.emplace_back();
    } else if (token.name == "Amt" && path_.ends_with({"Ntry", "Amt"})) {
      entry_.currency = Markup::attribute(token.attributes, "Ccy");
    } else if (token.name == "Amt" && path_.ends_with({"Bal", "Amt"}) && currency_.empty()) {
      currency_ = Markup::attribute(token.attributes, "Ccy");
    }
  }

  void value(std::string_view text) {
    if (path_.has("Ntry")) {
      entry_value(text);
    } else if (path_.has("Bal")) {
      balance_value(text);
    } else {
      statement_value(text);
    }
  }

  void statement_value(std::string_view text) {
    if (path_.ends_with({"Acct", "Id", "IBAN"}) || path_.ends_with({"Acct", "Id", "Othr", "Id"})) {
      if (account_.empty()) account_ = text;
    } else if (path_.ends_with({"Acct", "Ccy"})) {
      currency_ = text;
    } else if (path_.ends_with({"FrToDt", "FrDtTm"}) || path_.ends_with({"FrToDt", "FrDt"})) {
      from_ = read_day(text);
    } else if (path_.ends_with({"FrToDt", "ToDtTm"}) || path_.ends_with({"FrToDt", "ToDt"})) {
      to_ = read_day(text);
    }
  }

  void balance_value(std::string_view text) {
    if (balances_.empty()) return;
    Balance& balance = balances_.back();
    if (path_.ends_with({"CdOrPrtry", "Cd"})) balance.code = text;
    if (path_.ends_with({"Bal", "Amt"})) balance.amount = text;
    if (path_.ends_with({"Bal", "CdtDbtInd"})) balance.sign = text;
  }

  void entry_value(std::string_view text) {
    const auto set = [&](std::string_view& place) {
      if (place.empty()) place = text;
    };
    if (path_.ends_with({"Ntry", "Amt"})) set(entry_.amount);
    if (path_.ends_with({"Ntry", "CdtDbtInd"})) set(entry_.sign);
    if (path_.ends_with({"Ntry", "Sts"}) || path_.ends_with({"Sts", "Cd"})) set(entry_.status);
    if (path_.ends_with({"BookgDt", "Dt"}) || path_.ends_with({"BookgDt", "DtTm"})) set(entry_.booked);
    if (path_.ends_with({"ValDt", "Dt"}) || path_.ends_with({"ValDt", "DtTm"})) set(entry_.valued);
    if (path_.ends_with({"Ntry", "AcctSvcrRef"})) set(entry_.id);
    if (path_.ends_with({"Ntry", "AddtlNtryInf"})) set(entry_.more);
    if (path_.has("TxDtls") && !entry_.details.empty()) detail_value(entry_.details.back(), text);
  }

  void detail_value(Details& detail, std::string_view text) const {
    const auto set = [&](std::string_view& place) {
      if (place.empty()) place = text;
    };
    if (path_.ends_with({"TxDtls", "Amt"})) set(detail.amount);
    if (path_.ends_with({"TxAmt", "Amt"})) set(detail.account_amount);
    if (path_.ends_with({"InstdAmt", "Amt"})) set(detail.ordered_amount);
    if (path_.ends_with({"TxDtls", "CdtDbtInd"})) set(detail.sign);
    if (path_.ends_with({"Refs", "AcctSvcrRef"})) set(detail.id);
    if (path_.ends_with({"Dbtr", "Nm"}) || path_.ends_with({"Dbtr", "Pty", "Nm"})) set(detail.debtor);
    if (path_.ends_with({"Cdtr", "Nm"}) || path_.ends_with({"Cdtr", "Pty", "Nm"})) set(detail.creditor);
    if (path_.ends_with({"RmtInf", "Ustrd"}) || path_.ends_with({"CdtrRefInf", "Ref"}))
      detail.texts.push_back(text);
    if (path_.ends_with({"TxDtls", "AddtlTxInf"})) set(detail.more);
  }

  void end(std::string_view name) {
    if (name == "Ntry") end_entry();
    if (is_statement(name) && !path_.has("Ntry")) end_statement();
  }

  void end_entry() {
    const std::string_view currency = entry_.currency.empty() ? currency_ : entry_.currency;
    Statement& statement = collector_->statement(account_, currency_.empty() ? currency : currency_);
    if (entry_.status == "PDNG" || entry_.status == "FUTR") {
      ++statement.pending;
      return;
    }
    const Amount amount = signed_amount(entry_.amount, entry_.sign);
    if (amount.reading != Reading::exact) {
      return Collector::lose(
          statement, entry_.line,
          joined({"The entry's amount cannot be read: ", why_not(amount.reading, entry_.amount), "."}));
    }
    const auto day = read_day(entry_.booked.empty() ? entry_.valued : entry_.booked);
    if (!day) {
      return Collector::lose(statement, entry_.line,
                             joined({"The entry's booking date cannot be read: ", quoted(entry_.booked),
                                     " is no day that exists."}));
    }
    if (!add_details(statement, amount.cents, *day)) add(statement, entry_, amount.cents, *day);
  }

  /// The amount with its sign. A reversal has the sign of what it does to the account, so it needs no other.
  static Amount signed_amount(std::string_view text, std::string_view sign) noexcept {
    Amount amount = read_amount(text, '.');
    if (is_debit(sign)) amount.cents = -amount.cents;
    return amount;
  }

  /// Adds a line for each of several transactions, if their amounts come to the entry's. Otherwise they are
  /// in other currencies, or not all there, and the entry is the line.
  bool add_details(Statement& statement, std::int64_t sum, Day day) {
    if (entry_.details.size() < 2) return false;
    std::vector<std::int64_t> amounts;
    for (const Details& detail : entry_.details) {
      const std::string_view text = !detail.amount.empty()           ? detail.amount
                                    : !detail.account_amount.empty() ? detail.account_amount
                                                                     : detail.ordered_amount;
      const Amount amount = signed_amount(text, detail.sign.empty() ? entry_.sign : detail.sign);
      if (amount.reading != Reading::exact) return false;
      amounts.push_back(amount.cents);
    }
    if (std::accumulate(amounts.begin(), amounts.end(), std::int64_t{0}) != sum) return false;
    for (std::size_t at = 0; at < amounts.size(); ++at) add(statement, entry_.details[at], amounts[at], day);
    return true;
  }

  /// Adds a line. Where it has no words of its own, the entry's are used; those of the only transaction are
  /// the entry's too.
  void add(Statement& statement, const Details& details, std::int64_t cents, Day day) {
    Texts& texts = collector_->texts();
    const bool is_whole = &details == &entry_;
    const Details& source = is_whole && entry_.details.size() == 1 ? entry_.details.front() : details;
    const std::string_view party = cents < 0 ? source.creditor : source.debtor;
    std::vector<std::string_view> words = source.texts;
    if (words.empty()) words = {source.more.empty() ? entry_.more : source.more};
    const std::string_view memo = texts.join(words);
    const std::string_view payee = texts.clean(party.empty() && memo.empty() ? entry_.more : party);
    const std::string_view id = is_whole && !entry_.id.empty() ? entry_.id : source.id;
    collector_->add(statement,
                    {details.line, day, cents, payee.empty() ? memo : payee,
                     payee.empty() || payee == memo ? std::string_view{} : memo, texts.clean(id), false});
  }

  void end_statement() {
    Statement& statement = current();
    if (from_ && (!statement.from || *from_ < *statement.from)) statement.from = from_;
    if (to_ && (!statement.to || *to_ > *statement.to)) statement.to = to_;
    for (const Balance& balance : balances_) {
      const Amount amount = signed_amount(balance.amount, balance.sign);
      if (amount.reading != Reading::exact) continue;
      // A file with several statements of one account begins with the first one's and ends with the last
      // one's.
      const bool is_opening = balance.code == "OPBD" || (balance.code == "PRCD" && !has_code("OPBD"));
      if (is_opening && !statement.opening_balance) statement.opening_balance = amount.cents;
      if (balance.code == "CLBD") statement.closing_balance = amount.cents;
    }
  }

  [[nodiscard]] bool has_code(std::string_view code) const noexcept {
    return std::any_of(balances_.begin(), balances_.end(),
                       [&](const Balance& each) { return each.code == code; });
  }

  Statement& current() {
    return collector_->statement(account_, currency_.empty() ? entry_.currency : currency_);
  }

  Collector* collector_;
  Path path_;
  Entry entry_;
  std::string_view account_{}, currency_{};
  std::optional<Day> from_{}, to_{};
  std::vector<Balance> balances_;
  std::int32_t last_line_ = 1;
};

/// The message's name, such as "camt.053.001.02"; "CAMT" if the file does not name it.
std::string dialect_of(std::string_view text) {
  const std::size_t at = text.substr(0, 2048).find("camt.05");
  if (at == std::string_view::npos) return "CAMT";
  constexpr std::size_t name_bytes = 15;
  const std::string_view name = text.substr(at, name_bytes);
  return std::string(name.substr(0, name.find_first_not_of("camt.0123456789")));
}

}  // namespace

void read_camt(std::string_view text, const Options& /*options*/, Collector& collector) {
  collector.file().dialect = dialect_of(text);
  CamtReader(collector).read(text);
}

}  // namespace budgeting::statements
