// Longer than 400 lines: all cases share one town and its ways of being drawn.
#include "renderer/passes/city_geometry.hpp"
#include "renderer/passes/picture_renderer.hpp"

#include "renderer/gpu/readback.hpp"
#include "renderer/scene/fixed_point.hpp"
#include "renderer/scene/picking.hpp"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <map>
#include <random>
#include <set>

#include <gmock/gmock.h>

using namespace dalian;
using namespace dalian::passes;

namespace {

using namespace std::chrono_literals;

constexpr MapPoint kOrigin{350e3, 4.35e6};
constexpr VkExtent2D kSize{480, 270};

std::filesystem::path assets(char const* folder) {
  return std::filesystem::path(std::getenv("DALIAN_ASSETS")) / folder;
}

std::shared_ptr<view::Terrain> flat() {
  auto terrain = std::make_shared<view::Terrain>();
  auto& g = terrain->window;
  g.name = "window";
  g.origin = kOrigin;
  g.spacing_m = 100;
  g.columns = g.rows = 101;
  g.height_m.assign(std::size_t{101} * 101, 5);
  g.cover.assign(std::size_t{101} * 101, static_cast<std::uint8_t>(view::Cover::lawn));
  return terrain;
}

std::shared_ptr<view::City> town(int count) {
  constexpr char const* kModels[] = {"factory", "tower_block",     "tree",   "house",
                                     "tank",    "container_stack", "office", "warehouse"};
  std::mt19937 random(20261123);
  std::uniform_real_distribution<double> place(500, 9500), unit(0, 1);
  auto city = std::make_shared<view::City>();
  for (int i = 0; i < count; ++i) {
    view::Placement p;
    p.id = "p" + std::to_string(i);
    p.model = kModels[random() % std::size(kModels)];
    p.position = {kOrigin.east_m + place(random), kOrigin.north_m + place(random)};
    p.height_m = 5;
    p.heading_rad = static_cast<float>(unit(random) * 6);
    p.scale[2] = static_cast<float>(0.7 + unit(random));
    city->placements.push_back(p);
  }
  view::Route road;
  road.id = "road";
  road.width_m = 14;
  for (int i = 0; i <= 50; ++i) {
    road.line.push_back({kOrigin.east_m + 5000, kOrigin.north_m + 1000 + i * 40.0});
    road.height_m.push_back(5.5F);
  }
  city->routes.push_back(road);
  return city;
}

view::Mover northbound_bus() {
  view::Mover bus;
  bus.handle = 4711;
  bus.shape = view::Shape::bus;
  bus.position = {kOrigin.east_m + 5004, kOrigin.north_m + 1100};
  bus.up_m = 6;
  bus.velocity_north_mps = 10;
  bus.t0 = from_unix_ns(1'800'000'000'000'000'000);
  bus.until = bus.t0 + 60s;
  return bus;
}

PictureInput input() {
  PictureInput in;
  in.eye = {{kOrigin.east_m + 5000, kOrigin.north_m + 800, 220}, 0.05, -0.35, 0.7};
  in.to_sun = glm::normalize(glm::vec3(-0.8F, -0.3F, 0.35F));
  return in;
}

class InstancesTest : public testing::Test {
 protected:
  gpu::Device device{gpu::DeviceOptions{.validate = true, .instance_extensions = {}, .swapchain = false}};
  gpu::ShaderFolder shaders{device, assets("shaders")};
  std::shared_ptr<view::Terrain> terrain = flat();

  void TearDown() override {
    EXPECT_EQ(device.log().count(), 0U) << testing::PrintToString(device.log().first_messages());
  }

  void shoot(PictureRenderer& renderer, gpu::FrameRing& ring, PictureInput const& in, bool moving = false) const {
    auto const frame = ring.begin();
    renderer.record(frame, in, {0, moving});
    ring.submit();
    ring.finish();
  }

  std::vector<scene::DrawCommand> draws(CityGeometry const& geometry) {
    auto const bytes = gpu::read_buffer(device, geometry.instances().draw_commands());
    std::vector<scene::DrawCommand> list(bytes.size() / sizeof(scene::DrawCommand));
    std::memcpy(list.data(), bytes.data(), list.size() * sizeof(scene::DrawCommand));
    return list;
  }

