#include "tests/statements/writers.hpp"

#include <algorithm>
#include <cstdio>
#include <tuple>

namespace writers {
namespace {

std::string digits(int number, int width) {
  char text[16];
  std::snprintf(text, sizeof text, "%0*d", width, number);
  return text;
}

std::string compact(const Movement& movement) {
  return digits(movement.year, 4) + digits(movement.month, 2) + digits(movement.day, 2);
}

std::string day_text(const Movement& movement, int form) {
  constexpr const char* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::string year = digits(movement.year, 4);
  const std::string month = digits(movement.month, 2);
  const std::string day = digits(movement.day, 2);
  switch (form) {
    case 0:
      return iso(movement);
    case 1:
      return day + "/" + month + "/" + year;
    case 2:
      return month + "/" + day + "/" + year;
    case 3:
      return day + "." + month + "." + year.substr(2);
    case 4:
      return compact(movement);
    default:
      return day + " " + months[movement.month - 1] + " " + year;
  }
}

struct Headers {
  const char* day;
  const char* text;
  const char* amount;
  const char* debit;
  const char* credit;
  const char* balance;
};

constexpr Headers languages[] = {
    {"Date", "Description", "Amount", "Debit", "Credit", "Balance"},
    {"Datum", "Beskrywing", "Bedrag", "Debiet", "Krediet", "Saldo"},
    {"Buchungstag", "Verwendungszweck", "Betrag", "Soll", "Haben", "Saldo"},
    {"Date", "Libellé", "Montant", "Débit", "Crédit", "Solde"},
    {"Datum", "Omschrijving", "Bedrag", "Af", "Bij", "Saldo"},
    {"Fecha", "Concepto", "Importe", "Cargo", "Abono", "Saldo"},
};

std::string element(const std::string& name, const std::string& value, bool is_xml) {
  return "<" + name + ">" + value + (is_xml ? "</" + name + ">" : "") + "\n";
}

std::string balance(const std::string& code, std::int64_t cents) {
  return "<Bal><Tp><CdOrPrtry><Cd>" + code + "</Cd></CdOrPrtry></Tp><Amt Ccy=\"EUR\">" +
         decimal(cents, ".", "", false) + "</Amt><CdtDbtInd>" + (cents < 0 ? "DBIT" : "CRDT") +
         "</CdtDbtInd></Bal>";
}

}  // namespace

std::int64_t Account::closing() const {
  std::int64_t balance = opening;
  for (const Movement& movement : movements) balance += movement.cents;
  return balance;
}

Account random_account(std::mt19937_64& random) {
  constexpr const char* names[] = {"Coffee Shop",  "Müller",   "Salary January",
                                   "Rent 12 Road", "ATM 0815", "Café de Paris"};
  Account account{static_cast<std::int64_t>(random() % 1'000'000) - 200'000, {}};
  const std::size_t count = 3 + random() % 12;
  for (std::size_t at = 0; at < count; ++at) {
    const std::int64_t most = random() % 4 == 0 ? 50'000'000 : 20'000;
    const auto cents = static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(most)) + 1;
    account.movements.push_back({2025 + static_cast<int>(random() % 2), 1 + static_cast<int>(random() % 12),
                                 1 + static_cast<int>(random() % 28),
                                 at == 0 || random() % 3 != 0 ? -cents : cents, names[random() % 6]});
  }
  // One day and one amount that show how the others are written.
  account.movements[0].day = 27;
  account.movements[1].cents = 123'456;
  std::sort(account.movements.begin(), account.movements.end(),
            [](const Movement& one, const Movement& other) {
              return std::tie(one.year, one.month, one.day) < std::tie(other.year, other.month, other.day);
            });
  return account;
}

CsvDialect random_dialect(std::mt19937_64& random) {
  CsvDialect dialect{};
  dialect.delimiter = ",;\t|"[random() % 4];
  dialect.has_decimal_comma = random() % 2 == 0;
  dialect.is_quoted = random() % 2 == 0 || dialect.delimiter == ',';
  dialect.group = random() % 2 == 0 ? "" : dialect.has_decimal_comma ? "." : random() % 2 == 0 ? "," : " ";
  dialect.day_form = static_cast<int>(random() % 6);
  dialect.layout = static_cast<int>(random() % 4);
  dialect.has_balance = random() % 2 == 0;
  dialect.newest_first = random() % 2 == 0;
  dialect.has_preamble = random() % 2 == 0;
  dialect.line_end = random() % 3 == 0 ? "\r\n" : random() % 2 == 0 ? "\r" : "\n";
  dialect.language = static_cast<int>(random() % 6);
  return dialect;
}

std::string iso(const Movement& movement) {
  return digits(movement.year, 4) + "-" + digits(movement.month, 2) + "-" + digits(movement.day, 2);
}

std::string decimal(std::int64_t cents, const std::string& separator, const std::string& group,
                    bool is_signed) {
  const std::int64_t magnitude = cents < 0 ? -cents : cents;
  std::string whole = std::to_string(magnitude / 100);
  for (std::size_t at = whole.size(); at > 3; at -= 3) whole.insert(at - 3, group);
  return (cents < 0 && is_signed ? "-" : "") + whole + separator +
         digits(static_cast<int>(magnitude % 100), 2);
}

std::string csv(const Account& account, const CsvDialect& dialect) {
  const Headers& headers = languages[dialect.language];
  const auto cell = [&](const std::string& text) { return dialect.is_quoted ? "\"" + text + "\"" : text; };
  const auto row = [&](const std::vector<std::string>& cells) {
    std::string text;
    for (std::size_t at = 0; at < cells.size(); ++at)
      text += (at > 0 ? std::string(1, dialect.delimiter) : "") + cell(cells[at]);
    return text + dialect.line_end;
  };
  const auto amount = [&](std::int64_t cents, bool is_signed) {
    return decimal(cents, dialect.has_decimal_comma ? "," : ".", dialect.group, is_signed);
  };
  const bool has_columns = dialect.layout == 1 || dialect.layout == 2;
  std::vector<std::string> header = {headers.day, headers.text};
  if (has_columns) {
    header.insert(header.end(), {headers.debit, headers.credit});
  } else {
    header.emplace_back(headers.amount);
  }
  if (dialect.layout == 3) header.emplace_back("Direction");
  if (dialect.has_balance) header.emplace_back(headers.balance);

  std::vector<std::string> rows;
  std::int64_t balance = account.opening;
  for (const Movement& movement : account.movements) {
    balance += movement.cents;
    std::vector<std::string> cells = {day_text(movement, dialect.day_form), movement.payee};
    if (has_columns) {
      const bool is_out = movement.cents < 0;
      cells.push_back(is_out ? amount(movement.cents, dialect.layout == 2) : "");
      cells.push_back(is_out ? "" : amount(movement.cents, false));
    } else {
      cells.push_back(amount(movement.cents, dialect.layout == 0));
    }
    if (dialect.layout == 3) cells.emplace_back(movement.cents < 0 ? "Debit" : "Credit");
    if (dialect.has_balance) cells.push_back(amount(balance, true));
    rows.push_back(row(cells));
  }
  if (dialect.newest_first) std::reverse(rows.begin(), rows.end());
  std::string text;
  if (dialect.has_preamble) text += row({"Account Number", "62001234567"}) + dialect.line_end;
  text += row(header);
  for (const std::string& each : rows) text += each;
  return text;
}

std::string ofx(const Account& account, bool is_xml) {
  std::string text = is_xml ? "<?xml version=\"1.0\"?><?OFX OFXHEADER=\"200\" VERSION=\"202\"?>\n"
                            : "OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nCHARSET:1252\n\n";
  text += "<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS>\n" + element("CURDEF", "ZAR", is_xml) + "<BANKACCTFROM>\n" +
          element("ACCTID", "62001234567", is_xml) + "</BANKACCTFROM><BANKTRANLIST>\n";
  for (const Movement& movement : account.movements) {
    text += "<STMTTRN>\n" + element("DTPOSTED", compact(movement), is_xml) +
            element("TRNAMT", decimal(movement.cents, ".", "", true), is_xml) +
            element("NAME", movement.payee, is_xml) + "</STMTTRN>\n";
  }
  return text + "</BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>\n";
}

std::string qif(const Account& account) {
  std::string text = "!Type:Bank\n";
  for (const Movement& movement : account.movements) {
    text += "D" + day_text(movement, 2) + "\nT" + decimal(movement.cents, ".", ",", true) + "\nP" +
            movement.payee + "\n^\n";
  }
  return text;
}

std::string camt(const Account& account) {
  std::string text =
      "<Document><BkToCstmrStmt><Stmt><Acct><Id><IBAN>DE02120300000000202051</IBAN></Id></Acct>\n";
  text += balance("OPBD", account.opening) + balance("CLBD", account.closing()) + "\n";
  for (const Movement& movement : account.movements) {
    const bool is_out = movement.cents < 0;
    const std::string party = is_out ? "Cdtr" : "Dbtr";
    text += "<Ntry><Amt Ccy=\"EUR\">" + decimal(movement.cents, ".", "", false) + "</Amt><CdtDbtInd>" +
            (is_out ? "DBIT" : "CRDT") + "</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>" + iso(movement) +
            "</Dt></BookgDt><NtryDtls><TxDtls><RltdPties><" + party + "><Nm>" + movement.payee + "</Nm></" +
            party + "></RltdPties></TxDtls></NtryDtls></Ntry>\n";
  }
  return text + "</Stmt></BkToCstmrStmt></Document>\n";
}

std::string mt940(const Account& account, bool has_subfields) {
  const auto mark = [](std::int64_t cents) { return cents < 0 ? "D" : "C"; };
  std::string text =
      ":20:STARTUMS\r\n:25:12345678/1020304050\r\n:28C:0\r\n:60F:" + std::string(mark(account.opening)) +
      "250101EUR" + decimal(account.opening, ",", "", false) + "\r\n";
  for (const Movement& movement : account.movements) {
    const std::string day = compact(movement).substr(2);
    text += ":61:" + day + day.substr(2) + mark(movement.cents) + "R" +
            decimal(movement.cents, ",", "", false) +
            "NTRFNONREF\r\n:86:" + (has_subfields ? "166?20?32" : "") + movement.payee + "\r\n";
  }
  return text + ":62F:" + mark(account.closing()) + "261231EUR" + decimal(account.closing(), ",", "", false) +
         "\r\n-\r\n";
}

}  // namespace writers
