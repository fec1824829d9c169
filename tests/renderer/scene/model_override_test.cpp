// Files a user may put in place of a model: good ones replace it, broken, empty, huge and hostile ones leave it and say
// why.
#include "renderer/scene/mesh_pack.hpp"
#include "renderer/scene/model_override.hpp"

#include <cstdlib>
#include <fstream>

#include <gmock/gmock.h>

namespace dalian::scene {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

/// A pyramid of OBJ faces, `size` across and high, y up.
std::string pyramid(float size) {
  std::string const half = std::to_string(size / 2), high = std::to_string(size);
  return "v -" + half + " 0 -" + half + "\nv " + half + " 0 -" + half + "\nv " + half + " 0 " + half + "\nv -" + half +
         " 0 " + half + "\nv 0 " + high + " 0\nf 1 2 5\nf 2 3 5\nf 3 4 5\nf 4 1 5\n";
}

/// One triangle of glTF with its buffer in the text: corners (0 0 0), (4 0 0), (0 4 0).
std::string gltf_triangle(std::string const& indices_count = "3") {
  return R"({"asset":{"version":"2.0"},"scene":0,"scenes":[{"nodes":[0]}],"nodes":[{"mesh":0}],
"meshes":[{"primitives":[{"attributes":{"POSITION":1},"indices":0}]}],
"buffers":[{"uri":"data:application/octet-stream;base64,AAABAAIAAAAAAAAAAAAAAAAAAAAAAIBAAAAAAAAAAAAAAAAAAACAQAAAAAA=","byteLength":44}],
"bufferViews":[{"buffer":0,"byteOffset":0,"byteLength":6},{"buffer":0,"byteOffset":8,"byteLength":36}],
"accessors":[{"bufferView":0,"componentType":5123,"count":)" +
         indices_count + R"(,"type":"SCALAR"},
{"bufferView":1,"componentType":5126,"count":3,"type":"VEC3","min":[0,0,0],"max":[4,4,0]}]})";
}

class ModelOverride : public testing::Test {
 protected:
  fs::path folder = fs::path(testing::TempDir()) / "model_override_test";
  ImportedModel built_in;

  void SetUp() override {
    fs::remove_all(folder);
    fs::create_directories(folder);
    auto car = import_model(fs::path(std::getenv("DALIAN_ASSETS")) / "models/car.glb");
    ASSERT_TRUE(car) << car.error();
    built_in = *car;
  }
  fs::path write(std::string const& name, std::string const& text) const {
    std::ofstream(folder / name, std::ios::binary) << text;
    return folder / name;
  }
  std::string error_of(std::string const& name, std::string const& text) const {
    auto const model = import_override(write(name, text), built_in);
    return model ? "no error" : model.error();
  }
};

TEST_F(ModelOverride, TakesObjAndGltfInMetres) {
  auto const obj = import_override(write("car.obj", pyramid(4)), built_in);
  ASSERT_TRUE(obj) << obj.error();
  EXPECT_EQ(obj->levels[0].indices.size(), 12U);
  float high = 0;
  for (ImportedVertex const& v : obj->levels[0].vertices)
    high = std::max(high, v.position.z);
  EXPECT_FLOAT_EQ(high, 4) << "y up becomes z up";
  auto const gltf = import_override(write("car.gltf", gltf_triangle()), built_in);
  ASSERT_TRUE(gltf) << gltf.error();
  EXPECT_EQ(gltf->levels[0].indices.size(), 3U);
}

TEST_F(ModelOverride, RefusesWhatIsBrokenEmptyOrHostileInOneLine) {
  EXPECT_THAT(error_of("car.obj", ""), HasSubstr("empty"));
  EXPECT_THAT(error_of("car.obj", "v 0 0 0\nv 1 0 0\n"), HasSubstr("car.obj")) << "no face";
  EXPECT_THAT(error_of("car.gltf", "{\"asset\":"), HasSubstr("car.gltf"));
  EXPECT_THAT(error_of("car.gltf", gltf_triangle("300000000")), HasSubstr("car.gltf")) << "reads past its buffer";
  EXPECT_THAT(error_of("car.fbx", "Kaydara FBX Binary  "), HasSubstr("car.fbx"));
  EXPECT_THAT(error_of("car.ifc", "ISO-10303-21;\nHEADER;\n"), HasSubstr("car.ifc"));
  EXPECT_THAT(error_of("car.obj", "v nan 0 0\nv 4 0 0\nv 0 4 0\nf 1 2 3\n"), HasSubstr("car.obj"));
  EXPECT_EQ(error_of("car.gltf", "{\n\n\n").find('\n'), std::string::npos);
}

TEST_F(ModelOverride, RefusesAWrongUnitAndTooMuch) {
  EXPECT_THAT(error_of("car.obj", pyramid(4600)), HasSubstr("metres")) << "drawn in millimetres";
  EXPECT_THAT(error_of("car.obj", pyramid(0.046F)), HasSubstr("metres"));
  std::string many = pyramid(4);
  for (std::size_t i = 0; i <= kMostOverrideTriangles; ++i)
    many += "f 1 2 5\n";
  EXPECT_THAT(error_of("car.obj", many), HasSubstr("triangles"));
  fs::path const huge = write("huge.obj", "");
  fs::resize_file(huge, kLargestOverride_bytes + 1); // sparse
  auto const model = import_override(huge, built_in);
  ASSERT_FALSE(model);
  EXPECT_THAT(model.error(), HasSubstr("MiB"));
}

TEST_F(ModelOverride, ReplacesByIdAndKeepsTheBuiltInWhereItCannot) {
  fs::path const baked = fs::path(std::getenv("DALIAN_ASSETS")) / "models";
  for (char const* name : {"car", "bus"})
    fs::copy_file(baked / (std::string(name) + ".glb"), folder / (std::string(name) + ".glb"));
  write("models.json", R"({"version":1,"groups":[],"models":[
{"name":"car","file":"car.glb","levels":[{"error_m":0},{"error_m":0.1},{"error_m":0.2}]},
{"name":"bus","file":"bus.glb","levels":[{"error_m":0},{"error_m":0.1},{"error_m":0.2},{"error_m":0.3}]}]})");
  fs::create_directories(folder / "override");
  write("override/car.obj", pyramid(4));
  write("override/bus.obj", "rubbish");
  auto const pack = load_models(folder);
  if (!pack) GTEST_FAIL() << pack.error();
  ASSERT_EQ(pack->complaints().size(), 1U);
  EXPECT_THAT(pack->complaints()[0], HasSubstr("bus.obj"));
  EXPECT_THAT(pack->complaints()[0], HasSubstr("built-in 'bus' is kept"));
  EXPECT_EQ(pack->records()[*pack->find("car")].lods[0].index_count, 12U);
  EXPECT_GT(pack->records()[*pack->find("bus")].lods[0].index_count, 300U);
}

} // namespace
} // namespace dalian::scene