  /// Instances that the picture shows as boxes.
  std::ptrdiff_t boxes_of(CityGeometry const& geometry) {
    auto const& pass = geometry.instances();
    auto const levels =
        gpu::read_buffer_as<std::uint32_t>(device, pass.levels(), std::size_t{pass.looked_groups()} * CULL_GROUP_SIZE);
    return std::ranges::count_if(levels, [](std::uint32_t l) { return (l & 0xffU) == BOX_LEVEL + 1; });
  }
};

/// What the CPU would draw in the picture: instances per (mesh, level), and those that are boxes.
struct Reference {
  std::map<std::size_t, std::uint32_t> buckets;
  std::uint32_t boxes = 0;
};
Reference reference(view::City const& city, PictureInput const& in) {
  auto const meshes = scene::load_models(assets("models"));
  auto const placed = scene::make_city_scene(city, *meshes, kOrigin);
  EyeRays const rays = eye_rays(in.eye, {kSize.width, kSize.height});
  scene::CullView view;
  side_planes(rays, view.planes.data());
  view.pixel_angle_rad = static_cast<float>(2 * std::tan(in.eye.vertical_field_rad / 2) / kSize.height);
  view.smallest_px = kSmallestThing_px;
  view.level_px = kLevelError_px;
  view.largest_box_px = kLargestBox_px;
  auto const camera = scene::fixed_point(in.eye.position, kOrigin);
  Reference drawn;
  for (auto const& instance : placed->instances) {
    auto const level = scene::visible_level(view, *meshes, instance, camera);
    if (level == BOX_LEVEL) {
      ++drawn.boxes;
    } else if (level) {
      ++drawn.buckets[(instance.mesh_heading & 0xffffU) * MESH_MAX_LODS + *level];
    }
  }
  return drawn;
}

} // namespace

// The GPU draws what the CPU's reference draws; a handful lie on the edge of a decision, where float maths may differ.
TEST_F(InstancesTest, CullingEqualsTheReference) {
  auto const city = town(6000);
  PictureRenderer renderer(shaders, terrain, city);
  auto geometry = CityGeometry::make(shaders, assets("models"), *city, *terrain, kOrigin);
  ASSERT_TRUE(geometry) << geometry.error();
  (*geometry)->add_to(renderer);
  renderer.resize(kSize);
  gpu::FrameRing ring(device);
  for (double heading : {0.05, 1.2, -2.0}) {
    PictureInput in = input();
    in.eye.heading_rad = heading;
    in.eye.position.x += heading * 300;
    in.eye.position.y += 2500;
    shoot(renderer, ring, in);
    auto const commands = draws(**geometry);
    auto expected = reference(*city, in);
    std::uint32_t shown = 0, different = 0, next = 0;
    std::size_t const buckets = commands.size() / DRAW_LISTS;
    for (std::size_t b = 0; b < buckets; ++b) {
      EXPECT_EQ(commands[b].first_instance, next) << "lists follow each other";
      next += commands[b].instance_count;
      std::uint32_t const drawn = commands[b].instance_count + commands[SIGHT_VIEWS * buckets + b].instance_count;
      shown += drawn;
      different +=
          static_cast<std::uint32_t>(std::abs(static_cast<int>(drawn) - static_cast<int>(expected.buckets[b])));
    }
    auto const boxes = static_cast<int>(boxes_of(**geometry));
    EXPECT_GT(boxes, 100) << heading;
    EXPECT_NEAR(boxes, static_cast<int>(expected.boxes), 2 + boxes / 500) << heading;
    EXPECT_GT(shown, 200U) << heading;
    EXPECT_LE(different, 2 + shown / 500) << heading;
  }
  geometry->reset();
}

// Entities in the picture are those of the city, and everything large in front of the eye is there.
TEST_F(InstancesTest, PictureShowsPlacementsRoadsAndMovers) {
  auto const city = town(2000);
  PictureRenderer renderer(shaders, terrain, city);
  auto geometry = CityGeometry::make(shaders, assets("models"), *city, *terrain, kOrigin);
  ASSERT_TRUE(geometry) << geometry.error();
  (*geometry)->add_to(renderer);
  renderer.resize(kSize);
  view::Mover const bus = northbound_bus();
  (*geometry)->set_movers({bus}, bus.t0 - 2s);
  gpu::FrameRing ring(device);
  auto const seen_at = [&](double now_s) {
    PictureInput in = input();
    in.now_s = now_s;
    shoot(renderer, ring, in);
    auto const bytes = gpu::read_image(device, renderer.targets().entity);
    std::vector<std::uint32_t> texels(bytes.size() / 4);
    std::memcpy(texels.data(), bytes.data(), bytes.size());
    return texels;
  };
  auto const before = seen_at(2), after = seen_at(12);
  std::set<scene::EntityKind> kinds;
  for (std::uint32_t texel : before) {
    scene::Entity const entity = scene::entity_of(texel);
    kinds.insert(entity.kind);
    if (entity.kind == scene::EntityKind::placement) {
      ASSERT_LT(entity.index, city->placements.size());
    }
  }
  EXPECT_THAT(
      kinds, testing::IsSupersetOf({scene::EntityKind::placement, scene::EntityKind::route, scene::EntityKind::mover}));
  // carried on by 100 m northwards: nearer to the horizon, so higher in the picture
  auto const row = [](std::vector<std::uint32_t> const& texels) {
    auto const at = std::ranges::find(texels, 4711U);
    return (at - texels.begin()) / static_cast<std::ptrdiff_t>(kSize.width);
  };
  EXPECT_LT(row(before), static_cast<std::ptrdiff_t>(kSize.height));
  EXPECT_LT(row(after), row(before) - 2);
  geometry->reset();
}

