#include "twin/planner/sweep_results.hpp"

#include "tests/support/temp_folder.hpp"
#include "twin/whatif/design.hpp"

#include <cmath>
#include <fmt/format.h>
#include <fstream>
#include <gtest/gtest.h>
#include <random>

namespace dalian::planner {
namespace {

constexpr char kHeading[] =
    R"({"format":"dalian-sweep","version":1,"name":"two","design":"d","base":"b","zone":"njip","cases":3,"axes":["far"]})";
constexpr char kFirst[] =
    R"({"case":1,"settings":["0.5"],"kpis":{"land.jobs":[100,90,110],"energy.co2":[7,6,8]},"errors":[],"failed":[]})";
constexpr char kSecond[] =
    R"({"case":2,"settings":["1"],"kpis":{"land.jobs":[200,180,220]},"errors":["parcel"],"failed":["no"]})";

class Sweep : public testing::Test {
 protected:
  std::filesystem::path written(std::string const& text) const {
    auto const file = folder.path() / "x.jsonl";
    std::ofstream(file) << text;
    return file;
  }
  test::TempFolder folder;
};

TEST_F(Sweep, CasesAreReadAsTheyStandAndAHalfLineIsLeftOut) {
  auto const found = read_sweep(written(fmt::format("{}\n{}\n{}\n{{\"case\":3,\"sett", kHeading, kFirst, kSecond)));
  ASSERT_TRUE(found) << found.error();
  EXPECT_EQ(found->zone, "njip");
  EXPECT_EQ(found->cases, 3u);
  EXPECT_EQ(found->axes, std::vector<std::string>{"far"});
  EXPECT_EQ(found->figures, (std::vector<std::string>{"land.jobs", "energy.co2"}));
  ASSERT_EQ(found->rows.size(), 2u) << "of a sweep at work those that are there";
  EXPECT_EQ(found->rows[0].figures, (std::vector<double>{100, 7}));
  EXPECT_EQ(found->rows[1].settings, std::vector<std::string>{"1"});
  EXPECT_EQ(found->rows[1].errors, 2u);
  EXPECT_TRUE(std::isnan(found->rows[1].figures[1])) << "what an engine that failed would have said";
}

TEST_F(Sweep, WhatIsNoSweepIsRefusedWithItsLine) {
  EXPECT_FALSE(read_sweep(folder.path() / "none"));
  for (std::string const& text :
       {std::string(), std::string(kHeading), std::string("{}\n"), fmt::format("{}\nno json\n", kHeading)})
    EXPECT_FALSE(read_sweep(written(text))) << text;
  auto const lacking = read_sweep(written(fmt::format("{}\n{}\n{{\"case\":2}}\n", kHeading, kFirst)));
  ASSERT_FALSE(lacking);
  EXPECT_NE(lacking.error().find("line 3"), std::string::npos) << lacking.error();
}

TEST_F(Sweep, TheFrontIsWhatNoOtherRowBeats) {
  std::mt19937 random(20261127);
  for (int round = 0; round < 40; ++round) {
    SweepResults all;
    all.figures = {"a", "b", "c"};
    for (int i = 0; i < 60; ++i) {
      SweepRow row;
      for (int f = 0; f < 3; ++f) { // few values, so that many are equal
        auto const drawn = random() % 7;
        row.figures.push_back(drawn == 6 ? std::nan("") : static_cast<double>(drawn));
      }
      row.errors = random() % 5 == 0 ? 1 : 0;
      all.rows.push_back(row);
    }
    std::vector<Aim> const aims{{0, true}, {1, false}, {2, true}};
    std::vector<std::size_t> expected; // by brute force
    auto const fits = [&](SweepRow const& row) {
      return row.errors == 0 && !std::isnan(row.figures[0] + row.figures[1] + row.figures[2]);
    };
    for (std::size_t i = 0; i < all.rows.size(); ++i) {
      bool beaten = !fits(all.rows[i]);
      for (auto const& other : all.rows) {
        auto const &x = other.figures, &y = all.rows[i].figures;
        beaten = beaten || (fits(other) && x[0] >= y[0] && x[1] <= y[1] && x[2] >= y[2] &&
                            (x[0] > y[0] || x[1] < y[1] || x[2] > y[2]));
      }
      if (!beaten) expected.push_back(i);
    }
    EXPECT_EQ(pareto_front(all, aims), expected) << "round " << round;
  }
}

TEST_F(Sweep, FiguresThatNeverMoveAreNoAxes) {
  SweepResults all;
  all.figures = {"same", "moves", "never told"};
  all.rows = {{1, {}, {5, 1, NAN}, 0}, {2, {}, {5, 3, NAN}, 0}, {3, {}, {5, NAN, NAN}, 0}};
  auto const spans = moving_figures(all);
  ASSERT_EQ(spans.size(), 1u);
  EXPECT_EQ(spans[0].figure, 1u);
  EXPECT_EQ(spans[0].low, 1);
  EXPECT_EQ(spans[0].high, 3);
}

TEST_F(Sweep, TheDesignBesideIsFoundByItsHash) {
  std::string const design =
      R"({"format":"dalian-design","version":1,"name":"d","kind":"grid","axes":[{"name":"far","layer":"parcel","id":"p","field":"far","values":[0.5,1]}]})";
  std::ofstream(folder.path() / "other.json") << "{}";
  std::ofstream(folder.path() / "mine.json") << design;
  SweepResults results;
  results.design = to_text(whatif::parse_design(design, "d")->hash);
  EXPECT_EQ(design_beside(folder.path() / "x.jsonl", results), folder.path() / "mine.json");
  results.design = "another";
  EXPECT_FALSE(design_beside(folder.path() / "x.jsonl", results));
}

} // namespace
} // namespace dalian::planner
