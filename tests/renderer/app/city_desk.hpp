#pragma once
// A planner's desk on the city that the program comes with, and places in its parcels.
#include "renderer/workplaces/planning_desk.hpp"
#include "tests/support/temp_folder.hpp"
#include "tests/support/wait.hpp"

#include <cstdlib>
#include <gtest/gtest.h>

namespace dalian::workplaces::testing_desk {

class CityDesk : public testing::Test {
 protected:
  CityDesk() {
    desk.begin();
    EXPECT_TRUE(test::wait_until([&] { return desk.ready() || !desk.trouble().empty(); })) << desk.trouble();
  }
  std::vector<std::string> parcels(std::string const& zone = "songmudao") {
    std::vector<std::string> ids;
    desk.session().base().for_each(plan::Layer::parcel, [&](plan::Entity const& parcel) {
      if (parcel.text("zone") == zone) ids.push_back(parcel.id());
    });
    return ids;
  }
  /// In parcels of the zone, one for each number.
  MapPoint spot(std::size_t number, std::string const& zone = "songmudao") {
    auto const parcel = desk.session().base().find(plan::Layer::parcel, parcels(zone).at(number));
    return plan::centroid(plan::to_map(parcel->shape("outline")));
  }
  static std::filesystem::path assets() { return std::getenv("DALIAN_ASSETS"); }

  test::TempFolder folder;
  PlanningDesk desk{assets(), folder.path()};
};

} // namespace dalian::workplaces::testing_desk
