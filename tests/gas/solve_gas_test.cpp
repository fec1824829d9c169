// twinctl solve gas as a user runs it.
#include "tests/support/process.hpp"

#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace dalian::gas {
namespace {

using nlohmann::json;
using testing::HasSubstr;

class SolveGas : public testing::Test {
 protected:
  std::string path(char const* name) const { return (folder_.path() / name).string(); }
  std::string write(std::string const& text) const {
    std::ofstream(path("town.toml")) << text;
    return path("town.toml");
  }
  test::Finished solve(std::vector<std::string> const& more) const {
    std::vector<std::string> all{test::program("twinctl"), "solve", "gas"};
    all.insert(all.end(), more.begin(), more.end());
    return test::run(all, std::chrono::seconds(60));
  }
  test::TempFolder folder_;
};

constexpr char kTown[] = "[gas]\nkind = 'natural'\n[[node]]\nid = 'inlet'\npressure_bar = 41\n"
                         "[[node]]\nid = 'town'\ntakes_kg_s = 4.5\n[[pipe]]\nid = 'main'\nfrom = 'inlet'\nto = 'town'\n"
                         "length_m = 12000\ndiameter_m = 0.3\n";

TEST_F(SolveGas, PrintsATableAndItsCertificateAndTheSameAsADocument) {
  auto const done = solve({write(kTown), "--out", path("answer.json")});
  ASSERT_EQ(done.status, 0) << done.err;
  EXPECT_THAT(done.out, HasSubstr("town"));
  EXPECT_THAT(done.out, HasSubstr("appears or vanishes at most"));
  auto const printed = json::parse(solve({write(kTown), "--json"}).out);
  std::ifstream file(path("answer.json"));
  EXPECT_EQ(json::parse(file), printed);
  EXPECT_TRUE(printed.at("converged"));
  EXPECT_NEAR(printed.at("nodes").at("inlet").at("takes_kg_s"), -4.5, 1e-9);
  double const there = printed.at("nodes").at("town").at("pressure_bar");
  EXPECT_THAT(done.out, HasSubstr(std::to_string(there).substr(0, 6)));
}

TEST_F(SolveGas, WhatCannotBeServedIsNamedAndTheRestIsPrinted) {
  auto const island = solve({write(std::string(kTown) + "[[node]]\nid = 'island'\ntakes_kg_s = 2\n")});
  EXPECT_EQ(island.status, 1);
  EXPECT_THAT(island.err, HasSubstr("node 'island': 2 kg/s are not served"));
  EXPECT_THAT(island.out, HasSubstr("town"));
  auto const thirsty = solve({write(std::string(kTown) + "[[node]]\nid = 'works'\ntakes_kg_s = 900\n[[pipe]]\n"
                                                         "id = 'x'\nfrom = 'inlet'\nto = 'works'\nlength_m = 9000\n"
                                                         "diameter_m = 0.2\n")});
  EXPECT_EQ(thirsty.status, 1);
  EXPECT_THAT(thirsty.err, HasSubstr("node 'works': what is drawn cannot be had"));
}

TEST_F(SolveGas, ABrokenFileIsALineAndNoFileIsUsage) {
  auto const broken = solve({write("[gas]\nkind = 1\n")});
  EXPECT_EQ(broken.status, 1);
  EXPECT_THAT(broken.err, HasSubstr("town.toml:2: 'kind' must be a text"));
  EXPECT_EQ(solve({}).status, 2);
  EXPECT_THAT(solve({write(kTown), "--out", folder_.path().string()}).err, HasSubstr("cannot be written"));
}

} // namespace
} // namespace dalian::gas
