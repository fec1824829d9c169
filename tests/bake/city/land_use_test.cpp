// The drawn land use: what the sources hold, and what a broken source says.
#include "tools/bake/city/land_use.hpp"
#include "tools/bake/city/polygons.hpp"
#include "tools/bake/city/routes.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>
#include <unistd.h>

namespace dalian::bake {
namespace {

namespace fs = std::filesystem;

fs::path source_folder() {
  return fs::path(std::getenv("DALIAN_SOURCE")) / "assets/city";
}

Sources const& sources() {
  static Sources const all = [] {
    auto read = read_sources(source_folder());
    if (!read) throw std::runtime_error(read.error());
    return std::move(read).value();
  }();
  return all;
}

UseTable const& uses() {
  static UseTable const all = [] {
    auto const sizes = read_model_sizes(source_folder() / "../models/catalog.toml");
    if (!sizes) throw std::runtime_error(sizes.error());
    auto read = read_uses(source_folder() / "uses.toml", *sizes);
    if (!read) throw std::runtime_error(read.error());
    return std::move(read).value();
  }();
  return all;
}

LandUse const& land_use() {
  static LandUse const all = [] {
    auto read = read_land_use(source_folder(), sources(), uses());
    if (!read) throw std::runtime_error(read.error());
    return std::move(read).value();
  }();
  return all;
}

/// The layouts in a folder of their own, one file changed by the caller.
class BrokenLayout {
 public:
  BrokenLayout() : folder_(fs::temp_directory_path() / ("land_use_" + std::to_string(getpid()))) {
    fs::create_directories(folder_);
    for (auto const& entry : fs::directory_iterator(source_folder()))
      if (entry.path().filename().string().starts_with("layout_")) {
        fs::copy_file(entry, folder_ / entry.path().filename(), fs::copy_options::overwrite_existing);
      }
  }
  ~BrokenLayout() { fs::remove_all(folder_); }
  BrokenLayout(BrokenLayout const&) = delete;
  BrokenLayout& operator=(BrokenLayout const&) = delete;

  std::string error_after(std::string const& name, std::regex const& what, std::string const& with) {
    std::stringstream text;
    text << std::ifstream(folder_ / name).rdbuf();
    return error_of(name, std::regex_replace(text.str(), what, with, std::regex_constants::format_first_only));
  }

  std::string error_of(std::string const& name, std::string const& text) {
    std::ofstream(folder_ / name) << text;
    auto const read = read_land_use(folder_, sources(), uses());
    return read ? "" : read.error();
  }

