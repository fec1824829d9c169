// A gas network as a file: what is read, and what is said of a broken one.
#include "twin/gas/network_file.hpp"

#include <cmath>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dalian::gas {
namespace {

using testing::HasSubstr;

std::string const kGas = "[gas]\nkind = 'natural'\n";
std::string const kNodes = "[[node]]\nid = 'a'\npressure_bar = 41\n[[node]]\nid = 'b'\ntakes_kg_s = 4\n";
std::string const kPipe = "[[pipe]]\nid = 'p'\nfrom = 'a'\nto = 'b'\nlength_m = 12000\ndiameter_m = 0.3\n";

TEST(GasFile, ReadsWhatHelpShows) {
  auto const read = parse_network("[gas]\nkind = 'natural'\nrelative_density = 0.58\ntemperature_c = 5\n" + kNodes +
                                      kPipe + "roughness_mm = 0.1\n" +
                                      "[[node]]\nid = 'c'\n[[node]]\nid = 'd'\n"
                                      "[[compressor]]\nid = 'k'\nfrom = 'b'\nto = 'c'\nratio = 1.4\nefficiency = 0.7\n"
                                      "[[regulator]]\nid = 'r'\nfrom = 'c'\nto = 'd'\noutlet_bar = 6\n",
                                  "f");
  ASSERT_TRUE(read) << read.error();
  Network const& network = read->network;
  EXPECT_EQ(network.gas, natural_gas(0.58, 278.15));
  ASSERT_EQ(network.nodes.size(), 4u);
  EXPECT_TRUE(network.nodes[0].holds_pressure);
  EXPECT_DOUBLE_EQ(network.nodes[0].pressure_pa, 41e5);
  EXPECT_DOUBLE_EQ(network.nodes[1].withdrawal_kg_s, 4);
  ASSERT_EQ(network.links.size(), 3u);
  EXPECT_DOUBLE_EQ(network.links[0].friction, rough_friction(0.3, 1e-4));
  EXPECT_EQ(network.links[1].kind, LinkKind::compressor);
  EXPECT_DOUBLE_EQ(network.links[1].efficiency, 0.7);
  EXPECT_DOUBLE_EQ(network.links[2].outlet_pa, 6e5);
}

std::string error_of(std::string const& text) {
  auto const read = parse_network(text, "f");
  return read ? "read" : read.error();
}

TEST(GasFile, ABrokenFileIsOneLineWithPlaceFieldAndRemedy) {
  EXPECT_THAT(error_of("[gas\n"), HasSubstr("f:1: "));
  EXPECT_THAT(error_of(kNodes), HasSubstr("has no [gas]; give one"));
  EXPECT_THAT(error_of(kGas), HasSubstr("has no [[node]]"));
  EXPECT_THAT(error_of("[gas]\nkind = 'steam'\n" + kNodes), HasSubstr("f:2: 'kind' is \"steam\"; it must be one of"));
  EXPECT_THAT(error_of(kGas + kNodes + "[[node]]\nid = 'a'\n"), HasSubstr("f:10: 'id' is 'a', which is there twice"));
  EXPECT_THAT(error_of(kGas + "[[node]]\nid = 'a'\npressure_bar = 4\ntakes_kg_s = 1\n"),
              HasSubstr("'takes_kg_s' does not go with pressure_bar"));
  EXPECT_THAT(error_of(kGas + kNodes + "[[pipe]]\nid = 'p'\nfrom = 'a'\nto = 'x'\n"),
              HasSubstr("'to' is 'x', which no [[node]] is called"));
  EXPECT_THAT(error_of(kGas + kNodes + "[[pipe]]\nid = 'p'\nfrom = 'a'\nto = 'a'\n"),
              HasSubstr("is the node that it comes from"));
  EXPECT_THAT(error_of(kGas + kNodes + kPipe + "friction = 0.01\nroughness_mm = 1\n"), HasSubstr("does not go with"));
  EXPECT_THAT(error_of(kGas + kNodes + kPipe + "roughness_mm = 90\n"), HasSubstr("of the diameter"));
  EXPECT_THAT(error_of(kGas + kNodes + kPipe + "lenght_m = 1\n"), HasSubstr("'lenght_m' is not known here"));
}

TEST(GasFile, TheGasOfAllIsWhatAllGiveAndBringsTheSameEnergy) {
  auto const plain = parse_network(kGas + kNodes + kPipe, "f");
  auto const mixed = parse_network(kGas + kNodes + kPipe +
                                       "[[node]]\nid = 'h'\ntakes_kg_s = -1\nhydrogen_percent = 40\n"
                                       "[[pipe]]\nid = 'q'\nfrom = 'h'\nto = 'b'\nlength_m = 500\ndiameter_m = 0.2\n",
                                   "f");
  ASSERT_TRUE(plain && mixed);
  auto const a = solve_blend(plain.value());
  EXPECT_EQ(a.network.gas, plain->carrier);
  EXPECT_EQ(a.flow.pressure_pa, solve_flow(plain->network).pressure_pa) << "nothing is put in";
  auto const b = solve_blend(mixed.value());
  ASSERT_TRUE(b.flow.converged);
  double const share = hydrogen_shares(b.network, b.flow)[1];
  EXPECT_NEAR(share, 0.1, 1e-9) << "a quarter of all comes with 40 %";
  EXPECT_EQ(b.network.gas, blend(mixed->carrier, mixed->hydrogen, 0.1));
  Gas const& gas = b.network.gas;
  auto const watts = [](double kg_s, Gas const& of) { return kg_s / of.normal_density() * of.heat_j_m3; };
  EXPECT_NEAR(watts(b.network.nodes[1].withdrawal_kg_s, gas), watts(4, mixed->carrier), 1e-3);
}

} // namespace
} // namespace dalian::gas
