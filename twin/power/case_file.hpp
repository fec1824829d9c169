#pragma once
// MATPOWER case files of version 2 (MATPOWER User's Manual, appendix B): tables of numbers, and the few lines of
// computing by which distribution cases convert ohms and kW. What is not understood is an error, never skipped.
#include "twin/power/network.hpp"

#include <string_view>

namespace dalian::power {

/// `name` stands in front of what is said about the text: "name:line: reason".
Result<Network> read_case(std::string_view text, std::string const& name);

} // namespace dalian::power
