#include "renderer/scene/mesh_pack.hpp"

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <random>

#include <glm/geometric.hpp>
#include <gtest/gtest.h>

namespace dalian::scene {
namespace {

ImportedModel cube(float size) {
  ImportedLevel level;
  for (int i = 0; i < 8; ++i) {
    ImportedVertex v;
    v.position = glm::vec3(i & 1 ? size : 0, i & 2 ? size : 0, i & 4 ? size : 0);
    level.vertices.push_back(v);
  }
  level.indices = {0, 1, 2, 3, 2, 1};
  return {{level}};
}

std::filesystem::path scratch(std::string const& name, std::string const& content) {
  auto const file = std::filesystem::path(::testing::TempDir()) / name;
  std::ofstream(file, std::ios::binary) << content;
  return file;
}

TEST(MeshPack, QuantisesWithinAHundredThousandth) {
  MeshPack pack;
  ASSERT_TRUE(pack.add("cube", cube(366), {0}));
  for (std::size_t i = 0; i < 8; ++i) {
    glm::vec3 const p = unpacked_position(pack.vertices()[i], pack.records()[0]);
    EXPECT_LT(glm::length(p - glm::vec3(i & 1 ? 366 : 0, i & 2 ? 366 : 0, i & 4 ? 366 : 0)), 366 / 65535.0F);
  }
}

TEST(MeshPack, NormalsComeBackWithinADegree) {
  std::mt19937 random(3);
  std::normal_distribution<float> draw;
  for (int i = 0; i < 2000; ++i) {
    glm::vec3 const n = glm::normalize(glm::vec3(draw(random), draw(random), draw(random)));
    EXPECT_GT(glm::dot(unpacked_normal(packed_normal(n)), n), std::cos(1.2 * 3.14159 / 180));
  }
  for (glm::vec3 axis : {glm::vec3(1, 0, 0), glm::vec3(0, -1, 0), glm::vec3(0, 0, 1), glm::vec3(0, 0, -1)}) {
    EXPECT_EQ(unpacked_normal(packed_normal(axis)), axis) << "walls and roofs are exact";
  }
}

TEST(MeshPack, RefusesWhatTheGpuMustNotSee) {
  MeshPack pack;
  auto model = cube(2);
  model.levels[0].indices.push_back(8);
  auto const added = pack.add("bad", model, {0});
  ASSERT_FALSE(added);
  EXPECT_NE(added.error().find("index"), std::string::npos);
  EXPECT_FALSE(MeshPack().add("errors", cube(2), {0, 1}));
  EXPECT_FALSE(MeshPack().add("errors", cube(2), {0.5F}));
  ASSERT_TRUE(pack.add("a", cube(1), {0}));
  EXPECT_FALSE(pack.add_group("group", {"a", "missing"}));
}

TEST(MeshPack, AGroupsVariantFollowsTheKey) {
  MeshPack pack;
  ASSERT_TRUE(pack.add("a", cube(1), {0}));
  ASSERT_TRUE(pack.add("b", cube(2), {0}));
  ASSERT_TRUE(pack.add_group("either", {"a", "b"}));
  EXPECT_EQ(pack.find("either", 0), pack.find("a"));
  EXPECT_EQ(pack.find("either", 1), pack.find("b"));
  EXPECT_FALSE(pack.find("neither"));
}

// A truncated real file, cut at many places: an error or a whole model, never a crash.
TEST(Models, TruncatedFilesAreErrors) {
  auto const whole = std::filesystem::path(std::getenv("DALIAN_ASSETS")) / "models/car.glb";
  std::ifstream in(whole, std::ios::binary);
  std::string const bytes((std::istreambuf_iterator<char>(in)), {});
  ASSERT_GT(bytes.size(), 1000U);
  for (std::size_t part = 1; part < 20; ++part) {
    EXPECT_FALSE(import_model(scratch("cut.glb", bytes.substr(0, bytes.size() * part / 20)))) << part;
  }
}

TEST(Models, BakedMaterialsKeepTheirKind) {
  auto const folder = std::filesystem::path(std::getenv("DALIAN_ASSETS")) / "models";
  auto const tower = import_model(folder / "tower_slab.glb");
  ASSERT_TRUE(tower) << tower.error();
  bool window = false, dark = false;
  for (auto const& v : tower->levels[0].vertices) {
    window = window || v.kind == MATERIAL_WINDOW;
    dark = dark || v.openness < 0.7F;
    EXPECT_NEAR(glm::length(v.normal), 1, 1e-3);
  }
  EXPECT_TRUE(window);
  EXPECT_TRUE(dark) << "ambient occlusion is baked";
}

TEST(MeshImport, ATurbinesBladesTurnAboutItsHub) {
  auto const folder = std::filesystem::path(std::getenv("DALIAN_ASSETS")) / "models";
  auto const turbine = import_model(folder / "wind_turbine.glb");
  ASSERT_TRUE(turbine) << turbine.error();
  EXPECT_NEAR(turbine->spin.rpm, 9, 1e-4);
  EXPECT_NEAR(glm::length(turbine->spin.pivot - glm::vec3(0, 5.4F, 120)), 0, 1e-3);
  EXPECT_NEAR(glm::length(turbine->spin.axis - glm::vec3(0, 1, 0)), 0, 1e-4);
  for (ImportedLevel const& level : turbine->levels) {
    std::size_t turning = 0;
    for (ImportedVertex const& v : level.vertices) {
      turning += v.spins ? 1 : 0;
      if (v.position.z < 30) continue; // the foot of the tower is as wide
      EXPECT_TRUE(v.spins ? v.position.y > 3.3F : v.position.y < 3.6F) << "blades and nose turn, the nacelle stands";
    }
    EXPECT_GT(turning, 20U);
  }
  EXPECT_EQ(import_model(folder / "car.glb")->spin.rpm, 0) << "a car stands still";
}

TEST(MeshImport, ATrolleySlidesAndItsBoxHoldsTheWay) {
  auto const folder = std::filesystem::path(std::getenv("DALIAN_ASSETS")) / "models";
  auto const crane = import_model(folder / "quay_crane.glb");
  ASSERT_TRUE(crane) << crane.error();
  EXPECT_NEAR(crane->spin.slide_m, 58, 1e-3);
  EXPECT_NEAR(glm::length(crane->spin.axis - glm::vec3(0, -1, 0)), 0, 1e-4);
  float foremost = -1e9F;
  for (ImportedVertex const& v : crane->levels[0].vertices)
    if (v.spins) foremost = std::max(foremost, v.position.y);
  EXPECT_GT(foremost, 60) << "over the ship";
  EXPECT_LT(foremost, 80) << "on the boom";
  EXPECT_EQ(import_model(folder / "wind_turbine.glb")->spin.slide_m, 0) << "a rotor turns";
}

// What turns stays in the box at every angle: culling by the box never cuts a blade.
TEST(MeshPack, TheBoxHoldsWhatTurningSweeps) {
  auto model = cube(3);
  for (ImportedVertex& v : model.levels[0].vertices)
    v.spins = true;
  model.spin = {{1, -2, 0.5F}, glm::normalize(glm::vec3(1, 2, -2)), 9};
  MeshPack pack;
  ASSERT_TRUE(pack.add("rotor", model, {0}));
  MeshRecord const& mesh = pack.records()[0];
  EXPECT_EQ(pack.vertices()[0].material >> 16 & 0xffU, MATERIAL_PLAIN | MATERIAL_SPINS);
  glm::vec3 low(1e9F), high(-1e9F);
  for (int step = 0; step < 720; ++step) {
    float const s = std::sin(static_cast<float>(step) * 0.0087266F),
                c = std::cos(static_cast<float>(step) * 0.0087266F);
    for (ImportedVertex const& v : model.levels[0].vertices) {
      glm::vec3 const r = v.position - model.spin.pivot, axis = model.spin.axis;
      glm::vec3 const p = model.spin.pivot + r * c + glm::cross(axis, r) * s + axis * (glm::dot(axis, r) * (1 - c));
      low = glm::min(low, p), high = glm::max(high, p);
    }
  }
  for (int axis = 0; axis < 3; ++axis) {
    EXPECT_NEAR(mesh.box_min[axis], low[axis], 0.01);
    EXPECT_NEAR(mesh.box_min[axis] + mesh.box_size[axis], high[axis], 0.01);
    EXPECT_LE(mesh.box_min[axis], low[axis] + 1e-4F) << "never smaller";
  }
}

TEST(Models, AllLoadWithGrowingErrorsAndFewerTriangles) {
  auto const pack = load_models(std::filesystem::path(std::getenv("DALIAN_ASSETS")) / "models");
  ASSERT_TRUE(pack) << pack.error();
  for (std::size_t m = 0; m < pack->records().size(); ++m) {
    MeshRecord const& mesh = pack->records()[m];
    for (std::uint32_t i = 1; i < mesh.lod_count; ++i) {
      EXPECT_GT(mesh.lods[i].error_m, mesh.lods[i - 1].error_m) << pack->names()[m];
      EXPECT_LT(mesh.lods[i].index_count, mesh.lods[i - 1].index_count) << pack->names()[m];
    }
    EXPECT_LE(mesh.lods[mesh.lod_count - 1].index_count / 3, 260U) << pack->names()[m] << ": far away";
  }
  for (char const* name :
       {"factory", "tower_block", "office", "house", "tree", "container_stack", "quay_crane", "tank"}) {
    EXPECT_TRUE(pack->find(name)) << name;
  }
}

} // namespace
} // namespace dalian::scene
