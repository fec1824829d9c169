#pragma once
// Binary results of EPANET 2 (EPANET 2.2 user manual, appendix C.3: 4-byte integers and floats, little-endian), to hold
// our answers against. In the units of the file.
#include "twin/base/result.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace dalian::water {

struct EpanetPeriod {
  std::int64_t time_s = 0;
  std::vector<float> demand, head, pressure, age; // nodes; age: whatever quality was computed
  std::vector<float> flow, status;                // links
};

struct EpanetOutput {
  std::vector<std::string> nodes, links; // ids
  std::vector<EpanetPeriod> periods;
};

Result<EpanetOutput> read_epanet_output(std::string_view bytes, std::string const& name);

} // namespace dalian::water
