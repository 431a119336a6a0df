#include "wasm/domain/recurrence.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace budgeting::domain;

namespace {

Rule rule_of(std::string_view text) {
  std::string problem;
  const auto rule = parse_rule(text, problem);
  REQUIRE_MESSAGE(rule, problem);
  return *rule;
}

std::string fault_of(std::string_view text) {
  std::string problem;
  CHECK_FALSE(parse_rule(text, problem));
  return problem;
}

/// The first `most` days from `start` on, as `1997-09-02 1997-09-03 ...`.
std::string days(std::string_view start, std::string_view text, int most = 1000,
                 std::string_view last = "2030-12-31") {
  const Rule rule = rule_of(text);
  Occurrences occurrences(*parse_day(start), rule);
  std::string found;
  for (int count = 0; count < most; ++count) {
    const auto day = occurrences.next(*parse_day(last));
    if (!day) break;
    if (!found.empty()) found += ' ';
    append_day(found, *day);
  }
  return found;
}

}  // namespace

TEST_CASE("RFC 5545, examples: daily and weekly") {
  CHECK(days("1997-09-02", "FREQ=DAILY;COUNT=10") ==
        "1997-09-02 1997-09-03 1997-09-04 1997-09-05 1997-09-06 1997-09-07 1997-09-08 1997-09-09 1997-09-10 "
        "1997-09-11");
  CHECK(days("1997-12-20", "FREQ=DAILY;UNTIL=19971223") == "1997-12-20 1997-12-21 1997-12-22 1997-12-23");
  CHECK(days("1997-09-02", "FREQ=DAILY;INTERVAL=10;COUNT=5") ==
        "1997-09-02 1997-09-12 1997-09-22 1997-10-02 1997-10-12");
  const std::string all_of_january = days("1998-01-01", "FREQ=DAILY;UNTIL=20000131;BYMONTH=1");
  CHECK(all_of_january.size() == 93 * 11 - 1);
  CHECK(days("1998-01-01", "FREQ=YEARLY;UNTIL=20000131;BYMONTH=1;BYDAY=SU,MO,TU,WE,TH,FR,SA") ==
        all_of_january);
  CHECK(days("1997-09-02", "FREQ=WEEKLY;COUNT=10") ==
        "1997-09-02 1997-09-09 1997-09-16 1997-09-23 1997-09-30 1997-10-07 1997-10-14 1997-10-21 1997-10-28 "
        "1997-11-04");
  CHECK(days("1997-09-02", "FREQ=WEEKLY;COUNT=10;WKST=SU;BYDAY=TU,TH") ==
        "1997-09-02 1997-09-04 1997-09-09 1997-09-11 1997-09-16 1997-09-18 1997-09-23 1997-09-25 1997-09-30 "
        "1997-10-02");
  CHECK(days("1997-09-01", "FREQ=WEEKLY;INTERVAL=2;UNTIL=19971224;WKST=SU;BYDAY=MO,WE,FR") ==
        "1997-09-01 1997-09-03 1997-09-05 1997-09-15 1997-09-17 1997-09-19 1997-09-29 1997-10-01 1997-10-03 "
        "1997-10-13 1997-10-15 1997-10-17 1997-10-27 1997-10-29 1997-10-31 1997-11-10 1997-11-12 1997-11-14 "
        "1997-11-24 1997-11-26 1997-11-28 1997-12-08 1997-12-10 1997-12-12 1997-12-22 1997-12-24");
  CHECK(days("1997-09-02", "FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH") ==
        "1997-09-02 1997-09-04 1997-09-16 1997-09-18 1997-09-30 1997-10-02 1997-10-14 1997-10-16");
}

TEST_CASE("RFC 5545, examples: the first day of the week makes a difference") {
  CHECK(days("1997-08-05", "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO") ==
        "1997-08-05 1997-08-10 1997-08-19 1997-08-24");
  CHECK(days("1997-08-05", "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU") ==
        "1997-08-05 1997-08-17 1997-08-19 1997-08-31");
}

