#pragma once
// What the tables of coefficients have in common: how a figure with unit, range, source and confidence is read.
#include "twin/base/config_table.hpp"
#include "twin/whatif/programme.hpp"

namespace dalian::whatif {

using Figures = std::map<std::string, Coefficient, std::less<>>;

/// Unit, source and confidence; throws BadConfig where one is missing.
void describe(ConfigTable& table, Coefficient& out);
/// Throws BadConfig unless 0 ≤ low ≤ value ≤ high.
Range checked(ConfigTable const& table, std::string const& what, Range range);
/// One [[figure]]: name, low, high, value (else the middle), put under group "".
void read_figure(ConfigTable& table, Figures& out);

/// Of the bytes of a file that was read before.
plan::ContentHash hash_of_file(std::filesystem::path const& file);

} // namespace dalian::whatif
