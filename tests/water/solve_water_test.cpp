// twinctl solve water as a user runs it.
#include "tests/support/process.hpp"

#include <cstdlib>
#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace dalian::water {
namespace {

using nlohmann::json;
using testing::HasSubstr;

class SolveWater : public testing::Test {
 protected:
  std::string data(char const* name) const { return std::string(std::getenv("DALIAN_TWIN_DATA")) + "/water/" + name; }
  std::string write(std::string const& text) const {
    std::string const path = (folder_.path() / "own.inp").string();
    std::ofstream(path) << text;
    return path;
  }
  test::Finished solve(std::vector<std::string> const& more) const {
    std::vector<std::string> all{test::program("twinctl"), "solve", "water"};
    all.insert(all.end(), more.begin(), more.end());
    return test::run(all, std::chrono::seconds(60));
  }
  test::TempFolder folder_;
};

TEST_F(SolveWater, PrintsADayItsCertificateAndTheDifferenceFromEpanet) {
  auto const done = solve({data("net1.inp"), "--at", "0", "--against", data("net1.out")});
  ASSERT_EQ(done.status, 0) << done.err;
  EXPECT_THAT(done.out, HasSubstr("EPANET Example Network 1"));
  EXPECT_THAT(done.out, HasSubstr("mass at a node"));
  EXPECT_THAT(done.out, HasSubstr("25 periods: head"));
}

TEST_F(SolveWater, JsonHoldsEveryPeriod) {
  auto const done = solve({data("net1.inp"), "--hours", "5", "--json"});
  ASSERT_EQ(done.status, 0) << done.err;
  auto const answer = json::parse(done.out);
  ASSERT_EQ(answer.at("periods").size(), 6U);
  EXPECT_NEAR(answer.at("periods").at(0).at("nodes").at("2").at("head").get<double>(), 970, 1e-9); // ft
  EXPECT_EQ(answer.at("units").at("flow"), "GPM");
  EXPECT_LT(answer.at("certificate").at("mass_m3_s").get<double>(), 1e-7);
}

TEST_F(SolveWater, BrokenFileIsALineAndAnIslandAFinding) {
  auto const broken = solve({write("[JUNCTIONS]\n a 1 x\n")});
  EXPECT_EQ(broken.status, 1);
  EXPECT_THAT(broken.err, HasSubstr("own.inp:2: [JUNCTIONS]: \"x\" is not a number"));
  auto const island = solve({write("[JUNCTIONS]\n a 1 2\n b 1 3\n[RESERVOIRS]\n r 50\n[PIPES]\n p r a 100 12 100\n"
                                   " q a b 100 12 100 0 Closed\n")});
  EXPECT_EQ(island.status, 1);
  EXPECT_THAT(island.out, HasSubstr("node b: no open way leads here"));
  EXPECT_EQ(solve({"--hours", "x"}).status, 2);
}

} // namespace
} // namespace dalian::water
