// Models and boxes of the city in glTF, 3D Tiles and CityJSON, held to the rules of their specifications.
#include "tests/plan/random_edits.hpp"
#include "tests/support/process.hpp"
#include "tests/support/tiny_glb.hpp"
#include "twin/formats/cityjson.hpp"
#include "twin/formats/glb_parts.hpp"
#include "twin/formats/gltf_city.hpp"

#include <cmath>
#include <fstream>
#include <gtest/gtest.h>
#include <set>
#include <sstream>

namespace dalian::formats {
namespace {

using nlohmann::ordered_json;

/// A model of two levels; the first has a part that turns, 2 m above the ground.
std::string model_glb() {
  auto json = ordered_json::parse(test::square_json());
  json["nodes"] = ordered_json::parse(
      R"([{"name":"m","children":[1,3]},{"name":"lod0","mesh":0,"children":[2]},
          {"name":"spin_rpm_9","mesh":0,"matrix":[1,0,0,0,0,1,0,0,0,0,1,0,0,2,0,1]},{"name":"lod1","mesh":1}])");
  json["meshes"].push_back(json["meshes"][0]);
  return test::glb(json.dump(), test::square_bytes());
}

class CityFiles : public testing::Test {
 protected:
  CityFiles() {
    std::filesystem::create_directories(folder_.path() / "models");
    std::ofstream(folder_.path() / "models/hall.glb", std::ios::binary) << model_glb();
    std::ofstream(folder_.path() / "models/tree.glb", std::ios::binary) << model_glb();
    std::ofstream(folder_.path() / "models/models.json")
        << R"({"version":1,"models":[{"name":"hall","min_m":[-10,-20,0],"max_m":[10,20,12]},{"name":"tree","min_m":[-1,-1,0],"max_m":[1,1,8]}],
               "groups":[{"name":"any","variants":["tree","hall"]}]})";
    std::ofstream(folder_.path() / "uses.toml") << "[storeys]\nhall = 3\n";
    auto shelf = ModelShelf::open(folder_.path() / "models", folder_.path() / "uses.toml");
    EXPECT_TRUE(shelf) << shelf.error();
    shelf_ = std::move(shelf).value();
    MapPoint const at = to_map(GeoPoint{121.62, 39.21});
    for (int i = 0; i < 30; ++i) {
      layout::Placement p;
      p.id = "z/thing/" + std::to_string(i);
      p.model = i % 3 == 0 ? "hall" : i % 3 == 1 ? "tree" : "any";
      p.zone = i < 20 ? "z" : "y";
      p.position = {at.east_m + 130.0 * i, at.north_m - 70.0 * i};
      p.height_m = static_cast<float>(i);
      p.heading_rad = 0.2F * static_cast<float>(i);
      p.scale[2] = 1.5F;
      city_.placements.push_back(p);
    }
  }
  std::string content(std::filesystem::path const& file) const {
    std::ostringstream text;
    text << std::ifstream(file, std::ios::binary).rdbuf();
    return text.str();
  }
  test::TempFolder folder_;
  std::optional<ModelShelf> shelf_;
  layout::City city_;
};

