#include "twin/power/case_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <limits>

namespace dalian::power {
namespace {

using testing::HasSubstr;

/// A distribution case in the manner of MATPOWER's case33bw: ohms and kW, converted at the end.
std::string const kKilowatts = R"(function mpc = feeder
%% a comment
mpc.version = '2';
mpc.baseMVA = 10;
mpc.bus = [ %% (Pd and Qd are in kW and kVAr)
  1 3 0   0  0 0 1 1 0 12.66 1 1 1;
  2	1 100 60 0 0 1 1 0 12.66 1 1.1 0.9;
];
mpc.gen = [
	1	0	0	Inf	-Inf	1	100	1	10	0	0;
];
mpc.branch = [
	1	2	0.0922	0.0470	0	0	0	0	0	0	1	-360	360;
];
mpc.bus_name = {
  'a % b';
  'it''s';
};
%% convert branch impedances from Ohms to p.u.
[PQ, PV, REF, NONE, BUS_I, BUS_TYPE, PD, QD, GS, BS, BUS_AREA, VM, ...
    VA, BASE_KV, ZONE, VMAX, VMIN, LAM_P, LAM_Q, MU_VMAX, MU_VMIN] = idx_bus;
[F_BUS, T_BUS, BR_R, BR_X] = idx_brch;
Vbase = mpc.bus(1, BASE_KV) * 1e3;      %% in Volts
Sbase = mpc.baseMVA * 1e6;              %% in VA
mpc.branch(:, [BR_R BR_X]) = mpc.branch(:, [BR_R BR_X]) / (Vbase^2 / Sbase);
mpc.bus(:, [PD, QD]) = mpc.bus(:, [PD, QD]) / 1e3;
)";

std::string with(std::string const& line) {
  return kKilowatts + line + "\n";
}
std::string error_of(std::string const& text) {
  auto const network = read_case(text, "f.m");
  return network ? "" : network.error();
}

TEST(CaseRead, ComputesTheUnitsOfDistributionCases) {
  auto const n = read_case(kKilowatts, "f.m");
  ASSERT_TRUE(n) << n.error();
  EXPECT_DOUBLE_EQ(n->branches[0].r, 0.0922 / (12.66e3 * 12.66e3 / 10e6));
  EXPECT_DOUBLE_EQ(n->buses[1].load_mw, 0.1);
  EXPECT_DOUBLE_EQ(n->buses[1].load_mvar, 0.06);
  EXPECT_EQ(n->generators[0].q_max, std::numeric_limits<double>::infinity());
  EXPECT_EQ(n->branches[0].ratio, 1);
}

TEST(CaseRead, ComputesPowerFactorsAndElementByElement) { // as in case141
  auto const n = read_case(with("pf = 0.85;\nmpc.bus(:, QD) = mpc.bus(:, PD) * tan(acos(pf));\n"
                                "mpc.bus(2, [PD QD]) = mpc.bus(2, [PD QD]) .* [2 -3]; mpc.bus(1, GS) = -2^2;"),
                           "f.m");
  ASSERT_TRUE(n) << n.error();
  EXPECT_DOUBLE_EQ(n->buses[1].load_mw, 0.2);
  EXPECT_NEAR(n->buses[1].load_mvar, -0.3 * std::sqrt(1 - 0.85 * 0.85) / 0.85, 1e-15);
  EXPECT_EQ(n->buses[0].shunt_mw, -4);
}

TEST(CaseRead, SignsPartElementsOnlyWhereTheyStandApart) {
  auto const n = read_case(with("a = [1 -2];\nb = [1 - 2, 3 -4];\nmpc.bus(1, [GS BS]) = a;\n"
                                "mpc.bus(2, [GS BS]) = b(1, [1 3]);"),
                           "f.m");
  ASSERT_TRUE(n) << n.error();
  EXPECT_EQ(n->buses[0].shunt_mvar, -2);
  EXPECT_EQ(n->buses[1].shunt_mw, -1);
  EXPECT_EQ(n->buses[1].shunt_mvar, -4);
}

TEST(CaseRead, ErrorsNameTheLine) {
  EXPECT_THAT(error_of(with("mpc.bus(3, PD) = 1;")), HasSubstr("f.m:27: index 3 is not one of 1…2"));
  EXPECT_THAT(error_of(with("x = loadcase('case9');")), HasSubstr("f.m:27: "));
  EXPECT_THAT(error_of(with("for i = 1:3")), HasSubstr("f.m:27: 'for': only assignments are understood"));
  EXPECT_THAT(error_of(with("x = y;")), HasSubstr("f.m:27: 'y' is not set above"));
  EXPECT_THAT(error_of(with("mpc.bus = [1 2\n3];")), HasSubstr("f.m:28: this row has 1 figures, those above have 2"));
  EXPECT_THAT(error_of(with("mpc.branch = [1 7 0 1 0 0 0 0 0 0 1];")), HasSubstr("f.m:27: branch: there is no bus 7"));
  EXPECT_THAT(error_of(with("mpc.baseMVA = 0;")), HasSubstr("f.m: mpc.baseMVA is not a number above 0"));
  EXPECT_THAT(error_of(with("mpc.dcline = [1 2];")), HasSubstr("f.m: mpc.dcline"));
  EXPECT_THAT(error_of(with("mpc.version = '1';")), HasSubstr("only case files of version 2"));
  EXPECT_THAT(error_of(with("x = " + std::string(1000, '(') + "1;")), HasSubstr("nested too deeply"));
  EXPECT_THAT(error_of(with("x = 'open")), HasSubstr("f.m:27: a text that does not end on its line"));
  EXPECT_THAT(error_of(with("mpc.bus(1, PD) = Inf;")), HasSubstr("f.m:6: bus: Pd is not finite"));
  EXPECT_THAT(error_of(""), HasSubstr("f.m: mpc.version is not '2'"));
  std::string doubling = "a = [1 1];\n";
  for (int i = 0; i < 40; ++i)
    doubling += "a = [a a];\n";
  EXPECT_THAT(error_of(with(doubling)), HasSubstr("more than 4 million elements"));
}

} // namespace
} // namespace dalian::power