 private:
  fs::path folder_;
};

TEST(LandUse, ParcelsOfAZoneFillItAndDoNotOverlap) {
  for (std::size_t z = 0; z < sources().zones.size(); ++z) {
    double sum_m2 = 0, common_m2 = 0;
    auto const& parcels = land_use().parcels;
    for (std::size_t i = 0; i < parcels.size(); ++i) {
      if (parcels[i].zone != sources().zones[z].id) continue;
      sum_m2 += signed_area_m2(parcels[i].ring);
      for (std::size_t k = i + 1; k < parcels.size(); ++k)
        for (Piece const& piece : common_parts(parcels[i].ring, parcels[k].ring))
          common_m2 += piece.area_m2;
    }
    double const zone_m2 = signed_area_m2(sources().zone_rings[z]);
    EXPECT_NEAR(sum_m2 / zone_m2, 1, 0.003) << sources().zones[z].id;
    EXPECT_LT(common_m2 / zone_m2, 0.0005) << sources().zones[z].id;
  }
}

TEST(LandUse, TotalsAddUpAndLotsLieInTheirParcelsOffTheRoads) {
  auto routes = make_routes(sources());
  ASSERT_TRUE(routes);
  routes->insert(routes->end(), land_use().streets.begin(), land_use().streets.end());
  Lots const lots = cut_lots(land_use(), *routes, uses());
  ASSERT_EQ(lots.land.size(), sources().zones.size());
  for (auto const& [zone, land] : lots.land) {
    double net_m2 = 0, of_lots_m2 = 0;
    for (auto const& [use, area_m2] : land.net_m2)
      net_m2 += area_m2;
    for (Lot const& lot : lots.lots)
      if (lot.parcel.zone == zone) of_lots_m2 += lot.block.area_m2;
    EXPECT_NEAR(net_m2 + land.streets_m2, land.zone_m2, 1) << zone;
    EXPECT_GT(land.streets_m2 / land.zone_m2, 0.05) << zone;
    EXPECT_LT(land.streets_m2 / land.zone_m2, 0.25) << zone;
    EXPECT_LE(of_lots_m2, net_m2 * 1.0001) << zone;
    EXPECT_GT(of_lots_m2, net_m2 * 0.85) << zone; // the rest lies between lots
  }
  std::set<std::string> ids;
  for (Lot const& lot : lots.lots) {
    EXPECT_TRUE(ids.insert(lot.parcel.id).second) << lot.parcel.id;
    for (layout::Route const& route : *routes)
      if (box_of(route.line).contains(lot.parcel.outline[0], 30)) {
        EXPECT_GT(nearest_on(route.line, false, lot.parcel.outline[0]).distance_m, route.width_m / 2) << lot.parcel.id;
      }
  }
}

TEST(LandUse, TheZonesAreUnlike) {
  std::map<std::string, std::map<std::string, double>> area_m2;
  for (LandParcel const& parcel : land_use().parcels)
    area_m2[parcel.zone.substr(0, parcel.zone.find('-'))][parcel.use] += signed_area_m2(parcel.ring);
  for (char const* use : {"assembly", "press_paint", "test_track", "car_yard", "campus", "battery", "data_centre",
                          "residential", "school", "clinic", "kyoto_street", "solar", "green"})
    EXPECT_GT(area_m2["njip"][use], 0) << use;
  for (char const* use :
       {"cracker", "rack", "tank_farm", "spheres", "flare_field", "air_separation", "hydrogen", "gasifier"})
    EXPECT_GT(area_m2["xizhongdao"][use], 0) << use;
  for (char const* use : {"fine_chem", "rack", "effluent", "buffer"})
    EXPECT_GT(area_m2["songmudao"][use], 0) << use;
  for (char const* use : {"materials", "kiln", "membrane", "flow_battery", "river_park"})
    EXPECT_GT(area_m2["huayuankou"][use], 0) << use;
}

TEST(LandUse, ABrokenSourceIsNamedWithItsFeature) {
  std::regex const first_use("\"use\": \"[a-z_]+\"");
  std::string const unknown = BrokenLayout().error_after("layout_xizhongdao.geojson", first_use, "\"use\": \"castle\"");
  EXPECT_NE(unknown.find("layout_xizhongdao.geojson: feature 'xizhongdao/parcel/gasifier-1': use 'castle'"),
            std::string::npos)
      << unknown;
  // Two corners of the first ring change places: its outline crosses itself.
  std::regex const swap(R"(\[\[\[([0-9., ]+)\], \[([0-9., ]+)\], \[([0-9., ]+)\])");
  std::string const crossed = BrokenLayout().error_after("layout_njip.geojson", swap, "[[[$1], [$3], [$2]");
  EXPECT_NE(crossed.find("layout_njip.geojson: feature 'njip/parcel/"), std::string::npos) << crossed;
  EXPECT_NE(crossed.find("crosses or touches itself"), std::string::npos) << crossed;
  std::string const few = BrokenLayout().error_after(
      "layout_songmudao.geojson", std::regex(R"(\[\[(\[[0-9., ]+\]), (\[[0-9., ]+\]), [^}]*\}\})"), "[[$1, $2, $1]]}}");
  EXPECT_NE(few.find("layout_songmudao.geojson: feature 'songmudao/parcel/"), std::string::npos) << few;
  EXPECT_NE(few.find("field 'geometry': the ring has fewer than three corners"), std::string::npos) << few;
  std::string const empty =
      BrokenLayout().error_of("layout_songmudao.geojson", R"({"type": "FeatureCollection", "features": []})");
  EXPECT_NE(empty.find("layout_songmudao.geojson: field 'features' is empty"), std::string::npos) << empty;
  for (std::string const& error : {unknown, crossed, few, empty}) {
    EXPECT_EQ(error.find('\n'), std::string::npos) << error;
    EXPECT_NE(error.find("field '"), std::string::npos) << error;
  }
  std::string const missing =
      BrokenLayout().error_after("layout_songmudao.geojson", std::regex("  \\{\"type\": \"Feature\", [^\n]*,\n"), "");
  EXPECT_NE(missing.find("layout_songmudao.geojson: parcels of zone 'songmudao' fill"), std::string::npos) << missing;
  std::string const twice = BrokenLayout().error_after(
      "layout_songmudao.geojson",
      std::regex("(  \\{\"type\": \"Feature\", [^\n]*)(/parcel/[a-z_-]+)([^\n]*)(/parcel/[a-z_-]+)([^\n]*,\n)"),
      "$1$2$3$4$5$1$2copy-$3$4copy-$5");
  EXPECT_NE(twice.find("overlap by"), std::string::npos) << twice;
}

} // namespace
} // namespace dalian::bake
