// twinctl whatif sumo with a real netconvert and a real sumo, on a zone of the city of the repository.
#include "tests/support/process.hpp"

#include <cstdlib>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace dalian {
namespace {

using nlohmann::json;

class WhatifSumo : public testing::Test {
 protected:
  test::Finished sumo(std::vector<std::string> const& arguments) const {
    auto const assets = std::filesystem::path(std::getenv("DALIAN_SOURCE")) / "assets";
    auto const table = [&](char const* name) { return (assets / "config" / name).string(); };
    std::vector<std::string> all{test::program("twinctl"), "whatif", "sumo", "--layout", (assets / "city").string()};
    all.insert(all.end(), arguments.begin(), arguments.end());
    all.insert(all.end(), {"--programme", table("programme.toml"), "--energy", table("energy.toml"), "--mains",
                           table("mains.toml"), "--hazard", table("hazard.toml"), "--port", table("port.toml"), "--sun",
                           table("sun.toml"), "--traffic", table("traffic.toml")});
    return test::run(all, std::chrono::seconds(250));
  }
  std::string file(std::string const& name) const { return (folder_.path() / name).string(); }
  test::TempFolder folder_;
};

TEST_F(WhatifSumo, AZoneIsDrivenComparedAndCanBeShown) {
  auto const done = sumo({"base", "--zone", "songmudao", "--model", "meso", "--warm-up", "20", "--minutes", "20",
                          "--out", file("net"), "--fcd", file("cars.xml"), "--fcd-period", "30", "--json"});
  ASSERT_EQ(done.status, 0) << done.err;
  auto const check = json::parse(done.out);
  EXPECT_EQ(check.at("model"), "meso");
  EXPECT_GT(check.at("planned"), 50);
  EXPECT_GE(check.at("inserted").get<double>(), 0.99 * check.at("planned").get<double>())
      << "a quiet zone takes in all but those of the last second";
  double const km = check.at("vehicle_km").at("simulated"), expected = check.at("vehicle_km").at("equilibrium");
  EXPECT_NEAR(km, expected, 0.25 * expected);
  EXPECT_EQ(check.at("expectations").size(), 4U);
  auto const shown = test::run({test::program("twinfeed"), "sumo", "--fcd", file("cars.xml"), "--out", "count"},
                               std::chrono::seconds(60));
  EXPECT_EQ(shown.status, 0) << shown.err;
  EXPECT_NE((shown.out + shown.err).find("decoded"), std::string::npos) << shown.out << shown.err;
}

TEST_F(WhatifSumo, AZoneThatIsNoneIsSaid) {
  auto const done = sumo({"base", "--zone", "atlantis", "--out", file("net")});
  EXPECT_EQ(done.status, 1);
  EXPECT_NE(done.err.find("atlantis"), std::string::npos) << done.err;
}

} // namespace
} // namespace dalian
