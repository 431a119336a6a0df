#pragma once

#include <string_view>

#include "wasm/statements/collector.hpp"

/// One reader for each format. Each gets the file as UTF-8 and fills a collector; it sets `File::dialect`,
/// and `File::refusal` if there is nothing to import.
namespace budgeting::statements {

void read_csv(std::string_view text, const Options& options, Collector& collector);
void read_ofx(std::string_view text, const Options& options, Collector& collector);
void read_qif(std::string_view text, const Options& options, Collector& collector);
void read_camt(std::string_view text, const Options& options, Collector& collector);
void read_mt940(std::string_view text, const Options& options, Collector& collector);

}  // namespace budgeting::statements
