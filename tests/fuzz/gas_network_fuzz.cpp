// Any bytes as a gas network: refused with a reason that names the file, or solved to figures that are marked where
// they are no solution.
#include "tests/fuzz/fuzz.hpp"
#include "twin/gas/network_file.hpp"

#include <cmath>

using namespace dalian;

std::vector<std::string> fuzz::seeds() {
  return {"[gas]\nkind='natural'\n[[node]]\nid='a'\npressure_bar=41\n[[node]]\nid='b'\ntakes_kg_s=4\n[[pipe]]\nid='p'\n"
          "from='a'\nto='b'\nlength_m=12000\ndiameter_m=0.3\n[[node]]\nid='c'\ntakes_kg_s=-1\nhydrogen_percent=40\n"
          "[[regulator]]\nid='r'\nfrom='b'\nto='c'\noutlet_bar=6\n[[compressor]]\nid='k'\nfrom='c'\nto='b'\nratio=2\n"};
}

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  auto const read = gas::parse_network(fuzz::text(data, size), "f");
  if (!read) {
    fuzz::require(read.error().starts_with("f:"));
    return 0;
  }
  auto const solved = gas::solve_blend(read.value());
  fuzz::require(solved.flow.pressure_pa.size() == read->network.nodes.size());
  fuzz::require(solved.flow.flow_kg_s.size() == read->network.links.size());
  if (solved.flow.converged) fuzz::require(std::isfinite(solved.flow.mass_kg_s));
  gas::hydrogen_shares(solved.network, solved.flow);
  return 0;
}
