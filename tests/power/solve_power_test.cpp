// twinctl solve power as a user runs it.
#include "tests/support/process.hpp"

#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace dalian::power {
namespace {

using nlohmann::json;
using testing::HasSubstr;

constexpr char kHead[] = "function mpc = three\nmpc.version = '2';\nmpc.baseMVA = 100;\nmpc.bus = [\n"
                         "1 3 0 0 0 0 1 1 0 110 1 1.1 0.9;\n2 1 50 20 0 0 1 1 0 110 1 1.1 0.97;\n"
                         "3 1 10 0 0 0 1 1 0 110 1 1.1 0.9;\n];\nmpc.gen = [1 0 0 99 -99 1 100 1 200 0];\n";
constexpr char kRing[] = "mpc.branch = [1 2 0.02 0.1 0 60 0 0 0 0 1;\n2 3 0.02 0.1 0 60 0 0 0 0 1;\n"
                         "1 3 0.02 0.1 0 60 0 0 0 0 1];\n";

class SolvePower : public testing::Test {
 protected:
  std::string file(std::string const& text) const {
    auto const path = (folder_.path() / "case.m").string();
    std::ofstream(path) << text;
    return path;
  }
  static test::Finished solve(std::vector<std::string> const& more) {
    std::vector<std::string> all{test::program("twinctl"), "solve", "power"};
    all.insert(all.end(), more.begin(), more.end());
    return test::run(all, std::chrono::seconds(60));
  }
  test::TempFolder folder_;
};

TEST_F(SolvePower, PrintsVoltagesFlowsLossesAndOutages) {
  std::string const path = file(std::string(kHead) + kRing);
  auto const done = solve({path, "--n-1", "--json"});
  ASSERT_EQ(done.status, 0) << done.err;
  auto const answer = json::parse(done.out);
  EXPECT_TRUE(answer.at("converged").get<bool>());
  EXPECT_LE(answer.at("mismatch_pu").get<double>(), 1e-8);
  EXPECT_NEAR(answer.at("generation_mw").get<double>() - 60, answer.at("losses_mw").get<double>(), 1e-9);
  EXPECT_EQ(answer.at("outages").size(), 3u);
  EXPECT_GT(answer.at("outages").at(0).at("worst_loading_percent").get<double>(), 100);
  EXPECT_EQ(answer.at("branches").at(2).at("to"), 3);
  auto const words = solve({path, "--n-1"});
  EXPECT_THAT(words.out, HasSubstr("losses"));
  EXPECT_THAT(words.out, HasSubstr("branch 1-2"));
  EXPECT_THAT(solve({path, "--dc"}).out, HasSubstr("DC: no losses"));
}

TEST_F(SolvePower, SaysWhatIsWrongAndExitsWithOne) {
  auto done = solve({file(std::string(kHead) + "mpc.branch = [1 2 0.02 0.1 0 0 0 0 0 0 1];")});
  EXPECT_EQ(done.status, 1);
  EXPECT_THAT(done.out, HasSubstr("error: bus 3: nothing feeds its island"));
  EXPECT_THAT(done.out, HasSubstr("about")); // bus 2 is below 0.97, and what would mend it
  done = solve({file(std::string(kHead) + "mpc.branch = [1 2 2 9 0 0 0 0 0 0 1; 2 3 0 1 0 0 0 0 0 0 1];")});
  EXPECT_EQ(done.status, 1);
  EXPECT_THAT(done.out, HasSubstr("NO SOLUTION"));
  done = solve({file(std::string(kHead) + "mpc.branch = [1 9 0 1 0 0 0 0 0 0 1];")});
  EXPECT_EQ(done.status, 1);
  EXPECT_THAT(done.err, HasSubstr("case.m:10: branch: there is no bus 9"));
  EXPECT_THAT(solve({"none.m"}).err, HasSubstr("none.m cannot be read: No such file"));
  EXPECT_EQ(solve({}).status, 2);
}

} // namespace
} // namespace dalian::power
