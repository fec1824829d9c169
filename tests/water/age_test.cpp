// Water age by hand: plug flow in pipes, mixing at nodes and in tanks.
#include "twin/water/age.hpp"
#include "twin/water/inp.hpp"
#include "twin/water/simulation.hpp"

#include <cmath>
#include <gtest/gtest.h>
#include <numbers>

namespace dalian::water {
namespace {

/// Two ways of different length to `m`, a tank behind it, an end where nothing is drawn.
constexpr char kTwoWays[] = R"([JUNCTIONS]
 m 0 0
 e 0 2
 still 0 0
[RESERVOIRS]
 r 50
[TANKS]
 t 10 5 0 10 20 0
[PIPES]
 p1 r m 1000 200 100
 p2 r m 4000 200 100
 p3 e t 100 200 100
 p4 m e 500 300 100
 p5 m still 100 100 100
[OPTIONS]
 Units LPS
 Headloss H-W
[END]
)";

TEST(Age, IsWhatTheVolumesAndFlowsSay) {
  auto const file = read_inp(kTwoWays, "two.inp");
  ASSERT_TRUE(file) << file.error();
  Network const& network = file->network;
  auto hydraulics = Hydraulics::make(network);
  ASSERT_TRUE(hydraulics);
  Field field = hydraulics->start();
  set_boundary(network, field, 0);
  ASSERT_TRUE(hydraulics->solve(field).balanced);
  auto const age = age_hours(network, field);
  auto const index = [&](std::string const& id) {
    std::size_t n = 0;
    while (network.nodes[n].id != id)
      ++n;
    return n;
  };
  auto const flow = [&](std::size_t k) { return field.flow_m3s[k]; };
  auto const volume = [&](std::size_t k) {
    return std::numbers::pi / 4 * std::pow(network.links[k].diameter_m, 2) * network.links[k].length_m;
  };
  double const met = (volume(0) + volume(1)) / (flow(0) + flow(1)) / 3600; // what each pipe holds, over both flows
  EXPECT_NEAR(age[index("m")], met, 1e-9);
  EXPECT_NEAR(age[index("e")], met + volume(3) / flow(3) / 3600, 1e-9);
  EXPECT_GT(flow(2), 0) << "the tank fills";
  EXPECT_NEAR(age[index("t")], age[index("e")] + volume(2) / flow(2) / 3600, 1e-9) << "nothing leaves the tank";
  EXPECT_TRUE(std::isnan(age[index("still")]));
  EXPECT_EQ(age[index("r")], 0);
}

TEST(Age, OfATankThatSuppliesAloneIsWhatItsVolumeLasts) {
  auto const file = read_inp("[JUNCTIONS]\n a 0 5\n[TANKS]\n t 10 5 0 10 20 0\n[PIPES]\n p t a 1000 200 100\n"
                             "[OPTIONS]\n Units LPS\n[END]\n",
                             "tank.inp");
  ASSERT_TRUE(file) << file.error();
  auto hydraulics = Hydraulics::make(file->network);
  ASSERT_TRUE(hydraulics);
  Field field = hydraulics->start();
  set_boundary(file->network, field, 0);
  ASSERT_TRUE(hydraulics->solve(field).balanced);
  auto const age = age_hours(file->network, field);
  double const q = 0.005, tank = std::numbers::pi / 4 * 400 * 5 / q / 3600;
  EXPECT_NEAR(age[1], tank, 2e-5 * tank) << "the file's litre is 5e-6 short";
  EXPECT_NEAR(age[0], tank + std::numbers::pi / 4 * 0.04 * 1000 / q / 3600, 1e-3);
}

} // namespace
} // namespace dalian::water