TEST_F(InstancesTest, SamePictureTwice) {
  auto const city = town(1500);
  std::vector<std::vector<std::byte>> pictures;
  for (int run = 0; run < 2; ++run) {
    PictureRenderer renderer(shaders, terrain, city);
    auto geometry = CityGeometry::make(shaders, assets("models"), *city, *terrain, kOrigin);
    ASSERT_TRUE(geometry) << geometry.error();
    (*geometry)->add_to(renderer);
    renderer.resize(kSize);
    gpu::FrameRing ring(device);
    shoot(renderer, ring, input());
    pictures.push_back(gpu::read_image(device, renderer.targets().picture));
  }
  EXPECT_EQ(pictures[0], pictures[1]);
}

// The shadow maps of what stands are kept from frame to frame; what moves must not leave its shadow behind in them.
TEST_F(InstancesTest, KeptShadowsShowTheSamePictureAsFreshOnes) {
  auto const city = town(1500);
  auto const bus = northbound_bus();
  std::vector<std::vector<std::byte>> pictures;
  for (std::vector<double> const& times : {std::vector<double>{2, 7, 12}, {12}, {2}}) {
    PictureRenderer renderer(shaders, terrain, city);
    auto geometry = CityGeometry::make(shaders, assets("models"), *city, *terrain, kOrigin);
    ASSERT_TRUE(geometry) << geometry.error();
    (*geometry)->add_to(renderer);
    (*geometry)->set_movers({bus}, bus.t0 - 2s);
    renderer.resize(kSize);
    gpu::FrameRing ring(device);
    PictureInput in = input();
    in.eye.position.z = 60;
    for (double now_s : times) {
      in.now_s = now_s;
      shoot(renderer, ring, in, true);
    }
    pictures.push_back(gpu::read_image(device, renderer.targets().picture));
  }
  EXPECT_EQ(pictures[0], pictures[1]);
  EXPECT_NE(pictures[1], pictures[2]) << "the bus and its shadow are seen";
}

// What is out of sight adds nothing: with every instance drawn, the picture is the same bit for bit.
TEST_F(InstancesTest, CullingChangesNoBitOfThePicture) {
  constexpr unsigned kSeed = 20261126;
  SCOPED_TRACE(kSeed);
  std::mt19937 random(kSeed);
  std::uniform_real_distribution<double> unit(0, 1);
  auto const city = town(1500);
  PictureRenderer renderer(shaders, terrain, city);
  auto geometry = CityGeometry::make(shaders, assets("models"), *city, *terrain, kOrigin);
  ASSERT_TRUE(geometry) << geometry.error();
  (*geometry)->add_to(renderer);
  renderer.resize(kSize);
  gpu::FrameRing ring(device);
  for (int i = 0; i < 8; ++i) {
    PictureInput in = input();
    in.eye.position = {kOrigin.east_m + 1500 + 7000 * unit(random), kOrigin.north_m + 1500 + 7000 * unit(random),
                       15 + 400 * unit(random)};
    in.eye.heading_rad = 6.28 * unit(random);
    in.eye.pitch_rad = -0.9 * unit(random);
    shoot(renderer, ring, in);
    auto const culled = gpu::read_image(device, renderer.targets().picture);
    auto const few = (*geometry)->counts().looked_at;
    in.flags |= FRAME_DRAW_ALL;
    shoot(renderer, ring, in);
    EXPECT_EQ(gpu::read_image(device, renderer.targets().picture), culled) << "camera " << i;
    EXPECT_EQ((*geometry)->counts().looked_at, 1500U);
    EXPECT_LT(few, 1500U);
  }
  geometry->reset();
}

// Frozen time: the same frame again and again, whatever was drawn in between.
TEST_F(InstancesTest, FrozenTimeDrawsTheSameFrame) {
  auto const city = town(800);
  auto const bus = northbound_bus();
  PictureRenderer renderer(shaders, terrain, city);
  auto geometry = CityGeometry::make(shaders, assets("models"), *city, *terrain, kOrigin);
  ASSERT_TRUE(geometry) << geometry.error();
  (*geometry)->add_to(renderer);
  (*geometry)->set_movers({bus}, bus.t0 - 2s);
  renderer.resize(kSize);
  gpu::FrameRing ring(device);
  PictureInput in = input();
  in.now_s = 5;
  shoot(renderer, ring, in, true);
  auto const first = gpu::read_image(device, renderer.targets().picture);
  for (int i = 0; i < 3; ++i)
    shoot(renderer, ring, in, true);
  EXPECT_EQ(gpu::read_image(device, renderer.targets().picture), first);
  PictureInput later = in;
  later.now_s = 9;
  later.time_of_day_s = 4;
  later.eye.position.x += 3;
  shoot(renderer, ring, later, true);
  EXPECT_NE(gpu::read_image(device, renderer.targets().picture), first);
  shoot(renderer, ring, in, true);
  EXPECT_EQ(gpu::read_image(device, renderer.targets().picture), first);
  geometry->reset();
}

