// Which header names which column.

#include <algorithm>
#include <string>

#include "wasm/statements/csv_columns.hpp"
#include "wasm/statements/fold.hpp"
#include "wasm/statements/texts.hpp"
#include "wasm/statements/utf8.hpp"

namespace budgeting::statements {
namespace {

/// The headers of a role, the best first, folded and without signs. `*` stands for anything.
struct Words {
  Role role;
  std::string_view words;
};

constexpr Words headers[] = {
    {Role::day,
     "booking date|posting date|posted date|post date|date "
     "posted|buchungstag|buchungsdatum|buchung|boekdatum|boekingsdatum|"
     "completed date|date completed|date comptabilisation|date de comptabilisation|fecha "
     "contable|boekingsdag|"
     "date|datum|transaction date|trans date|transactiedatum|transaksie datum|transaksiedatum|fecha "
     "operacion|fecha de operacion|"
     "fecha|f operacion|date operation|date d operation|date de l operation|date "
     "op|dateop|belegdatum|umsatzdatum|data|"
     "data operazione|data contabile|started date|effective date|process date|action date|date *|* "
     "date|*datum"},
    {Role::value_day,
     "value date|valutadatum|wertstellung*|valuta|wert|rentedatum|waarde datum|waardedatum|date valeur|date "
     "de valeur|dateval|"
     "fecha valor|f valor|data valuta|value day|interest date"},
    {Role::amount,
     "net|netto|net amount|amount|betrag|bedrag|montant|importe|umsatz|umsatz in *|transaction amount|amount "
     "in account currency|"
     "transactiebedrag|montant operation|montant de l operation|montant euros|importe "
     "eur|valor|monto|cantidad|value|waarde|"
     "debit credit|credit debit|debit credit amount|amount *|betrag *|bedrag *|montant *|importe *|* "
     "amount|kwota*|castka|castka *"},
    {Role::debit,
     "debit|outflow|debit amount|debits|money out|moneyout|paid out|withdrawal|withdrawals|withdrawal "
     "amount|withdrawal amt|withdrawals *|"
     "payments|payment amount|soll|debet|debiet|debiete|af|debit euros|debit "
     "*|debito|debitos|cargo|cargos|dare|uitgaven|ausgaben|"
     "ausgang|gastos|depenses|out|spent|amount debit|amount out|money out *|debit amt|uit"},
    {Role::credit,
     "credit|inflow|credit amount|credits|money in|moneyin|paid in|deposit|deposits|deposit amount|deposit "
     "amt|deposits *|receipts|haben|"
     "krediet|kredit|kredite|bij|credit euros|credit "
     "*|credito|creditos|abono|abonos|avere|inkomsten|einnahmen|eingang|ingresos|"
     "recettes|in|received|amount credit|amount in|money in *|credit amt|inkomste"},
    {Role::fee, "fee|fees|service fee|fee amount|gebuhr|kosten|frais|comision|fooi"},
    {Role::balance,
     "balance|running balance|running bal|balance *|* balance|saldo|saldo *|solde|solde "
     "*|kontostand*|accountbalance|available balance|"
     "running total"},
    {Role::direction,
     "af bij|afbij|by af code|soll haben|debit credit indicator|credit debit indicator|dr cr|cr dr|d c|c "
     "d|dc|sign|"
     "cdtdbtind|richtung|sens|debet credit|bij af|s h|indicator|direction"},
    {Role::currency,
     "currency|ccy|wahrung|waehrung|munt|muntsoort|devise|moneda|divisa|geldeenheid|currency code|account "
     "currency|valuta code"},
    {Role::account,
     "auftragskonto|iban auftragskonto|account|iban bban|rekening|rekeningnummer|accountnum|account "
     "number|account no|acc no|"
     "rekening nommer|kontonummer|konto|iban|compte|numero de compte|cuenta|account id|iban rekening|conta"},
    {Role::id,
     "transaction id|transactionid|fitid|unique id|id|volgnr|transaction "
     "number|transaktionsnummer|transferwise id|transactie id|"
     "bank id|transaction uuid|entry id|movement id"},
    {Role::state, "status|state|info|estado|statut"},
    {Role::payee,
     "payee|payee name|partner name|merchant|merchant name|counterparty|counter party|counterparty "
     "name|name|beguenstigter zahlungspflichtiger|"
     "begunstigter zahlungspflichtiger|auftraggeber empfanger|auftraggeber begunstigter|begunstigter "
     "auftraggeber|empfanger auftraggeber|"
     "name zahlungsbeteiligter|naam omschrijving|naam tegenpartij|tegenpartij "
     "naam|naam|zahlungsempfanger*|empfanger|empfanger *|"
     "beneficiary|beneficiary *|payee *|name of *|tiers|beneficiario|nom"},
    {Role::text,
     "description*|statement description|details|detail|transaction "
     "description|narrative*|narration|transaction details|"
     "long description|original description|verwendungszweck*|vorgang "
     "verwendungszweck|buchungstext|vorgang|omschrijving*|mededelingen|"
     "libelle*|label|concepto*|descripcion|descrizione|descricao|beskrywing*|besonderhede|particulars|memo|"
     "reference*|verwysing|"
     "referencia|message|payment "
     "reference|notes|note|text|zahlungspflichtige*|movimiento|supplierfound|comment|remarks|transaksie|"
     "transaction|betreff|popis|opis*|motif|own reference|their reference|* description|* reference"},
};

/// Words within headers that say that a column is none of a role, whatever else they say.
constexpr std::string_view excluded[] = {"foreign", "original amount", "local amount", "ursprung",
                                         "francs",  "exchange",        "charges",      "limit"};

/// Whether `text` fits `pattern`, which may begin or end with `*`.
bool fits(std::string_view text, std::string_view pattern) noexcept {
  if (pattern.front() == '*') {
    pattern.remove_prefix(1);
    return text.size() >= pattern.size() && text.substr(text.size() - pattern.size()) == pattern;
  }
  if (pattern.back() != '*') return text == pattern;
  pattern.remove_suffix(1);
  return text.substr(0, pattern.size()) == pattern;
}

/// The header folded, without what is in parentheses, with letters and digits alone.
std::string plain(std::string_view header) {
  constexpr std::size_t most_bytes = 80;
  std::string out;
  bool is_within = false;
  for (const char each : fold(header.substr(0, std::min(header.size(), most_bytes)))) {
    const auto byte = static_cast<unsigned char>(each);
    if (each == '(') is_within = true;
    if (!is_within && (is_letter(each) || is_digit(each) || byte >= 0x80)) {
      out += each;
    } else if (!out.empty() && out.back() != ' ') {
      out += ' ';
    }
    if (each == ')') is_within = false;
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

/// The code in a header such as `Amount (EUR)` or `Betrag (EUR)`; empty if there is none.
std::string_view code_in(std::string_view header) noexcept {
  const std::size_t begin = header.find('(');
  if (begin == std::string_view::npos || header.size() < begin + 5 || header[begin + 4] != ')') return {};
  const std::string_view code = header.substr(begin + 1, 3);
  const bool is_code =
      std::all_of(code.begin(), code.end(), [](char each) { return each >= 'A' && each <= 'Z'; });
  return is_code ? code : std::string_view{};
}

}  // namespace

Named role_of(std::string_view header) {
  const std::string text = plain(header);
  if (text.empty()) return {};
  for (const std::string_view word : excluded) {
    if (text.find(word) != std::string::npos) return {};
  }
  Named best;
  std::size_t best_kind = 3;
  for (const Words& group : headers) {
    std::size_t rank = 0;
    for (std::string_view rest = group.words; !rest.empty(); ++rank) {
      const std::string_view word = rest.substr(0, rest.find('|'));
      rest.remove_prefix(std::min(word.size() + 1, rest.size()));
      if (!fits(text, word)) continue;
      // An exact word of any role goes before a pattern of another.
      const std::size_t kind = word.front() == '*' ? 2 : word.back() == '*' ? 1 : 0;
      if (kind < best_kind) {
        best = {group.role, rank};
        best_kind = kind;
      }
      break;
    }
  }
  return best;
}

bool read_header(const std::vector<std::string_view>& cells, Columns& columns) {
  columns = {};
  constexpr std::size_t none = 10'000;
  std::size_t ranks[16];
  std::fill(std::begin(ranks), std::end(ranks), none);
  int* const places[] = {
      nullptr,          &columns.day, &columns.value_day, &columns.amount,    &columns.debit,
      &columns.credit,  &columns.fee, &columns.balance,   &columns.direction, &columns.currency,
      &columns.account, &columns.id,  &columns.state,     &columns.payee};
  int named = 0;
  for (int at = 0; at < static_cast<int>(cells.size()); ++at) {
    const Named found = role_of(cell_at(cells, at));
    if (found.role == Role::none) continue;
    ++named;
    if (found.role == Role::text) {
      // The best name first: that column is the payee if there is no other.
      const auto is_worse = [&](int other) { return role_of(cell_at(cells, other)).rank > found.rank; };
      columns.texts.insert(std::find_if(columns.texts.begin(), columns.texts.end(), is_worse), at);
      continue;
    }
    const auto role = static_cast<std::size_t>(found.role);
    // A currency behind the amount is the amount's: others are a balance's, or foreign.
    const bool is_amounts_currency =
        found.role == Role::currency && columns.amount >= 0 && columns.amount == at - 1;
    if (found.rank >= ranks[role] && !is_amounts_currency) continue;
    if (found.role == Role::payee && ranks[role] != none) columns.texts.push_back(*places[role]);
    ranks[role] = found.rank;
    *places[role] = at;
  }
  constexpr std::size_t surely_own =
      6;  // the first of the account's headers, which never name the other party's
  columns.may_have_accounts = ranks[static_cast<std::size_t>(Role::account)] < surely_own;
  // Beside the other party's name, any other account is theirs.
  if (!columns.may_have_accounts && columns.payee >= 0) columns.account = -1;
  constexpr std::size_t net_names = 3;  // the first of the amount's headers; a net amount has the fee in it
  if (ranks[static_cast<std::size_t>(Role::amount)] < net_names) columns.fee = -1;
  if (columns.day < 0) std::swap(columns.day, columns.value_day);
  columns.currency_code = code_in(cell_at(cells, columns.amount));
  return columns.day >= 0 && (columns.has_amounts() || named > 2);
}

}  // namespace budgeting::statements