/// Rules of glTF 2.0 that any viewer rests on: everything that is named is there and within its bounds, every node has
/// one parent, indices name vertices.
void hold_to_rules(Glb const& glb) {
  auto const& j = glb.json;
  ASSERT_EQ(j.at("asset").at("version"), "2.0");
  ASSERT_EQ(j.at("buffers").at(0).at("byteLength"), glb.bytes.size());
  for (auto const& view : j.at("bufferViews")) {
    std::size_t const begin = view.at("byteOffset"), length = view.at("byteLength");
    EXPECT_LE(begin + length, glb.bytes.size());
    EXPECT_EQ(begin % 4, 0);
  }
  auto const bytes_of = [](ordered_json const& accessor) {
    std::size_t const size = accessor.at("componentType") == 5123 ? 2 : 4;
    return accessor.at("count").get<std::size_t>() * size * (accessor.at("type") == "VEC3" ? 3 : 1);
  };
  for (auto const& accessor : j.at("accessors"))
    EXPECT_LE(bytes_of(accessor), j["bufferViews"].at(accessor.at("bufferView").get<std::size_t>()).at("byteLength"));
  for (auto const& mesh : j.at("meshes"))
    for (auto const& primitive : mesh.at("primitives")) {
      auto const& positions = j["accessors"].at(primitive.at("attributes").at("POSITION").get<std::size_t>());
      EXPECT_TRUE(positions.contains("min") && positions.contains("max"));
      auto const& indices = j["accessors"].at(primitive.at("indices").get<std::size_t>());
      auto const& view = j["bufferViews"].at(indices.at("bufferView").get<std::size_t>());
      for (std::size_t i = 0; i < indices.at("count"); ++i) {
        std::uint16_t index = 0;
        std::memcpy(&index, glb.bytes.data() + view.at("byteOffset").get<std::size_t>() + 2 * i, 2);
        EXPECT_LT(index, positions.at("count"));
      }
      EXPECT_LT(primitive.at("material"), j.at("materials").size());
    }
  std::multiset<std::size_t> children;
  for (auto const& node : j.at("nodes")) {
    EXPECT_LT(node.value("mesh", 0), j["meshes"].size());
    if (node.contains("children"))
      for (std::size_t const child : node["children"])
        children.insert(child);
  }
  for (std::size_t const top : j.at("scenes").at(0).at("nodes"))
    children.insert(top);
  EXPECT_EQ(children.size(), j["nodes"].size());
  EXPECT_EQ(std::set<std::size_t>(children.begin(), children.end()).size(), children.size());
}

TEST_F(CityFiles, GltfHoldsEveryModelOnceAndEveryPlacement) {
  auto const done = export_gltf(city_, *shelf_, {"", 0}, folder_.path() / "city.glb");
  ASSERT_TRUE(done) << done.error();
  EXPECT_EQ(done->placements, 30);
  auto const glb = parse_glb(content(folder_.path() / "city.glb"), "city.glb");
  ASSERT_TRUE(glb) << glb.error();
  hold_to_rules(*glb);
  EXPECT_EQ(glb->json["meshes"].size(), 4) << "two models, each a body and what turns";
  EXPECT_EQ(glb->json["materials"].size(), 1) << "equal ones are one";
  EXPECT_EQ(glb->json["scenes"][0]["nodes"].size(), 30);
  auto const& extras = glb->json["asset"]["extras"];
  auto const& node = glb->json["nodes"][glb->json["scenes"][0]["nodes"][7].get<std::size_t>()];
  EXPECT_EQ(node["name"], "z/thing/7");
  EXPECT_NEAR(extras["origin_east_m"].get<double>() + node["translation"][0].get<double>(),
              city_.placements[7].position.east_m, 1e-6);
  EXPECT_NEAR(extras["origin_north_m"].get<double>() - node["translation"][2].get<double>(),
              city_.placements[7].position.north_m, 1e-6);
  EXPECT_NEAR(node["translation"][1].get<double>(), 7, 1e-6);
  EXPECT_NEAR(node["scale"][1].get<double>(), 1.5, 1e-6) << "upward is glTF's y";
  // Ahead is −z in the model; turned clockwise by 1.4 it looks to the east by sin, to the north by cos.
  double const y = node["rotation"][1].get<double>(), w = node["rotation"][3].get<double>();
  double const x_of_ahead = -2 * y * w, z_of_ahead = -(1 - 2 * y * y);
  EXPECT_NEAR(x_of_ahead, std::sin(1.4), 1e-6);
  EXPECT_NEAR(z_of_ahead, -std::cos(1.4), 1e-6);
  EXPECT_FALSE(export_gltf(city_, *shelf_, {"nowhere", 0}, folder_.path() / "none.glb"));
}

