// What a SUMO run left, against an equilibrium of two links that is written by hand.
#include "twin/app/sumo_check.hpp"

#include "tests/support/temp_folder.hpp"

#include <fstream>
#include <gtest/gtest.h>

namespace dalian::app {
namespace {

/// 360 cars and 20 trucks an hour (420 pcu) on a link of 1 km, one minute and 1000 pcu/h; as many on one that is over
/// its capacity.
whatif::PeakHour two_links() {
  whatif::PeakHour peak;
  for (double const capacity : {1000.0, 400.0}) {
    traffic::Link link;
    link.capacity = capacity;
    link.length = 1;
    peak.roads.links.push_back(link);
  }
  peak.problem.demand[1].classes.resize(whatif::kClasses);
  peak.problem.demand[1].classes[whatif::kTruck].car_equivalents = 3;
  peak.solved.flow = {420, 420};
  peak.solved.time = {1, 2};
  peak.solved.class_flow = {{360, 360}, {60, 60}, {0, 0}};
  return peak;
}

constexpr char kEnd[] = "</interval></meandata>";

std::string edge_line(char const* id, double entered, double departed, double seconds, double speed, double time) {
  return "<edge id=\"" + std::string(id) + "\" sampledSeconds=\"" + std::to_string(seconds) + "\" traveltime=\"" +
         std::to_string(time) + "\" speed=\"" + std::to_string(speed) + "\" departed=\"" + std::to_string(departed) +
         "\" entered=\"" + std::to_string(entered) + "\"/>\n";
}

class SumoCheckTest : public testing::Test {
 protected:
  Result<SumoCheck> check(std::string const& edges, int inserted) {
    std::ofstream(folder_.path() / "dalian.edges.xml") << edges;
    std::ofstream(folder_.path() / "dalian.statistic.xml")
        << "<statistics>\n<vehicles loaded=\"400\" inserted=\"" << inserted
        << "\" running=\"1\"/>\n<teleports total=\"3\" jam=\"3\"/>\n</statistics>\n";
    SumoScenario scenario;
    scenario.link_of = {0, 1};
    scenario.vehicles.resize(400);
    return check_run(two_links(), scenario, {600, 4200}, folder_.path());
  }
  static SumoExpectation const& expected(SumoCheck const& check, std::string const& part) {
    for (auto const& e : check.expectations)
      if (e.name.find(part) != e.name.npos) return e;
    throw std::runtime_error(part);
  }
  test::TempFolder folder_;
};

TEST_F(SumoCheckTest, ARunLikeTheEquilibriumIsAsExpected) {
  auto const done = check(edge_line("0", 300, 80, 380 * 60, 1000.0 / 60, 60) +
                              edge_line("1", 380, 0, 380 * 120, 1000.0 / 120, 300) + kEnd,
                          398);
  ASSERT_TRUE(done) << done.error();
  EXPECT_NEAR(done->vehicle_km, 760, 0.1);
  EXPECT_NEAR(done->static_km, 760, 1e-9);
  EXPECT_NEAR(done->vehicle_hours, 19, 0.01);
  EXPECT_NEAR(done->static_hours, 19, 1e-9);
  EXPECT_EQ(done->teleports, 3U);
  for (auto const& e : done->expectations)
    EXPECT_TRUE(e.met()) << e.name << " " << e.value << ": the full link's time is not judged";
  ASSERT_EQ(done->bands.size(), 4U);
  EXPECT_EQ(done->bands[0].links, 1U);
  EXPECT_NEAR(done->bands[3].time_ratio, 2.5, 1e-9);
  EXPECT_NEAR(done->bands[3].flow_ratio, 1, 1e-9);
}

TEST_F(SumoCheckTest, AnotherFlowAnotherTimeAndWhoStaysOutAreTold) {
  auto const done = check(edge_line("0", 200, 0, 200 * 90, 1000.0 / 90, 90) +
                              edge_line("1", 380, 0, 380 * 120, 1000.0 / 120, 120) + kEnd,
                          200);
  ASSERT_TRUE(done) << done.error();
  EXPECT_FALSE(expected(*done, "came in").met());
  EXPECT_NEAR(expected(*done, "GEH").value, 50, 1e-9);
  EXPECT_FALSE(expected(*done, "GEH").met());
  EXPECT_FALSE(expected(*done, "vehicle km").met());
  EXPECT_NEAR(expected(*done, "minutes").value, 1.5, 1e-9);
  EXPECT_FALSE(expected(*done, "minutes").met());
}

TEST_F(SumoCheckTest, WhatWasCutOffOrIsAnothersIsAnError) {
  EXPECT_FALSE(check(edge_line("0", 1, 1, 1, 1, 1), 1)) << "no end";
  EXPECT_FALSE(check(edge_line("avenue.3", 1, 1, 1, 1, 1) + kEnd, 1)) << "no number of a link";
  std::filesystem::remove(folder_.path() / "dalian.edges.xml");
  EXPECT_FALSE(check_run(two_links(), {}, {600, 4200}, folder_.path()));
}

TEST(Geh, IsThatOfTheHandbook) {
  EXPECT_NEAR(geh(1200, 1000), 200 / std::sqrt(1100.0), 1e-12); // sqrt(2 · 200² / 2200)
  EXPECT_EQ(geh(0, 0), 0);
}

} // namespace
} // namespace dalian::app