TEST_CASE("RFC 5545, examples: monthly") {
  CHECK(days("1997-09-05", "FREQ=MONTHLY;COUNT=10;BYDAY=1FR") ==
        "1997-09-05 1997-10-03 1997-11-07 1997-12-05 1998-01-02 1998-02-06 1998-03-06 1998-04-03 1998-05-01 "
        "1998-06-05");
  CHECK(days("1997-09-07", "FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU") ==
        "1997-09-07 1997-09-28 1997-11-02 1997-11-30 1998-01-04 1998-01-25 1998-03-01 1998-03-29 1998-05-03 "
        "1998-05-31");
  CHECK(days("1997-09-22", "FREQ=MONTHLY;COUNT=6;BYDAY=-2MO") ==
        "1997-09-22 1997-10-20 1997-11-17 1997-12-22 1998-01-19 1998-02-16");
  CHECK(days("1997-09-28", "FREQ=MONTHLY;BYMONTHDAY=-3", 6) ==
        "1997-09-28 1997-10-29 1997-11-28 1997-12-29 1998-01-29 1998-02-26");
  CHECK(days("1997-09-02", "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15") ==
        "1997-09-02 1997-09-15 1997-10-02 1997-10-15 1997-11-02 1997-11-15 1997-12-02 1997-12-15 1998-01-02 "
        "1998-01-15");
  CHECK(days("1997-09-30", "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1") ==
        "1997-09-30 1997-10-01 1997-10-31 1997-11-01 1997-11-30 1997-12-01 1997-12-31 1998-01-01 1998-01-31 "
        "1998-02-01");
  CHECK(days("1997-09-10", "FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10,11,12,13,14,15") ==
        "1997-09-10 1997-09-11 1997-09-12 1997-09-13 1997-09-14 1997-09-15 1999-03-10 1999-03-11 1999-03-12 "
        "1999-03-13");
  CHECK(days("1997-09-02", "FREQ=MONTHLY;INTERVAL=2;BYDAY=TU", 9) ==
        "1997-09-02 1997-09-09 1997-09-16 1997-09-23 1997-09-30 1997-11-04 1997-11-11 1997-11-18 1997-11-25");
  CHECK(days("1997-09-02", "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", 5) ==
        "1998-02-13 1998-03-13 1998-11-13 1999-08-13 2000-10-13");
  CHECK(days("1997-09-13", "FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13", 10) ==
        "1997-09-13 1997-10-11 1997-11-08 1997-12-13 1998-01-10 1998-02-07 1998-03-07 1998-04-11 1998-05-09 "
        "1998-06-13");
  CHECK(days("1997-09-04", "FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3") ==
        "1997-09-04 1997-10-07 1997-11-06");
  CHECK(days("1997-09-29", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2", 7) ==
        "1997-09-29 1997-10-30 1997-11-27 1997-12-30 1998-01-29 1998-02-26 1998-03-30");
  CHECK(days("2007-01-15", "FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5") ==
        "2007-01-15 2007-01-30 2007-02-15 2007-03-15 2007-03-30");
}

TEST_CASE("RFC 5545, examples: yearly") {
  CHECK(days("1997-06-10", "FREQ=YEARLY;COUNT=10;BYMONTH=6,7") ==
        "1997-06-10 1997-07-10 1998-06-10 1998-07-10 1999-06-10 1999-07-10 2000-06-10 2000-07-10 2001-06-10 "
        "2001-07-10");
  CHECK(days("1997-03-10", "FREQ=YEARLY;INTERVAL=2;COUNT=10;BYMONTH=1,2,3") ==
        "1997-03-10 1999-01-10 1999-02-10 1999-03-10 2001-01-10 2001-02-10 2001-03-10 2003-01-10 2003-02-10 "
        "2003-03-10");
  CHECK(days("1997-05-19", "FREQ=YEARLY;BYDAY=20MO", 3) == "1997-05-19 1998-05-18 1999-05-17");
  CHECK(days("1997-03-13", "FREQ=YEARLY;BYMONTH=3;BYDAY=TH", 7) ==
        "1997-03-13 1997-03-20 1997-03-27 1998-03-05 1998-03-12 1998-03-19 1998-03-26");
  CHECK(days("1996-11-05", "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8", 3) ==
        "1996-11-05 2000-11-07 2004-11-02");
}

TEST_CASE("days that do not exist in a month or year are skipped, never moved") {
  CHECK(days("2026-01-31", "FREQ=MONTHLY", 4) == "2026-01-31 2026-03-31 2026-05-31 2026-07-31");
  CHECK(days("2024-02-29", "FREQ=YEARLY", 2) == "2024-02-29 2028-02-29");
  CHECK(days("2026-01-31", "FREQ=MONTHLY;BYMONTHDAY=-1", 3) == "2026-01-31 2026-02-28 2026-03-31");
  CHECK(days("2026-01-01", "FREQ=YEARLY;BYDAY=53TH", 2) == "2026-12-31");
}

TEST_CASE("a rule that never falls on a day ends, and so does one with a large interval") {
  CHECK(days("2026-01-01", "FREQ=DAILY;BYMONTHDAY=31;BYMONTH=2") == "");
  CHECK(days("2026-01-01", "FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=2;COUNT=3") == "");
  for (const char* frequency : {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}) {
    CHECK(days("2026-01-01", std::string("FREQ=") + frequency + ";INTERVAL=999999999", 1000, "9999-12-31") ==
          "2026-01-01");
  }
}

TEST_CASE("a start on which the rule does not fall is not an occurrence and does not count") {
  CHECK(days("2026-11-27", "FREQ=WEEKLY;BYDAY=MO;COUNT=2") == "2026-11-30 2026-12-07");
}

TEST_CASE("occurrences can be requested in batches") {
  const Rule rule = rule_of("FREQ=WEEKLY;BYDAY=MO,FR");
  Occurrences occurrences(*parse_day("2026-11-27"), rule);
  CHECK(occurrences.next(*parse_day("2026-11-29")) == parse_day("2026-11-27"));
  CHECK_FALSE(occurrences.next(*parse_day("2026-11-29")));
  CHECK(occurrences.next(*parse_day("2026-11-30")) == parse_day("2026-11-30"));
  CHECK_FALSE(occurrences.next(*parse_day("2026-11-30")));
}

TEST_CASE("a rule is parsed in any case, with or without its property name") {
  CHECK(days("2026-11-27", "rrule:freq=daily;count=2") == "2026-11-27 2026-11-28");
  CHECK(days("2026-11-27", "FREQ=DAILY;UNTIL=20261128T235959Z") == "2026-11-27 2026-11-28");
  CHECK(days("2026-11-27", "COUNT=1;FREQ=MONTHLY;BYDAY=+4FR") == "2026-11-27");
}

TEST_CASE("an invalid or unsupported part of a rule is named") {
  CHECK(fault_of("") == "needs FREQ, such as FREQ=MONTHLY");
  CHECK(fault_of("FREQ=HOURLY") == "uses FREQ=HOURLY, which is not supported");
  CHECK(fault_of("FREQ=YEARLY;BYWEEKNO=20") == "uses BYWEEKNO, which is not supported");
  CHECK(fault_of("FREQ=FORTNIGHTLY") == "needs FREQ to be DAILY, WEEKLY, MONTHLY or YEARLY");
  CHECK(fault_of("FREQ=DAILY;FREQ=DAILY") == "has FREQ twice");
  CHECK(fault_of("FREQ=DAILY;BYMOON=1") == "has the unknown part \"BYMOON\"");
  CHECK(fault_of("FREQ=DAILY;COUNT=2;UNTIL=20270101") == "may have COUNT or UNTIL, not both");
  CHECK(fault_of("FREQ=WEEKLY;BYMONTHDAY=1") == "may not have BYMONTHDAY with FREQ=WEEKLY");
  CHECK(fault_of("FREQ=DAILY;BYDAY=1MO") ==
        "may number the days in BYDAY only with FREQ=MONTHLY or FREQ=YEARLY");
  CHECK(fault_of("FREQ=DAILY;BYSETPOS=1") == "may have BYSETPOS only beside another BY part");
  for (const char* part :
       {"INTERVAL=0",      "INTERVAL=-1",  "INTERVAL=",     "INTERVAL=1.5",   "INTERVAL=9999999999",
        "COUNT=0",         "COUNT=x",      "UNTIL=2026",    "UNTIL=20260231", "UNTIL=20260101T",
        "UNTIL=20260101Z", "BYDAY=",       "BYDAY=XX",      "BYDAY=MO,",      "BYDAY=0MO",
        "BYDAY=54MO",      "BYMONTHDAY=0", "BYMONTHDAY=32", "BYMONTHDAY=--1", "BYMONTH=13",
        "BYMONTH=-1",      "BYSETPOS=367", "WKST=M"}) {
    const std::string name(part, std::string_view(part).find('='));
    CHECK(fault_of(std::string("FREQ=MONTHLY;") + part).starts_with("needs " + name + " to be "));
  }
}
