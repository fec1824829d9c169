#include "twin/planner/shelf.hpp"

#include "tests/support/temp_folder.hpp"
#include "twin/plan/document.hpp"

#include <fstream>
#include <gtest/gtest.h>

namespace dalian::planner {
namespace {

class Shelf : public testing::Test {
 protected:
  void store(std::string const& stem, std::string from = {}, std::string note = {}) {
    plan::Scenario scenario{"name of " + stem, std::move(note), {}, {}, std::move(from)};
    scenario.edits = {{plan::Edit::Kind::remove, plan::Layer::road, "r", {}, {}, {}}};
    ASSERT_TRUE(plan::write_scenario(scenario, folder_.path() / (stem + ".json")));
  }
  /// "  stem" by depth.
  std::vector<std::string> told() {
    std::vector<std::string> out;
    for (Shelved const& each : shelf_of(folder_.path()))
      out.push_back(std::string(2 * each.depth, ' ') + each.file.stem().string());
    return out;
  }
  test::TempFolder folder_;
};

TEST_F(Shelf, VariantsStandBehindWhatTheyAreOf) {
  store("west");
  store("east", "", "toward the sea");
  store("east high", "east");
  store("a quay", "east high");
  store("zone", "east");
  EXPECT_EQ(told(), (std::vector<std::string>{"east", "  east high", "    a quay", "  zone", "west"}));
  auto const east = shelf_of(folder_.path()).front();
  EXPECT_EQ(east.name, "name of east");
  EXPECT_EQ(east.note, "toward the sea");
  EXPECT_EQ(east.edits, 1u);
}

TEST_F(Shelf, NothingIsMissingForWhatItSaysOfItself) {
  store("orphan", "gone");
  store("own", "own");
  store("egg", "hen");
  store("hen", "egg");
  std::ofstream(folder_.path() / "broken.json") << "{";
  std::ofstream(folder_.path() / "sweep.design.json") << "{}";
  std::ofstream(folder_.path() / "readme.txt") << "no scenario";
  EXPECT_EQ(told(), (std::vector<std::string>{"broken", "orphan", "egg", "  hen", "own"}));
  auto const broken = shelf_of(folder_.path()).front();
  EXPECT_NE(broken.trouble.find("broken.json"), std::string::npos);
  EXPECT_TRUE(shelf_of(folder_.path() / "none").empty());
}

} // namespace
} // namespace dalian::planner
