// twinctl solve hazard as a user runs it.
#include "tests/support/process.hpp"
#include "tests/support/temp_folder.hpp"

#include <cstdlib>
#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace dalian::hazard {
namespace {

using nlohmann::json;
using testing::HasSubstr;

class SolveHazard : public testing::Test {
 protected:
  std::string write(std::string const& text) const {
    std::string const path = (folder_.path() / "leak.toml").string();
    std::ofstream(path) << text;
    return path;
  }
  test::Finished solve(std::vector<std::string> const& more) const {
    std::string const tables = std::string(std::getenv("DALIAN_SOURCE")) + "/assets/config/hazard.toml";
    std::vector<std::string> all{test::program("twinctl"), "solve", "hazard", "--hazard", tables};
    all.insert(all.end(), more.begin(), more.end());
    return test::run(all, std::chrono::seconds(60));
  }
  static constexpr char kLeak[] =
      "[vessel]\nsubstance = \"chlorine\"\nmass_t = 20\npressure_bar = 5.8\nat = [121.44, 39.3]\n"
      "[release]\nfailure = \"leak\"\nhole_mm = 25\n[weather]\nwind_mps = 2\nclass = \"F\"\n"
      "from_deg = 30\n";
  test::TempFolder folder_;
};

TEST_F(SolveHazard, PrintsDistancesAndWritesContours) {
  auto const map = (folder_.path() / "leak.geojson").string();
  auto const done = solve({write(kLeak), "--out", map});
  ASSERT_EQ(done.status, 0) << done.err;
  EXPECT_THAT(done.out, HasSubstr("chlorine: 20 t, liquefied by pressure"));
  EXPECT_THAT(done.out, HasSubstr("AEGL-3 (20 ppm)"));
  std::ifstream in(map);
  auto const written = json::parse(in);
  ASSERT_EQ(written.at("features").size(), 4U) << "the vessel and three levels";
  for (auto const& corner : written.at("features").at(1).at("geometry").at("coordinates").at(0))
    EXPECT_LT(corner.at(1).get<double>(), 39.3 + 2e-2) << "a wind from north-north-east takes it south";
}

TEST_F(SolveHazard, JsonHoldsWhatIsPrinted) {
  auto const done = solve({write(kLeak), "--json"});
  ASSERT_EQ(done.status, 0) << done.err;
  auto const release = json::parse(done.out).at("releases").at(0);
  EXPECT_GT(release.at("rate_kg_s").get<double>(), 0);
  double last = 1e9;
  for (auto const& row : release.at("along")) {
    EXPECT_LE(row.at("ppm").get<double>(), last);
    EXPECT_LE(row.at("dies_indoors").get<double>(), row.at("dies_outdoors").get<double>());
    last = row.at("ppm").get<double>();
  }
}

TEST_F(SolveHazard, FaultsAreALine) {
  auto const unknown =
      solve({write("[vessel]\nsubstance = \"phlogiston\"\nmass_t = 1\n[weather]\nwind_mps = 1\nclass = \"D\"\n")});
  EXPECT_EQ(unknown.status, 1);
  EXPECT_THAT(unknown.err, HasSubstr("leak.toml:2: 'substance' is \"phlogiston\""));
  auto const nowhere =
      solve({write("[vessel]\nsubstance = \"chlorine\"\nmass_t = 1\n[weather]\nwind_mps = 1\nclass = \"D\"\n"), "--out",
             (folder_.path() / "x").string()});
  EXPECT_EQ(nowhere.status, 1);
  EXPECT_THAT(nowhere.err, HasSubstr("says no place"));
  auto const calm =
      solve({write("[vessel]\nsubstance = \"chlorine\"\nmass_t = 1\n[weather]\nwind_mps = 0\nclass = \"F\"\n")});
  EXPECT_EQ(calm.status, 0) << calm.err;
  EXPECT_THAT(calm.out, HasSubstr("note: calm"));
  EXPECT_EQ(solve({}).status, 2);
}

} // namespace
} // namespace dalian::hazard
