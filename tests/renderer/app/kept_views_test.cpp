#include "renderer/app/kept_views.hpp"

#include "tests/support/temp_folder.hpp"

#include <fstream>
#include <gtest/gtest.h>

namespace dalian::viewer {
namespace {

scene::Camera const kHere{{381234.5, 4340987.25, 812}, 1.25, -0.5, 0.7};

TEST(KeptViews, AreThereAgainInTheNextWindow) {
  test::TempFolder folder;
  auto const file = folder.path() / "state/dalian-twin/views.json";
  KeptViews views(file);
  EXPECT_FALSE(views.at(3));
  ASSERT_TRUE(views.keep(3, kHere));
  ASSERT_TRUE(views.keep(9, {{1, 2, 3}, 0, -1, 0.6}));
  KeptViews const next(file);
  ASSERT_TRUE(next.at(3));
  EXPECT_EQ(*next.at(3), kHere) << "to the last bit";
  EXPECT_TRUE(next.at(9));
  EXPECT_FALSE(next.at(1));
}

TEST(KeptViews, WhatNoCameraCanHaveIsLeftOut) {
  test::TempFolder folder;
  auto const file = folder.path() / "views.json";
  std::ofstream(file) << R"({"1": [1, 2, 3, 0, -0.5, 0.6], "2": [1, 2, 3, 0, -1.6, 0.6], "3": [1, 2, 3, 0, 0, 0],
    "4": [1, 2, 3], "5": "here", "12": [1, 2, 3, 0, -0.5, 0.6], "6": [1, 2, null, 0, -0.5, 0.6]})";
  KeptViews const views(file);
  EXPECT_TRUE(views.at(1));
  for (int const number : {2, 3, 4, 5, 6, 12})
    EXPECT_FALSE(views.at(number)) << number;
  std::ofstream(file) << "{\"1\": [1, 2";
  EXPECT_FALSE(KeptViews(file).at(1)) << "half a file";
}

TEST(KeptViews, WhereNothingCanBeWrittenTheViewIsKeptForNow) {
  KeptViews views("/proc/no/such/views.json");
  auto const kept = views.keep(2, kHere);
  ASSERT_FALSE(kept);
  EXPECT_NE(kept.error().find("views.json"), std::string::npos);
  EXPECT_EQ(views.at(2), kHere);
}

} // namespace
} // namespace dalian::viewer