// 200 km from the scene's origin a camera that creeps by a millimetre a frame sees what it would see at home: what is
// left of a millimetre is rounded at 1e-11 m, which may tip a texel on an edge.
TEST_F(InstancesTest, NothingTremblesFarFromTheOrigin) {
  auto const seen_from = [&](double east_m) {
    auto const city = town(300);
    for (auto& p : city->placements)
      p.position.east_m += east_m;
    for (auto& p : city->routes.front().line)
      p.east_m += east_m;
    auto low = flat(); // so low that it hides nothing, wherever it lies
    std::ranges::fill(low->window.height_m, -20.0F);
    PictureRenderer renderer(shaders, low, city);
    auto geometry = CityGeometry::make(shaders, assets("models"), *city, *low, kOrigin);
    EXPECT_TRUE(geometry) << geometry.error();
    (*geometry)->add_to(renderer);
    renderer.resize(kSize);
    gpu::FrameRing ring(device);
    std::vector<std::vector<std::byte>> frames;
    for (int millimetre = 0; millimetre < 6; ++millimetre) {
      PictureInput in = input();
      in.eye.position = {kOrigin.east_m + east_m + 5000 + (millimetre + 0.4) * 1e-3, kOrigin.north_m + 900, 30};
      shoot(renderer, ring, in, true);
      frames.push_back(gpu::read_image(device, renderer.targets().entity));
    }
    geometry->reset();
    return frames;
  };
  auto const home = seen_from(0), away = seen_from(200e3);
  for (std::size_t i = 0; i < home.size(); ++i) {
    std::size_t different = 0;
    for (std::size_t k = 0; k < home[i].size(); k += 4)
      different += std::memcmp(&home[i][k], &away[i][k], 4) != 0;
    EXPECT_LE(different, 2U) << i << " mm on";
  }
}

// The rotor is out of the picture; what is seen of it is its shadow in maps that are kept from frame to frame.
TEST_F(InstancesTest, ATurbinesShadowTurnsInKeptMaps) {
  auto const city = std::make_shared<view::City>();
  view::Placement turbine;
  turbine.id = "turbine";
  turbine.model = "wind_turbine";
  turbine.position = {kOrigin.east_m + 5000, kOrigin.north_m + 5000};
  turbine.height_m = 5;
  city->placements.push_back(turbine);
  PictureRenderer renderer(shaders, terrain, city);
  auto geometry = CityGeometry::make(shaders, assets("models"), *city, *terrain, kOrigin);
  ASSERT_TRUE(geometry) << geometry.error();
  (*geometry)->add_to(renderer);
  renderer.resize(kSize);
  gpu::FrameRing ring(device);
  PictureInput in = input();
  in.eye = {{kOrigin.east_m + 5000, kOrigin.north_m + 4700, 155}, 0, -0.8, 0.5};
  in.to_sun = glm::normalize(glm::vec3(0, 0.8F, 0.6F));
  in.wind_mps = {9, 0};
  auto const at = [&](float time_s) {
    in.time_of_day_s = time_s;
    shoot(renderer, ring, in, true);
    return gpu::read_image(device, renderer.targets().picture);
  };
  auto const now = at(36000), later = at(36001.5F), again = at(36000);
  int changed = 0;
  for (std::size_t i = 0; i < now.size(); i += 4)
    changed += std::abs(std::to_integer<int>(now[i]) - std::to_integer<int>(later[i])) > 12;
  EXPECT_GT(changed, 60) << "the shadow of a blade is elsewhere";
  EXPECT_EQ(now, again) << "and is where the hour says";
  geometry->reset();
}

TEST_F(InstancesTest, EmptyCityIsNoFault) {
  auto const city = std::make_shared<view::City>();
  PictureRenderer renderer(shaders, terrain, city);
  auto geometry = CityGeometry::make(shaders, assets("models"), *city, *terrain, kOrigin);
  ASSERT_TRUE(geometry) << geometry.error();
  (*geometry)->add_to(renderer);
  renderer.resize(kSize);
  gpu::FrameRing ring(device);
  shoot(renderer, ring, input());
}