TEST_F(CityFiles, ACoarserLevelAndOneZoneAreSmaller) {
  auto const done = export_gltf(city_, *shelf_, {"y", 3}, folder_.path() / "y.glb");
  ASSERT_TRUE(done) << done.error();
  EXPECT_EQ(done->placements, 10);
  auto const glb = parse_glb(content(folder_.path() / "y.glb"), "y.glb");
  ASSERT_TRUE(glb);
  hold_to_rules(*glb);
  EXPECT_EQ(glb->json["nodes"].size(), 10) << "the last level has no part that turns";
}

TEST_F(CityFiles, DamagedModelsAreToldByTheirFile) {
  auto const whole = model_glb();
  for (std::size_t length = 0; length < whole.size(); length += 13) {
    std::ofstream(folder_.path() / "models/tree.glb", std::ios::binary) << whole.substr(0, length);
    GlbParts parts;
    auto const taken = parts.take("tree", folder_.path() / "models/tree.glb", 0);
    EXPECT_TRUE(taken || taken.error().find("tree.glb") != std::string::npos);
  }
  EXPECT_FALSE(parse_glb("glTF", "x"));
}

/// Where cs2cs (PROJ) says a geocentric place is: degrees and metres.
std::array<double, 3> geodetic(std::array<double, 3> const& p) {
  auto const cs2cs = test::run(
      {"sh", "-c", fmt::format("echo {:.4f} {:.4f} {:.4f} | cs2cs -f %.9f EPSG:4978 EPSG:4979", p[0], p[1], p[2])});
  std::istringstream words(cs2cs.out);
  std::array<double, 3> out{};
  words >> out[1] >> out[0] >> out[2]; // latitude comes first
  return out;
}

TEST_F(CityFiles, TilesStandWhereTheThingsStandOnTheEarth) {
  auto const done = export_tiles(city_, *shelf_, {"", 1}, folder_.path() / "tiles");
  ASSERT_TRUE(done) << done.error();
  auto const set = ordered_json::parse(content(folder_.path() / "tiles/tileset.json"));
  EXPECT_EQ(set.at("asset").at("version"), "1.1");
  std::size_t placements = 0;
  for (auto const& tile : set.at("root").at("children")) {
    EXPECT_LT(tile.at("geometricError"), set["root"].at("geometricError"));
    EXPECT_EQ(tile.at("children").size(), 1);
    std::vector<double> const m = tile.at("transform"), region = tile.at("boundingVolume").at("region");
    std::string const uri = tile["children"][0].at("content").at("uri");
    auto const glb = parse_glb(content(folder_.path() / "tiles" / uri), uri);
    ASSERT_TRUE(glb) << glb.error();
    hold_to_rules(*glb);
    ASSERT_TRUE(std::filesystem::exists(folder_.path() / "tiles" / tile.at("content").at("uri").get<std::string>()));
    for (std::size_t const top : glb->json["scenes"][0]["nodes"]) {
      auto const& node = glb->json["nodes"][top];
      ++placements;
      std::string const id = node["name"];
      auto const& p = city_.placements.at(std::stoul(id.substr(id.rfind('/') + 1)));
      std::vector<double> const t = node["translation"];
      std::array<double, 3> const local{t[0], -t[2], t[1]}; // a viewer turns y up into z up
      std::array<double, 3> earth{};
      for (std::size_t i = 0; i < 3; ++i)
        earth[i] = m[i] * local[0] + m[4 + i] * local[1] + m[8 + i] * local[2] + m[12 + i];
      if (placements % 6 != 1) continue; // cs2cs is slow to start
      auto const at = geodetic(earth);
      GeoPoint const truth = to_geo(p.position);
      EXPECT_NEAR(at[0], truth.lon_deg, 1e-7) << id;
      EXPECT_NEAR(at[1], truth.lat_deg, 1e-7) << id;
      EXPECT_NEAR(at[2], static_cast<double>(p.height_m), 0.01) << id;
      EXPECT_GE(truth.lon_deg * M_PI / 180, region[0]);
      EXPECT_LE(truth.lon_deg * M_PI / 180, region[2]);
      EXPECT_GE(truth.lat_deg * M_PI / 180, region[1]);
      EXPECT_LE(truth.lat_deg * M_PI / 180, region[3]);
    }
  }
  EXPECT_EQ(placements, 30);
}

