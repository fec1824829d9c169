// twinctl solve traffic as a user runs it.
#include "tests/support/process.hpp"
#include "tests/traffic/roads.hpp"
#include "twin/traffic/tntp.hpp"

#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <sstream>

namespace dalian::traffic {
namespace {

using nlohmann::json;
using test::road;
using testing::HasSubstr;

class SolveCommand : public testing::Test {
 protected:
  SolveCommand() {
    write("net", write_network(test::roads(3, 3, {road(0, 1, 10, 1), road(0, 1, 15, 2)})));
    write("trips", write_trips({{0, 1, 20}}, 3));
  }
  std::string path(std::string const& name) const { return (folder_.path() / name).string(); }
  void write(std::string const& name, std::string const& text) const { std::ofstream(path(name)) << text; }
  test::Finished solve(std::vector<std::string> const& more) const {
    std::vector<std::string> all{test::program("twinctl"), "solve", "traffic"};
    all.insert(all.end(), more.begin(), more.end());
    return test::run(all, std::chrono::seconds(60));
  }
  test::TempFolder folder_;
};

TEST_F(SolveCommand, PrintsObjectiveGapSecondsAndFlows) {
  auto const done =
      solve({path("net"), path("trips"), "--gap", "1e-12", "--json", "--flows", path("flows"), "--threads", "2"});
  ASSERT_EQ(done.status, 0) << done.err;
  auto const answer = json::parse(done.out);
  EXPECT_NEAR(answer.at("objective").get<double>(), 10 * 15 + 15 * 15 / 2.0 + 15 * 5 + 5 * 5, 1e-8);
  EXPECT_LE(answer.at("gap").get<double>(), 1e-12);
  EXPECT_TRUE(answer.at("converged").get<bool>());
  EXPECT_GE(answer.at("seconds").at("cpu").get<double>(), 0);
  EXPECT_NEAR(answer.at("links").at(0).at("flow").get<double>(), 15, 1e-8);
  EXPECT_EQ(answer.at("links").at(1).at("to"), 2);
  std::ostringstream text;
  text << std::ifstream(path("flows")).rdbuf();
  auto const flows = read_flows(text.str(), "flows");
  ASSERT_TRUE(flows) << flows.error();
  EXPECT_EQ(flows.value().at(0).flow, answer.at("links").at(0).at("flow").get<double>());
  EXPECT_THAT(solve({path("net"), path("trips")}).out, HasSubstr("relative gap"));
}

TEST_F(SolveCommand, SaysWhoseTripsDriveOverALink) {
  auto const done = solve({path("net"), path("trips"), "--gap", "1e-12", "--json", "--select-link", "1,2"});
  ASSERT_EQ(done.status, 0) << done.err;
  double sum = 0; // of both roads
  auto const answer = json::parse(done.out);
  for (auto const& trip : answer.at("selected")) {
    EXPECT_EQ(trip.at("destination"), 2);
    sum += trip.at("trips").get<double>();
  }
  EXPECT_NEAR(sum, 20, 1e-9);
  EXPECT_THAT(solve({path("net"), path("trips"), "--select-link", "2,1"}).err, HasSubstr("has no such link"));
}

TEST_F(SolveCommand, NamesPairsWithoutAWayAndSolvesTheRest) {
  write("trips", write_trips({{0, 1, 20}, {0, 2, 1}}, 3));
  auto const done = solve({path("net"), path("trips"), "--json"});
  EXPECT_EQ(done.status, 1);
  EXPECT_THAT(done.err, HasSubstr("no way from zone 1 to zone 3 for 1 trips"));
  EXPECT_EQ(json::parse(done.out).at("unconnected").at(0).at("destination"), 3);
}

TEST_F(SolveCommand, ErrorsAreOneLine) {
  EXPECT_EQ(solve({path("net")}).status, 2);
  auto done = solve({path("none"), path("trips")});
  EXPECT_EQ(done.status, 1);
  EXPECT_THAT(done.err, HasSubstr("none cannot be read: No such file"));
  write("trips", "<END OF METADATA>\nOrigin 1\n 2 : -1;\n");
  done = solve({path("net"), path("trips")});
  EXPECT_EQ(done.status, 1);
  EXPECT_THAT(done.err, HasSubstr("trips:3: flow: \"-1\" is not a number of 0 or more"));
}

} // namespace
} // namespace dalian::traffic
