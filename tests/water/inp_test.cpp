#include "twin/water/inp.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dalian::water {
namespace {

using testing::HasSubstr;

constexpr char kRest[] =
    "[RESERVOIRS]\n r 50\n[JUNCTIONS]\n a 10 5\n b 20\n[PIPES]\n p r a 100 300 120\n q a b 50 100 110 1.5 CV\n";

InpFile read(std::string const& text) {
  auto file = read_inp(text, "f");
  EXPECT_TRUE(file) << file.error();
  return file ? std::move(file).value() : InpFile{};
}

std::string error_of(std::string const& text) {
  auto const file = read_inp(text, "f");
  return file ? "" : file.error();
}

TEST(Inp, ReadsInSi) {
  auto const file = read(std::string("[OPTIONS]\n Units LPS\n") + kRest);
  Network const& n = file.network;
  ASSERT_EQ(n.nodes.size(), 3U);
  EXPECT_EQ(n.nodes[0].elevation_m, 10);
  EXPECT_NEAR(n.nodes[0].demands.at(0).base_m3s, 0.005, 1e-7);
  EXPECT_EQ(n.nodes[2].kind, NodeKind::reservoir);
  EXPECT_EQ(n.links[0].length_m, 100);
  EXPECT_NEAR(n.links[0].diameter_m, 0.3, 1e-12);
  EXPECT_EQ(n.links[1].kind, LinkKind::check_valve);
  EXPECT_EQ(n.links[1].minor, 1.5);
}

// One m³/s in every unit of flow: EPANET 2 manual, appendix A (to the digits of its constants).
TEST(Inp, KnowsEveryUnitOfFlow) {
  std::pair<char const*, double> const units[] = {
      {"CFS", 35.3147}, {"GPM", 15850.3}, {"MGD", 22.8245}, {"IMGD", 19.0053}, {"AFD", 70.0457}, {"LPS", 1000},
      {"LPM", 60000},   {"MLD", 86.4},    {"CMH", 3600},    {"CMD", 86400},    {"CMS", 1}};
  for (auto const& [name, per_m3s] : units) {
    auto const unit = units_of(name);
    ASSERT_TRUE(unit) << name;
    EXPECT_NEAR(unit->flow * per_m3s, 1, 2e-4) << name;
    EXPECT_NEAR(unit->length, unit->metric ? 1 : 0.3048, 1e-12);
  }
  EXPECT_FALSE(units_of("GALLON"));
}

TEST(Inp, ReadsTimesInEveryForm) {
  auto const file =
      read(std::string(kRest) + "[TIMES]\n Duration 24\n Hydraulic Timestep 0:30\n Pattern Timestep 90 MIN\n"
                                " Report Timestep 1:00:00\n Start ClockTime 12 am\n Report Start 2:00\n");
  Times const& t = file.network.times;
  EXPECT_EQ(t.duration, 86400);
  EXPECT_EQ(t.hydraulic, 1800);
  EXPECT_EQ(t.pattern, 5400);
  EXPECT_EQ(t.report, 3600);
  EXPECT_EQ(t.report_start, 7200);
  EXPECT_EQ(t.start_clock, 0);
  EXPECT_EQ(t.rule, 180);
}

TEST(Inp, FitsPumpCurves) {
  auto const file = read(std::string("[OPTIONS]\n Units CMS\n") + kRest +
                         "[CURVES]\n one 2 30\n three 0 50\n three 1 40\n three 2 10\n"
                         "[PUMPS]\n x r a HEAD one\n y r b HEAD three SPEED 1.2\n z a b POWER 5\n");
  auto const& links = file.network.links;
  EXPECT_NEAR(links[2].pump.shutoff_m, 40, 1e-12);
  EXPECT_NEAR(links[2].pump.factor, 2.5, 1e-4);  // 40 − 2.5 · 2² = 30
  EXPECT_NEAR(links[3].pump.exponent, 2, 1e-12); // falls of 10 and 40 at 1 and 2
  EXPECT_EQ(links[3].setting, 1.2);
  EXPECT_EQ(links[4].pump.power_w, 5000);
}

TEST(Inp, CountsWhatItSkips) {
  auto const file = read(std::string(kRest) + "[QUALITY]\n a 1\n[TAGS]\n NODE a x\n[ENERGY]\n Global Price 0.1\n"
                                              " Global Efficiency 80\n[COORDINATES]\n a 3 4\n");
  EXPECT_EQ(file.skipped.at("QUALITY"), 1U);
  EXPECT_EQ(file.skipped.at("TAGS"), 1U);
  EXPECT_EQ(file.skipped.at("ENERGY"), 1U);
  EXPECT_EQ(file.network.options.pump_efficiency, 0.8);
  EXPECT_EQ(file.network.nodes[0].north, 4);
}

TEST(Inp, ErrorsNameFileLineAndSection) {
  std::string const net = kRest; // 8 lines
  EXPECT_EQ(error_of("[JUNCTIONS]\n a 1 x\n"), "f:2: [JUNCTIONS]: \"x\" is not a number");
  EXPECT_EQ(error_of("[FOO]\n"), "f:1: no section is named [FOO]");
  EXPECT_EQ(error_of("a 1\n"), "f:1: a section such as [JUNCTIONS] must come first");
  EXPECT_EQ(error_of("[JUNCTIONS]\n a 1\n"), "f: a network needs a reservoir or a tank; it has none");
  EXPECT_EQ(error_of(net + " x a c 1 1 1\n"), "f:9: [PIPES]: there is no node \"c\"");
  EXPECT_EQ(error_of(net + " p a b 1 1 1\n"), "f:9: [PIPES]: a link \"p\" exists already");
  EXPECT_EQ(error_of(net + " x a a 1 1 1\n"), "f:9: [PIPES]: \"x\" begins and ends at the same node");
  EXPECT_EQ(error_of(net + " x a b 0 1 1\n"), "f:9: [PIPES]: \"0\" must be more than 0");
  EXPECT_EQ(error_of(net + " x a b\n"), "f:9: [PIPES]: 3 words are too few");
  EXPECT_EQ(error_of(net + " x a b nan 1 1\n"), "f:9: [PIPES]: \"nan\" is not a number");
  EXPECT_THAT(error_of(net + "[PUMPS]\n x a b HEAD c\n"), HasSubstr("f:10: [PUMPS]: there is no curve \"c\""));
  EXPECT_THAT(error_of(net + "[CURVES]\n c 2 1\n c 1 1\n"), HasSubstr("f:11: [CURVES]: x of curve \"c\" must rise"));
  EXPECT_THAT(error_of(net + "[VALVES]\n x a b 1 ABC 1\n"), HasSubstr("none of PRV"));
  EXPECT_THAT(error_of(net + "[TANKS]\n t 1 5 1 4 10 0\n"), HasSubstr("least ≤ initial ≤ most"));
  EXPECT_THAT(error_of(net + "[TIMES]\n Hydraulic Timestep 0\n"), HasSubstr("leads nowhere"));
  EXPECT_THAT(error_of(net + "[CONTROLS]\n LINK q OPEN AT TIME 1\n"), HasSubstr("check valve"));
  EXPECT_THAT(error_of(net + "[RULES]\n RULE 1\n IF NODE a LEVEL > 1\n"), HasSubstr("f:11: [RULES]: \"a\" is no tank"));
  EXPECT_THAT(error_of(net + "[RULES]\n RULE 1\n IF SYSTEM TIME > 1\n"), HasSubstr("needs IF and THEN"));
  EXPECT_THAT(error_of(net + "[OPTIONS]\n Units FURLONG\n"), HasSubstr("is no unit of flow"));
}

} // namespace
} // namespace dalian::water
