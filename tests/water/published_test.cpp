// EPANET's own answers: net1.out, computed by EPANET 2 from net1.inp (both of its distribution).
#include "twin/water/epanet_output.hpp"
#include "twin/water/inp.hpp"
#include "twin/water/simulation.hpp"

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <gtest/gtest.h>
#include <sstream>

namespace dalian::water {
namespace {

std::string data(char const* name) {
  char const* root = std::getenv("DALIAN_TWIN_DATA");
  EXPECT_NE(root, nullptr) << "DALIAN_TWIN_DATA names the folder of the public sample files";
  std::ifstream in(std::string(root ? root : "") + "/water/" + name, std::ios::binary);
  EXPECT_TRUE(in) << name;
  std::ostringstream text;
  text << in.rdbuf();
  return std::move(text).str();
}

double worst_of(std::vector<double> const& ours, std::vector<float> const& theirs, double unit) {
  double worst = 0;
  for (std::size_t i = 0; i < ours.size(); ++i)
    worst = std::max(worst, std::abs(ours[i] / unit - static_cast<double>(theirs[i])));
  return worst;
}

TEST(Published, Net1EqualsEpanet) {
  auto const file = read_inp(data("net1.inp"), "net1.inp");
  ASSERT_TRUE(file) << file.error();
  auto const right = read_epanet_output(data("net1.out"), "net1.out");
  ASSERT_TRUE(right) << right.error();
  Network const& network = file->network;
  std::size_t period = 0;
  auto const compare = [&](Step const& step) {
    if (!step.report) return true;
    EpanetPeriod const& want = right->periods.at(period++);
    EXPECT_EQ(step.time_s, want.time_s);
    std::vector<double> pressure;
    for (std::size_t n = 0; n < network.nodes.size(); ++n)
      pressure.push_back(step.field.head_m[n] - network.nodes[n].elevation_m);
    EXPECT_LE(worst_of(step.field.head_m, want.head, file->units.length), 1e-3) << step.time_s;
    EXPECT_LE(worst_of(pressure, want.pressure, file->units.pressure), 1e-3) << step.time_s;
    for (std::size_t n = 0; n < network.nodes.size(); ++n) { // of tanks and reservoirs: a sum of flows
      double const ours = step.field.demand_m3s[n] / file->units.flow, theirs = static_cast<double>(want.demand[n]);
      bool const junction = network.nodes[n].kind == NodeKind::junction;
      EXPECT_NEAR(ours, theirs, junction ? 1e-3 : 2e-3) << network.nodes[n].id;
    }
    for (std::size_t k = 0; k < network.links.size(); ++k) {
      double const ours = step.field.flow_m3s[k] / file->units.flow, theirs = static_cast<double>(want.flow[k]);
      EXPECT_NEAR(ours, theirs, 1e-3 * std::max(1.0, std::abs(theirs))) << network.links[k].id << " at " << step.time_s;
    }
    return true;
  };
  auto const summary = simulate(network, {}, compare);
  ASSERT_TRUE(summary) << summary.error();
  EXPECT_EQ(period, right->periods.size());
  EXPECT_EQ(period, 25U);
  EXPECT_LE(summary->residual.mass_m3s, 1e-7);
  EXPECT_LE(summary->residual.head_m, 1e-3);
}

} // namespace
} // namespace dalian::water
