// The best known solutions of public networks: github.com/bstabler/TransportationNetworks, *_flow.tntp and its READMEs.
#include "twin/traffic/equilibrium.hpp"
#include "twin/traffic/tntp.hpp"

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <gtest/gtest.h>
#include <map>
#include <sstream>

namespace dalian::traffic {
namespace {

std::string read(std::string const& name) {
  char const* const data = std::getenv("DALIAN_TWIN_DATA");
  std::ifstream in(std::string(data == nullptr ? "" : data) + "/traffic/" + name);
  EXPECT_TRUE(in) << name << " belongs into DALIAN_TWIN_DATA/traffic";
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

class Published : public testing::TestWithParam<std::pair<char const*, double>> {};

TEST_P(Published, OptimumIsReached) {
  auto const [name, optimum] = GetParam();
  auto const network = read_network(read(name + std::string("_net.tntp")), name);
  ASSERT_TRUE(network) << network.error();
  Demand demand;
  auto const trips = read_trips(read(name + std::string("_trips.tntp")), name, network.value());
  ASSERT_TRUE(trips) << trips.error();
  demand.classes.emplace_back().trips = trips.value();
  auto const answer = solve(network.value(), demand, {.gap = 1e-12});
  ASSERT_TRUE(answer) << answer.error();
  EXPECT_TRUE(answer.value().converged);
  EXPECT_LE(answer.value().certificate.gap, 1e-12);
  EXPECT_LT(answer.value().certificate.imbalance, 1e-6);
  EXPECT_NEAR(answer.value().certificate.objective / optimum, 1, 1e-12);

  auto const flows = read_flows(read(name + std::string("_flow.tntp")), name);
  ASSERT_TRUE(flows) << flows.error();
  std::map<std::pair<std::uint32_t, std::uint32_t>, double> expected;
  for (LinkFlow const& f : flows.value())
    expected[{f.tail, f.head}] = f.flow;
  ASSERT_EQ(expected.size(), network.value().links.size());
  for (std::size_t i = 0; i < network.value().links.size(); ++i) {
    Link const& link = network.value().links[i];
    double const flow = expected.at({link.tail, link.head});
    EXPECT_NEAR(answer.value().flow[i], flow, std::max(1e-6 * flow, 1e-3)) << link.tail + 1 << " -> " << link.head + 1;
  }
}

INSTANTIATE_TEST_SUITE_P(Networks, Published,
                         testing::Values(std::pair("SiouxFalls", 4231335.28710744),
                                         std::pair("Anaheim", 1286032.171096024)),
                         [](auto const& network) { return std::string(network.param.first); });

} // namespace
} // namespace dalian::traffic
