// twinctl solve port as a user runs it.
#include "tests/support/process.hpp"

#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace dalian::port {
namespace {

using nlohmann::json;
using testing::HasSubstr;

class SolvePort : public testing::Test {
 protected:
  std::string write(std::string const& text) const {
    std::string const path = (folder_.path() / "ships.toml").string();
    std::ofstream(path) << text;
    return path;
  }
  test::Finished solve(std::vector<std::string> const& more) const {
    std::vector<std::string> all{test::program("twinctl"), "solve", "port"};
    all.insert(all.end(), more.begin(), more.end());
    return test::run(all, std::chrono::seconds(60));
  }
  test::TempFolder folder_;
};

/// Room for one at a time: the short call first, though the long one came an hour before.
constexpr char kTwo[] = "[[quay]]\nname = 'south'\nlength_m = 400\ncranes = 4\nmoves_h = 30\ninterference = 1\n"
                        "[[ship]]\nname = 'LONG'\neta_h = 0\nlength_m = 366\nmoves = 4800\ncranes = 4\n"
                        "[[ship]]\nname = 'SHORT'\neta_h = 1\nlength_m = 200\nmoves = 120\ncranes = 4\n";

TEST_F(SolvePort, PlansPrintsAndSaysHowFarFromTheBound) {
  auto const done = solve({write(kTwo)});
  ASSERT_EQ(done.status, 0) << done.err;
  EXPECT_THAT(done.out, HasSubstr("LONG"));
  EXPECT_THAT(done.out, HasSubstr("first come, first served 41.00 h")); // SHORT from hour 42 on
  EXPECT_THAT(done.out, HasSubstr("no plan below 45.00 h"));
  auto const document = json::parse(solve({write(kTwo), "--json"}).out);
  EXPECT_DOUBLE_EQ(document.at(0).at("wait_h"), 4); // LONG waits from 0 to 4
}

TEST_F(SolvePort, AShipThatCannotComeIsToldAndABrokenFileIsALine) {
  auto const refused =
      solve({write(std::string(kTwo) + "[[ship]]\nname = 'HUGE'\neta_h = 1\nlength_m = 401\nmoves = 1\n")});
  EXPECT_EQ(refused.status, 1);
  EXPECT_THAT(refused.err, HasSubstr("ship 'HUGE' is 401 m long, the quay 400 m"));
  EXPECT_THAT(refused.out, HasSubstr("SHORT"));
  auto const broken = solve({write("[[quay]]\nname = 1\n")});
  EXPECT_EQ(broken.status, 1);
  EXPECT_THAT(broken.err, HasSubstr("ships.toml:2: 'name' must be a text"));
  EXPECT_EQ(solve({}).status, 2);
}

} // namespace
} // namespace dalian::port
