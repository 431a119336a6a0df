// Mistakes in JSON, paths and errors.

/** @type {import("./index.mjs").Mutant[]} */
export const jsonAndHttp = [
  {
    what: "JSON: of a repeated key the first value counts",
    file: "wasm/json/document.cpp",
    search: "if (nodes_[at].key == key) found",
    replace: "if (!found && nodes_[at].key == key) found",
  },
  {
    what: "JSON: objects may be 15 deep, not 16",
    file: "wasm/json/document.cpp",
    search: "depth <= limits_.depth ? object(",
    replace: "depth < limits_.depth ? object(",
  },
  {
    what: "JSON: lists may be 17 deep",
    file: "wasm/json/document.cpp",
    search: "depth <= limits_.depth ? array(",
    replace: "depth <= limits_.depth + 1 ? array(",
  },
  {
    what: "JSON: one value more than the limit is held",
    file: "wasm/json/document.cpp",
    search: "nodes_.size() >= limits_.values",
    replace: "nodes_.size() > limits_.values",
  },
  {
    what: "JSON: what comes after the end is ignored",
    file: "wasm/json/document.cpp",
    search: "    if (!document.at_end()) return fail_here(document);\n",
    replace: "",
  },
  {
    what: "JSON: U+001F is written as it is",
    file: "wasm/json/writer.cpp",
    search: "byte < 0x20",
    replace: "byte < 0x1F",
  },
  {
    what: "JSON: the first surrogate reaches PostgreSQL",
    file: "wasm/json/text.hpp",
    search: ">= 0xA0U",
    replace: "> 0xA0U",
  },
  {
    what: "UTF-8: characters beyond U+10FFFF pass",
    file: "wasm/json/text.cpp",
    search: "lead == 0xF4 ? 0x8F",
    replace: "lead == 0xF4 ? 0xBF",
  },
  {
    what: "paths: the greatest id is none",
    file: "wasm/http/path.cpp",
    search: "if (number > most)",
    replace: "if (number >= most)",
  },
  {
    what: "paths: the leftmost fixed segment has no precedence",
    file: "wasm/http/path.cpp",
    search: "found.specificity * 2 + ",
    replace: "found.specificity + ",
  },
  {
    what: "paths: a longer one fits as well",
    file: "wasm/http/path.cpp",
    search: "if (!fits || at != segments.size())",
    replace: "if (!fits)",
  },
  {
    what: "errors: a 422 calls itself a 400",
    file: "wasm/http/error.hpp",
    search: '{422, "validation_failed"',
    replace: '{400, "validation_failed"',
  },
];
