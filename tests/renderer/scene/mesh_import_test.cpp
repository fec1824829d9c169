// Model files of strangers: each is a model or an error that names the file, never a crash.
#include "renderer/scene/mesh_import.hpp"
#include "renderer/scene/scene_types.hpp"
#include "tests/support/tiny_glb.hpp"

#include <fstream>
#include <random>

#include <glm/geometric.hpp>
#include <gmock/gmock.h>

namespace dalian::scene {
namespace {

using testing::HasSubstr;

std::filesystem::path scratch(std::string const& name, std::string const& content) {
  auto const file = std::filesystem::path(::testing::TempDir()) / name;
  std::ofstream(file, std::ios::binary) << content;
  return file;
}

std::string replaced(std::string text, std::string const& from, std::string const& to) {
  auto const at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

/// What the importer promises of whatever it lets through.
void expect_whole(ImportedModel const& model) {
  for (ImportedLevel const& level : model.levels) {
    EXPECT_EQ(level.indices.size() % 3, 0U);
    for (std::uint32_t const index : level.indices)
      ASSERT_LT(index, level.vertices.size());
    for (ImportedVertex const& v : level.vertices)
      ASSERT_LE(glm::length(v.position), 2e4F);
  }
}

/// True when it was let through.
bool survives(std::string const& bytes) {
  auto const model = import_model(scratch("spoiled.glb", bytes));
  if (model)
    expect_whole(*model);
  else
    EXPECT_THAT(model.error(), HasSubstr("spoiled.glb"));
  return model.ok();
}

TEST(MeshImport, TheTinyFileIsWhole) {
  auto const model = import_model(scratch("tiny.glb", test::tiny_glb()));
  ASSERT_TRUE(model) << model.error();
  ASSERT_EQ(model->levels.size(), 1U);
  EXPECT_EQ(model->levels[0].indices.size(), 6U);
  EXPECT_EQ(model->levels[0].vertices[0].kind, static_cast<std::uint32_t>(MATERIAL_PAINT));
}

TEST(MeshImport, BrokenFilesAreErrorsThatNameThem) {
  for (std::string const& content :
       {std::string("not a model"), std::string("glTF\x02\0\0\0\xff\xff\xff\x7f", 12), std::string()}) {
    auto const model = import_model(scratch("broken.glb", content));
    ASSERT_FALSE(model);
    EXPECT_THAT(model.error(), HasSubstr("broken.glb"));
  }
  EXPECT_FALSE(import_model("nowhere.glb"));
}

TEST(MeshImport, CutAtAnyByteIsAnError) {
  std::string const whole = test::tiny_glb();
  for (std::size_t length = 0; length < whole.size(); ++length)
    EXPECT_FALSE(survives(whole.substr(0, length))) << "the first " << length << " bytes";
}

TEST(MeshImport, RandomSpoilingNeverCrashes) {
  constexpr unsigned kSeed = 20261123;
  std::mt19937 random(kSeed);
  std::string const whole = test::tiny_glb();
  int let_through = 0;
  for (int round = 0; round < 1500; ++round) {
    SCOPED_TRACE(testing::Message() << "seed " << kSeed << ", round " << round);
    std::string spoiled = whole;
    for (unsigned flips = 1 + random() % 4; flips > 0; --flips) {
      std::size_t const at = random() % spoiled.size();
      // digits become other digits: numbers that are still numbers reach further than broken JSON
      bool const digit = spoiled[at] >= '0' && spoiled[at] <= '9';
      spoiled[at] = static_cast<char>(digit ? '0' + static_cast<char>(random() % 10) : static_cast<char>(random()));
    }
    let_through += survives(spoiled);
  }
  EXPECT_GT(let_through, 0) << "a colour or a name may change";
  EXPECT_LT(let_through, 1500);
}

struct Hostile {
  char const* what;
  char const* from;
  char const* to;
};

class HostileGlb : public testing::TestWithParam<Hostile> {};

TEST_P(HostileGlb, IsAnErrorThatNamesTheFile) {
  auto const file = scratch(
      "hostile.glb", test::glb(replaced(test::square_json(), GetParam().from, GetParam().to), test::square_bytes()));
  auto const model = import_model(file);
  ASSERT_FALSE(model) << GetParam().what;
  EXPECT_THAT(model.error(), HasSubstr("hostile.glb"));
}

INSTANTIATE_TEST_SUITE_P(
    MeshImport, HostileGlb,
    testing::Values(
        Hostile{"more elements than bytes", R"("count":4)", R"("count":400)"},
        Hostile{"a huge count", R"("count":4)", R"("count":4294967295)"},
        Hostile{"a huge index count", R"("count":6)", R"("count":2147483646)"},
        Hostile{"a negative count", R"("count":4)", R"("count":-4)"},
        Hostile{"a view beyond its buffer", R"("byteLength":48)", R"("byteLength":4800)"},
        Hostile{"an offset that wraps", R"("byteOffset":48)", R"("byteOffset":18446744073709551600)"},
        Hostile{"a buffer longer than the chunk", R"("buffers":[{"byteLength":60)",
                R"("buffers":[{"byteLength":4000000000)"},
        Hostile{"an accessor that is not there", R"("POSITION":0)", R"("POSITION":7)"},
        Hostile{"a view that is not there", R"("bufferView":1)", R"("bufferView":9)"},
        Hostile{"an unknown type", R"("VEC3")", R"("VEC9")"}, Hostile{"an unknown component", "5126", "1"},
        Hostile{"positions as indices", R"("indices":1)", R"("indices":0)"},
        Hostile{"a node that is its own child", R"("mesh":0})", R"("mesh":0,"children":[0]})"},
        Hostile{"a missing child", R"("mesh":0})", R"("mesh":0,"children":[5]})"},
        Hostile{"a missing material", R"("material":0)", R"("material":3)"},
        Hostile{"a missing mesh", R"("mesh":0)", R"("mesh":8)"},
        Hostile{"a buffer of another file", R"("buffers":[{)", R"("buffers":[{"uri":"/etc/passwd",)"},
        Hostile{
            "a sparse accessor out of range", R"("count":4,)",
            R"("count":4,"sparse":{"count":2,"indices":{"bufferView":1,"componentType":5123,"byteOffset":900},"values":{"bufferView":0,"byteOffset":900}},)"},
        Hostile{"a stride that leaves the view", R"("byteLength":48)", R"("byteLength":48,"byteStride":252)"}),
    [](auto const& hostile) { return "Case" + std::to_string(hostile.index); });

TEST(MeshImport, DeepNestingIsAnError) {
  std::string json = R"({"asset":{"version":"2.0"},"extras":)";
  json += std::string(3'000'000, '[') + std::string(3'000'000, ']') + "}";
  EXPECT_FALSE(survives(test::glb(json, "")));
}

TEST(MeshImport, ATriangleBeyondTheVerticesIsLeftOut) {
  std::string bytes = test::square_bytes();
  bytes[48] = bytes[49] = '\xff';
  auto const model = import_model(scratch("index.glb", test::glb(test::square_json(), bytes)));
  ASSERT_TRUE(model) << model.error();
  expect_whole(*model);
  EXPECT_LT(model->levels[0].indices.size(), 6U);
}

TEST(MeshImport, APositionThatIsNoNumberIsAnError) {
  std::string bytes = test::square_bytes();
  bytes[2] = bytes[3] = '\xff'; // NaN
  auto const model = import_model(scratch("nan.glb", test::glb(test::square_json(), bytes)));
  ASSERT_FALSE(model);
  EXPECT_THAT(model.error(), HasSubstr("not finite"));
}

TEST(MeshImport, ObjOfAStrangerIsOneLevel) {
  auto const model = import_model(scratch("stranger.obj", "v 0 0 0\nv 1 0 0\nv 1 1 0\nv 0 1 0\nf 1 2 3 4\n"));
  ASSERT_TRUE(model) << model.error();
  ASSERT_EQ(model->levels.size(), 1U);
  EXPECT_EQ(model->levels[0].indices.size(), 6U);
  EXPECT_FLOAT_EQ(model->levels[0].vertices[2].position.z, 1) << "y up becomes z up";
}

} // namespace
} // namespace dalian::scene
