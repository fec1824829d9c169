// The losses that MATPOWER (runpf, Newton, no reactive limits) prints for its own cases; their bus tables of voltages.
#include "twin/power/case_file.hpp"
#include "twin/power/flow.hpp"

#include <cstdlib>
#include <fstream>
#include <gtest/gtest.h>
#include <sstream>

namespace dalian::power {
namespace {

Network read(std::string const& name) {
  char const* const data = std::getenv("DALIAN_TWIN_DATA");
  std::ifstream in(std::string(data == nullptr ? "" : data) + "/power/" + name);
  EXPECT_TRUE(in) << name << " belongs into DALIAN_TWIN_DATA/power";
  std::ostringstream text;
  text << in.rdbuf();
  auto network = read_case(text.str(), name);
  EXPECT_TRUE(network) << network.error();
  return network.value();
}

struct Expected {
  char const* name;
  double losses_mw;
};

class Published : public testing::TestWithParam<Expected> {};

TEST_P(Published, LossesAndMismatch) {
  Network const n = read(std::string(GetParam().name) + ".m");
  for (bool const flat : {false, true}) {
    FlowOptions options;
    options.flat_start = flat;
    Flow const flow = solve_flow(n, options);
    EXPECT_TRUE(flow.converged);
    EXPECT_LE(flow.mismatch_pu, 1e-8);
    EXPECT_NEAR(flow.losses_mw, GetParam().losses_mw, 1e-5);
    double in_branches = 0;
    for (BranchFlow const& b : flow.branches)
      in_branches += (b.from + b.to).real();
    EXPECT_NEAR(in_branches, flow.losses_mw, 1e-5); // no bus of these has a shunt conductance
  }
}

INSTANTIATE_TEST_SUITE_P(Cases, Published,
                         testing::Values(Expected{"case9", 4.64102}, Expected{"case14", 13.39327},
                                         Expected{"case118", 132.86287}),
                         [](auto const& c) { return std::string(c.param.name); });

TEST(Published,
     Case14HasTheVoltagesOfTheArchive) { // of the UW archive, which the case file holds: rounded, and of another solver
  Network const n = read("case14.m");
  Flow const flow = solve_flow(n);
  for (std::size_t i = 0; i < n.buses.size(); ++i) {
    EXPECT_NEAR(flow.vm[i], n.buses[i].vm, 2e-3);
    EXPECT_NEAR(flow.va_deg[i], n.buses[i].va_deg, 0.1);
  }
}

} // namespace
} // namespace dalian::power
