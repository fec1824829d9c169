#pragma once
// Input files of EPANET 2 (EPANET 2.2 user manual, appendix C.2): sections of lines of words, a comment after ';'.
// What is drawn or reported only is skipped; what would change an answer and is not understood is an error with its
// line.
#include "twin/base/result.hpp"
#include "twin/water/network.hpp"
#include "twin/water/units.hpp"

#include <map>
#include <string_view>

namespace dalian::water {

struct InpFile {
  Network network;
  Units units;                                // those of the file, to say figures in
  std::map<std::string, std::size_t> skipped; // lines by section that no hydraulics needs
};

/// `name` stands in front of what is said about the text: "name:line: section: reason".
Result<InpFile> read_inp(std::string_view text, std::string const& name);

} // namespace dalian::water
