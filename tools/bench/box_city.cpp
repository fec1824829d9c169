#include "tools/bench/box_city.hpp"

#include "renderer/scene/fixed_point.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <fstream>
#include <random>

namespace dalian::bench {
namespace {

constexpr int kLots = 10;                               // of a block's edge
constexpr double kLot_m = 14, kStreet_m = 20;           //
constexpr double kBlock_m = kLots * kLot_m + kStreet_m; // block and its street
constexpr std::uint32_t kSeed = 20261123;               //
constexpr std::uint32_t kTints[] = {0xffe8e6e0, 0xffd9dde2, 0xffc8ccd0, 0xffb9c8d4, 0xffd2c4b4, 0xffe6dcc8};

std::size_t blocks_per_edge(std::size_t count) {
  double const blocks = static_cast<double>(count) / (kLots * kLots);
  return static_cast<std::size_t>(std::ceil(std::sqrt(blocks)));
}

/// Uniform in 0…1 and the same with every standard library, unlike the distributions of <random>.
double unit(std::mt19937& random) {
  return random() / 4294967296.0;
}

double log_normal(std::mt19937& random, double median, double sigma) {
  double const u = std::max(unit(random), 1e-9), v = unit(random); // Box and Muller 1958
  return median * std::exp(sigma * std::sqrt(-2 * std::log(u)) * std::cos(2 * 3.14159265358979 * v));
}

Box box_on_lot(std::mt19937& random, double east, double north) {
  Box b{};
  b.east_m = static_cast<float>(east);
  b.north_m = static_cast<float>(north);
  b.width_m = static_cast<float>(8 + 4 * unit(random));
  b.depth_m = static_cast<float>(8 + 4 * unit(random));
  b.height_m = static_cast<float>(std::clamp(log_normal(random, 14, 0.6), 4.0, 180.0));
  b.tint = kTints[random() % std::size(kTints)];
  return b;
}

/// A car in a lane of one of the streets that run north or east; lanes of opposite ways lie 6 m apart.
scene::MoverInstance car_on_street(std::mt19937& random, std::size_t streets, double edge_m) {
  bool const north = random() % 2 == 0, back = random() % 2 == 0;
  double const across = static_cast<double>(random() % streets) * kBlock_m - edge_m / 2 + (back ? -3 : 3);
  double const along = (unit(random) - 0.5) * edge_m;
  auto const speed = static_cast<float>((back ? -1 : 1) * (6 + 10 * unit(random)));
  scene::MoverInstance car{};
  // right-hand traffic: going north one drives east of the middle
  car.position_mm = north ? glm::ivec3(across * 1e3, along * 1e3, 0) : glm::ivec3(along * 1e3, -across * 1e3, 0);
  car.velocity_mps = north ? glm::vec2(0, speed) : glm::vec2(speed, 0);
  car.heading_rad = north ? 0.0F : 1.57079633F;
  car.scale = {1.9F, 4.6F, 1.6F};
  car.until_s = 60;
  car.tint = kTints[random() % std::size(kTints)];
  return car;
}

/// Four corners a side so that every side has its own normal; the base of the unit box is its footprint's middle.
void add_side(scene::ImportedLevel& level, glm::vec3 normal, glm::vec3 right, glm::vec3 up) {
  auto const first = static_cast<std::uint32_t>(level.vertices.size());
  glm::vec3 const middle = glm::vec3(0, 0, 0.5F) + 0.5F * normal;
  for (auto [r, u] : {std::pair{-0.5F, -0.5F}, {0.5F, -0.5F}, {0.5F, 0.5F}, {-0.5F, 0.5F}}) {
    scene::ImportedVertex v;
    v.position = middle + r * right + u * up;
    v.normal = normal;
    v.color = glm::vec3(0.55F);
    level.vertices.push_back(v);
  }
  for (std::uint32_t corner : {0U, 1U, 2U, 0U, 2U, 3U})
    level.indices.push_back(first + corner);
}

scene::ImportedModel unit_box() {
  scene::ImportedLevel level;
  add_side(level, {0, 0, 1}, {1, 0, 0}, {0, 1, 0});
  add_side(level, {0, -1, 0}, {1, 0, 0}, {0, 0, 1});
  add_side(level, {0, 1, 0}, {-1, 0, 0}, {0, 0, 1});
  add_side(level, {1, 0, 0}, {0, 1, 0}, {0, 0, 1});
  add_side(level, {-1, 0, 0}, {0, -1, 0}, {0, 0, 1});
  return {{level}};
}

std::shared_ptr<view::Terrain> flat_ground(double edge_m) {
  auto terrain = std::make_shared<view::Terrain>();
  auto& g = terrain->window;
  g.name = "window";
  g.spacing_m = 100;
  double const half = edge_m / 2 + 10e3; // so that the horizon is ground from every camera
  g.columns = g.rows = static_cast<std::uint32_t>(2 * half / g.spacing_m) + 1;
  g.origin = {kBoxOrigin.east_m - half, kBoxOrigin.north_m - half};
  std::size_t const samples = std::size_t{g.columns} * g.rows;
  g.height_m.assign(samples, 0.02F); // above the sea
  g.cover.assign(samples, static_cast<std::uint8_t>(view::Cover::concrete));
  return terrain;
}

} // namespace

double city_edge_m(std::size_t count) {
  return static_cast<double>(blocks_per_edge(count)) * kBlock_m;
}

std::vector<Box> box_city(std::size_t count) {
  std::mt19937 random(kSeed);
  std::vector<Box> boxes;
  boxes.reserve(count);
  std::size_t const edge = blocks_per_edge(count);
  double const corner = -city_edge_m(count) / 2 + (kStreet_m + kLot_m) / 2;
  for (std::size_t block = 0; boxes.size() < count; ++block) {
    double const east = corner + static_cast<double>(block % edge) * kBlock_m;
    double const north = corner + static_cast<double>(block / edge) * kBlock_m;
    for (int lot = 0; lot < kLots * kLots && boxes.size() < count; ++lot)
      boxes.push_back(box_on_lot(random, east + lot % kLots * kLot_m, north + lot / kLots * kLot_m));
  }
  return boxes;
}

passes::Eye box_camera(std::string const& name, std::size_t count) {
  passes::Eye eye;
  eye.vertical_field_rad = 0.7;
  double const edge = city_edge_m(count);
  if (name == "street") { // between two blocks, near the middle
    double const street = std::floor(static_cast<double>(blocks_per_edge(count)) / 2) * kBlock_m - edge / 2;
    eye.position = {street, -0.4 * kBlock_m, 1.7};
    eye.heading_rad = 0.1;
  } else {
    eye.position = {0, -0.55 * edge, 0.22 * edge};
    eye.pitch_rad = -0.38;
  }
  return eye;
}

Result<BoxScene> box_scene(std::vector<Box> const& boxes) {
  auto city = std::make_shared<view::City>();
  city->placements.reserve(boxes.size());
  for (std::size_t i = 0; i < boxes.size(); ++i) {
    Box const& b = boxes[i];
    view::Placement p;
    p.id = std::to_string(i);
    p.model = "box";
    p.position = {kBoxOrigin.east_m + b.east_m, kBoxOrigin.north_m + b.north_m};
    p.scale[0] = b.width_m;
    p.scale[1] = b.depth_m;
    p.scale[2] = b.height_m;
    p.tint = b.tint;
    city->placements.push_back(std::move(p));
  }
  BoxScene scene{std::move(city), flat_ground(city_edge_m(boxes.size())), {}};
  if (auto const added = scene.meshes.add("box", unit_box(), {0}); !added) return Error{added.error()};
  return scene;
}

std::vector<scene::MoverInstance> box_traffic(std::size_t count, std::size_t boxes, std::uint32_t mesh,
                                              MapPoint origin) {
  std::mt19937 random(kSeed + 1);
  auto const middle_mm =
      scene::fixed_mm({kBoxOrigin.east_m, kBoxOrigin.north_m, 0}, origin); // cars are placed relative to it
  std::vector<scene::MoverInstance> cars;
  cars.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    auto car = car_on_street(random, blocks_per_edge(boxes), city_edge_m(boxes));
    car.position_mm += middle_mm;
    car.entity = static_cast<std::uint32_t>(i + 1);
    car.mesh_state = mesh;
    cars.push_back(car);
  }
  return cars;
}

void export_boxes(std::vector<Box> const& boxes, passes::Eye const& eye, std::filesystem::path const& file) {
  std::ofstream out(file);
  out << fmt::format("{{\"camera\":{{\"east_m\":{},\"north_m\":{},\"up_m\":{},\"heading_rad\":{},\"pitch_rad\":{},"
                     "\"vertical_field_rad\":{}}},\n\"boxes\":[\n",
                     eye.position.x, eye.position.y, eye.position.z, eye.heading_rad, eye.pitch_rad,
                     eye.vertical_field_rad);
  for (std::size_t i = 0; i < boxes.size(); ++i) {
    Box const& b = boxes[i];
    out << fmt::format("{}[{:.3f},{:.3f},{:.3f},{:.3f},{:.3f},{}]", i == 0 ? "" : ",\n", b.east_m, b.north_m, b.width_m,
                       b.depth_m, b.height_m, b.tint & 0xffffffU);
  }
  out << "]}\n";
  if (!out.flush()) throw std::runtime_error(fmt::format("{} cannot be written", file.string()));
}

} // namespace dalian::bench
