#include "wasm/statements/days.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace budgeting::statements;

namespace {

std::string shown(std::string_view text, DayOrder order = DayOrder::dmy) {
  const auto day = read_day(text, order);
  return day ? text_of(*day) : "none";
}

}  // namespace

TEST_CASE("days are read in every form that banks use") {
  for (const char* text : {"2026-06-03",
                           "2026/06/03",
                           "2026.06.03",
                           "20260603",
                           "03/06/2026",
                           "3.6.2026",
                           "3-6-26",
                           "03 06 2026",
                           "03Jun2026",
                           "03-Jun-26",
                           "3 June 2026",
                           "June 3, 2026",
                           "Wed 3 Jun 2026",
                           "Wednesday, 3 June 2026",
                           "3. Juni 2026",
                           "3 juin 2026",
                           "3 junio 2026",
                           "3 Junie 2026",
                           "20260603120000[-3:GMT]",
                           "2026-06-03T23:59:59.999+02:00",
                           "2026-06-03 10:11",
                           "03/06/2026 10:11:12 PM",
                           "'2026-06-03'",
                           "03062026",
                           "202606031200",
                           "20260603093914:014",
                           "2026-6-3",
                           " 3/ 6'26",
                           "2026-06-03Z",
                           "mercredi 3 juin 2026",
                           "3\xC2\xA0juin\xC2\xA0"
                           "2026"}) {
    CAPTURE(text);
    CHECK(shown(text) == "2026-06-03");
  }
}

TEST_CASE("what is no day is not taken for one") {
  for (const char* text : {"",
                           "31/02/2026",
                           "2026-13-01",
                           "20120231",
                           "00000000",
                           "2026-00-10",
                           "12345678",
                           "1.234,56",
                           "-3.50",
                           "12:30",
                           "3/6",
                           "2026",
                           "Total",
                           "Jun 2026 report",
                           "3 Jux 2026",
                           "99999999999999999999",
                           "3//6/2026",
                           "0000-00-00",
                           "3 June 2026 at the latest, or so they say, but who knows that",
                           "1899-12-31",
                           "2200-01-01"}) {
    CAPTURE(text);

    CHECK(shown(text) == "none");
  }
}

TEST_CASE("the order matters only where the text does not show it") {
  CHECK(shown("03/04/2026", DayOrder::dmy) == "2026-04-03");
  CHECK(shown("03/04/2026", DayOrder::mdy) == "2026-03-04");
  CHECK(shown("03/04/05", DayOrder::ymd) == "2003-04-05");
  CHECK(shown("2026-04-03", DayOrder::mdy) == "2026-04-03");
  CHECK(shown("03 Apr 2026", DayOrder::mdy) == "2026-04-03");
}

TEST_CASE("all days together decide the order") {
  DayOrders orders;
  CHECK(orders.order() == DayOrder::dmy);
  orders.add(written_day("03/04/2026"));
  CHECK(orders.order() == DayOrder::dmy);
  CHECK(orders.is_open());
  orders.add(written_day("03/31/2026"));
  CHECK(orders.order() == DayOrder::mdy);
  CHECK_FALSE(orders.is_open());
}

TEST_CASE("a day without a year is the nearest one") {
  const Day near = *read_day("2026-01-05");
  CHECK(text_of(*nearest_day(written_day("28 Dec"), near)) == "2025-12-28");
  CHECK(text_of(*nearest_day(written_day("Feb 2"), near)) == "2026-02-02");
  CHECK_FALSE(nearest_day(written_day("31 Feb"), near));
  CHECK_FALSE(nearest_day(written_day("2 Feb 2026"), near));
}
