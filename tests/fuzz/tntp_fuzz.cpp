// Any bytes as a network and trips (behind a '\f'): both are refused with a reason, or read back as they were written
// and solved to an end.
#include "tests/fuzz/fuzz.hpp"
#include "twin/traffic/equilibrium.hpp"
#include "twin/traffic/tntp.hpp"

#include <cmath>

using namespace dalian;

namespace {

constexpr char kBraess[] =
    "<NUMBER OF ZONES> 2\n<NUMBER OF NODES> 4\n<FIRST THRU NODE> 1\n<NUMBER OF LINKS> 5\n<END OF METADATA>\n"
    "~ init\n1 3 1 100 0.00000001 1000000000 1 0 0 1;\n1 4 1 100 50 0.02 1 0 0 1;\n3 2 1 100 50 0.02 1\n"
    "3 4 1 100 10 0.1 1 0 0 1;\n4 2 1 100 0.00000001 1e9 1;\n\f<END OF METADATA>\nOrigin 1\n1:0;2 : 6;";

} // namespace

std::vector<std::string> fuzz::seeds() {
  return {kBraess, traffic::write_flows({{0, 1, 2, 3}}), "<NUMBER OF NODES> 3\n<END OF METADATA>\n"};
}

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  std::string const text(fuzz::text(data, size));
  if (auto const flows = traffic::read_flows(text, "f"))
    fuzz::require(traffic::read_flows(traffic::write_flows(flows.value()), "g").ok());
  auto const cut = std::min(text.find('\f'), text.size());
  auto const network = traffic::read_network(std::string_view(text).substr(0, cut), "n");
  if (!network) {
    fuzz::require(network.error().starts_with("n:"));
    return 0;
  }
  auto const written = traffic::write_network(network.value());
  auto const again = traffic::read_network(written, "m");
  fuzz::require(again.ok() && traffic::write_network(again.value()) == written);
  auto const trips_text = std::string_view(text).substr(std::min(cut + 1, text.size()));
  auto const trips = traffic::read_trips(trips_text, "t", network.value());
  if (!trips || network.value().nodes.size() > 1000) return 0;
  traffic::Demand demand;
  demand.classes.emplace_back().trips = trips.value();
  auto const answer = traffic::solve(network.value(), demand, {.gap = 1e-9, .iterations = 30});
  if (answer)
    fuzz::require(answer.value().flow.size() == network.value().links.size());
  else
    fuzz::require(!answer.error().empty());
  return 0;
}