/// ISO 19107 as CityJSON has it: every edge of a closed shell is run through once each way.
void hold_to_shell_rules(ordered_json const& shell, std::size_t vertices) {
  std::multiset<std::pair<std::size_t, std::size_t>> edges;
  for (auto const& face : shell)
    for (auto const& ring : face)
      for (std::size_t i = 0; i < ring.size(); ++i) {
        std::size_t const a = ring[i], b = ring[(i + 1) % ring.size()];
        EXPECT_LT(a, vertices);
        edges.emplace(a, b);
      }
  for (auto const& [a, b] : edges) {
    EXPECT_EQ(edges.count({a, b}), 1);
    EXPECT_EQ(edges.count({b, a}), 1);
  }
}

/// Six times the volume, positive where faces look outward.
double signed_volume(ordered_json const& shell, ordered_json const& vertices) {
  double sum = 0;
  auto const at = [&](std::size_t v, int axis) {
    return 1e-3 * vertices[v][static_cast<std::size_t>(axis)].get<double>();
  };
  for (auto const& face : shell) {
    auto const& ring = face[0];
    for (std::size_t i = 1; i + 1 < ring.size(); ++i) {
      std::size_t const a = ring[0], b = ring[i], c = ring[i + 1];
      double const u[3] = {at(b, 1) * at(c, 2) - at(b, 2) * at(c, 1), at(b, 2) * at(c, 0) - at(b, 0) * at(c, 2),
                           at(b, 0) * at(c, 1) - at(b, 1) * at(c, 0)};
      sum += at(a, 0) * u[0] + at(a, 1) * u[1] + at(a, 2) * u[2];
    }
  }
  return sum;
}

TEST_F(CityFiles, CityJsonHasClosedSolidsThatLookOutward) {
  auto const town = plan::testing::applied(
      plan::testing::town(20), {plan::testing::add(plan::Layer::building, "b1",
                                                   {{"outline", plan::testing::square(121.601, 39.201, 0.0005)},
                                                    {"use", std::string("office")},
                                                    {"parcel", std::string("p000")},
                                                    {"storeys", 4.0}})});
  auto const document = cityjson_of(town, city_, *shelf_, "");
  EXPECT_EQ(document.parcels, 20);
  EXPECT_EQ(document.roads, 30);
  EXPECT_EQ(document.json["type"], "CityJSON");
  EXPECT_EQ(document.json["version"], "1.1");
  std::size_t halls = 0;
  for (auto const& p : city_.placements)
    halls += shelf_->name_of(p) == "hall";
  EXPECT_EQ(document.buildings, halls + 1);
  auto const& vertices = document.json["vertices"];
  std::size_t solids = 0;
  for (auto const& [id, object] : document.json["CityObjects"].items()) {
    auto const& geometry = object.at("geometry").at(0);
    if (geometry.at("type") != "Solid") continue;
    ++solids;
    hold_to_shell_rules(geometry.at("boundaries").at(0), vertices.size());
    double const volume = signed_volume(geometry["boundaries"][0], vertices) / 6;
    EXPECT_GT(volume, 0) << id;
    EXPECT_NEAR(volume, id == "building/b1" ? volume : 20 * 40 * 12 * 1.5, 20) << id;
  }
  EXPECT_EQ(solids, document.buildings);
  EXPECT_EQ(document.json["CityObjects"]["building/b1"]["attributes"]["measuredHeight"], 14.0);
  EXPECT_EQ(cityjson_of(town, city_, *shelf_, "y").buildings + cityjson_of(town, city_, *shelf_, "z").buildings,
            document.buildings);
}

} // namespace
} // namespace dalian::formats
