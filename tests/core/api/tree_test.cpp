#include "wasm/api/tree.hpp"

#include <doctest/doctest.h>

#include "wasm/model/months.hpp"
#include "wasm/model/yearly.hpp"

using namespace budgeting;
using Returned = std::vector<std::optional<std::string_view>>;

TEST_CASE("rows become lists below the rows that they belong to, in the model's order") {
  // Months, fixed payments, categories and transactions: the numbers and the texts of each.
  const Returned columns{"{{7,2025,3,100,1,2}}",
                         "{March}",
                         "{{12,7,30,1,1,2},{11,7,20,0,1,2},{10,7,10,1,1,2}}",
                         "{Late,First,Early}",
                         "{{20,7,5,0,1,2},{21,7,6,1,1,2}}",
                         "{Food,Fun}",
                         "{{31,20,-4,50,1,2},{32,20,5,NULL,1,2},{33,20,6,60,1,2},{30,20,7,60,1,2}}",
                         "{a,NULL,c,d}"};
  CHECK(
      api::tree_json(model::month_tree, columns) ==
      R"({"id":7,"name":"March","year":2025,"month":3,"income":100,"createdAt":1,"updatedAt":2,"fixedPayments":[)"
      R"({"id":11,"monthId":7,"name":"First","amount":20,"orderIndex":0,"createdAt":1,"updatedAt":2},)"
      R"({"id":10,"monthId":7,"name":"Early","amount":10,"orderIndex":1,"createdAt":1,"updatedAt":2},)"
      R"({"id":12,"monthId":7,"name":"Late","amount":30,"orderIndex":1,"createdAt":1,"updatedAt":2}],"categories":[)"
      R"({"id":20,"monthId":7,"name":"Food","allocatedAmount":5,"orderIndex":0,"createdAt":1,"updatedAt":2,)"
      R"("transactions":[)"
      R"({"id":32,"categoryId":20,"amount":5,"description":null,"transactionDate":null,"createdAt":1,"updatedAt":2},)"
      R"({"id":30,"categoryId":20,"amount":7,"description":"d","transactionDate":60,"createdAt":1,"updatedAt":2},)"
      R"({"id":33,"categoryId":20,"amount":6,"description":"c","transactionDate":60,"createdAt":1,"updatedAt":2},)"
      R"({"id":31,"categoryId":20,"amount":-4,"description":"a","transactionDate":50,"createdAt":1,"updatedAt":2}]},)"
      R"({"id":21,"monthId":7,"name":"Fun","allocatedAmount":6,"orderIndex":1,"createdAt":1,"updatedAt":2,)"
      R"("transactions":[]}]})");
}

TEST_CASE("a table without rows is an empty list") {
  Returned month{"{{7,2025,3,100,1,2}}", "{March}"};
  month.resize(8);
  CHECK(api::tree_json(model::month_tree, month) ==
        R"({"id":7,"name":"March","year":2025,"month":3,"income":100,"createdAt":1,"updatedAt":2,)"
        R"("fixedPayments":[],"categories":[]})");
  CHECK(api::tree_json(model::month_list, {"{}", std::nullopt}) == "[]");
}

TEST_CASE("a list has the newest first, and lacks what it does not show") {
  CHECK(api::tree_json(model::month_list, {"{{1,2024,12,5,1},{2,2025,1,6,1},{3,2025,1,7,1}}", "{A,B,C}"}) ==
        R"([{"id":3,"name":"C","year":2025,"month":1,"income":7,"createdAt":1},)"
        R"({"id":2,"name":"B","year":2025,"month":1,"income":6,"createdAt":1},)"
        R"({"id":1,"name":"A","year":2024,"month":12,"income":5,"createdAt":1}])");
}

TEST_CASE("subcategories are below their category and not in the section; both have entries") {
  Returned columns(12);
  columns[0] = "{{1,2025,500,1,8,9}}";
  columns[6] = "{{2,1,70,0,8,9}}";
  columns[7] = "{LIVING}";
  columns[8] = "{Living}";
  columns[9] = "{{4,2,3,0,8,9},{3,2,NULL,0,8,9}}";
  columns[10] = "{Child,Parent}";
  columns[11] = "{{7,4,2,20,1,8,9},{6,4,1,10,0,8,9},{5,3,1,30,0,8,9}}";
  CHECK(
      api::tree_json(model::yearly_budget_tree, columns) ==
      R"({"id":1,"year":2025,"spendTarget":500,"showWarnings":true,"createdAt":8,"updatedAt":9,)"
      R"("incomeSources":[],"sections":[)"
      R"({"id":2,"yearlyBudgetId":1,"type":"LIVING","name":"Living","targetPercent":70,"orderIndex":0,)"
      R"("createdAt":8,"updatedAt":9,"categories":[)"
      R"({"id":3,"sectionId":2,"name":"Parent","parentId":null,"orderIndex":0,"createdAt":8,"updatedAt":9,)"
      R"("entries":[{"id":5,"categoryId":3,"month":1,"amount":30,"isPaid":false,"createdAt":8,"updatedAt":9}],)"
      R"("children":[)"
      R"({"id":4,"sectionId":2,"name":"Child","parentId":3,"orderIndex":0,"createdAt":8,"updatedAt":9,"entries":[)"
      R"({"id":6,"categoryId":4,"month":1,"amount":10,"isPaid":false,"createdAt":8,"updatedAt":9},)"
      R"({"id":7,"categoryId":4,"month":2,"amount":20,"isPaid":true,"createdAt":8,"updatedAt":9}]}]}]}]})");
}

TEST_CASE("texts are escaped as PostgreSQL escapes them in JSON") {
  const auto name = [](std::string_view array) {
    const std::string json = api::tree_json(model::month_list, {"{{1,2,3,4,5}}", array});
    const std::size_t begin = json.find("\"name\":") + 7;
    return json.substr(begin, json.find(",\"year\"") - begin);
  };
  CHECK(name(R"({"say \"hi\", {a}, b\\c"})") == R"("say \"hi\", {a}, b\\c")");
  CHECK(name("{\"a\nb\tc\rd\be\ff\x01 \x1f\"}") == R"("a\nb\tc\rd\be\ff\u0001 \u001f")");
  CHECK(name(R"({"NULL"})") == R"("NULL")");
  CHECK(name(R"({""})") == R"("")");
  CHECK(name("{\xc3\xa9\x7f}") == "\"\xc3\xa9\x7f\"");
}
