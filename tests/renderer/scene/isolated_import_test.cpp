// Files of strangers in every format that is read: what is broken or hostile ends as one line, never as a crash, a wait
// or a full memory of this process.
#include "renderer/scene/isolated_import.hpp"

#include <chrono>
#include <fstream>
#include <random>

#include "tests/support/process.hpp"
#include <assimp/Exporter.hpp>
#include <assimp/Importer.hpp>
#include <gmock/gmock.h>

namespace dalian::scene {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

constexpr char const* kObj = "mtllib none.mtl\nusemtl paint.red\nv 0 0 0\nv 4 0 0\nv 4 0 4\nv 0 3 0\nvt 0 0\nvn 0 1 0\n"
                             "f 1/1/1 2/1/1 3/1/1\nf 1 2 4\n";

/// glTF with its buffer in the text: one triangle.
std::string gltf(std::string const& nodes = R"([{"mesh":0}])", std::string const& uri = "") {
  std::string const data = "data:application/octet-stream;base64,"
                           "AAABAAIAAAAAAAAAAAAAAAAAAAAAAIBAAAAAAAAAAAAAAAAAAACAQAAAAAA=";
  return R"({"asset":{"version":"2.0"},"scene":0,"scenes":[{"nodes":[0]}],"nodes":)" + nodes + R"(,
"meshes":[{"primitives":[{"attributes":{"POSITION":1},"indices":0,"material":0}]}],
"materials":[{"pbrMetallicRoughness":{"baseColorTexture":{"index":0}}}],"textures":[{"source":0}],"images":[{"uri":"gone.png"}],
"buffers":[{"uri":")" +
         (uri.empty() ? data : uri) + R"(","byteLength":44}],
"bufferViews":[{"buffer":0,"byteOffset":0,"byteLength":6},{"buffer":0,"byteOffset":8,"byteLength":36}],
"accessors":[{"bufferView":0,"componentType":5123,"count":3,"type":"SCALAR"},
{"bufferView":1,"componentType":5126,"count":3,"type":"VEC3","min":[0,0,0],"max":[4,4,0]}]})";
}

class IsolatedImport : public testing::Test {
 protected:
  fs::path folder = fs::path(testing::TempDir()) / "isolated_import_test";
  void SetUp() override {
    fs::remove_all(folder);
    fs::create_directories(folder);
  }
  fs::path write(std::string const& name, std::string const& bytes) const {
    std::ofstream(folder / name, std::ios::binary) << bytes;
    return folder / name;
  }
  std::string error_of(std::string const& name, std::string const& bytes, ImportLimits limits = {}) const {
    auto const model = import_isolated(write(name, bytes), limits);
    return model ? "no error" : model.error();
  }
};

} // namespace

TEST_F(IsolatedImport, BringsTheSameModelAsTheReaderItself) {
  auto const file = write("a.obj", kObj);
  auto const alone = import_isolated(file), here = import_model(file);
  ASSERT_TRUE(alone) << alone.error();
  ASSERT_TRUE(here) << here.error();
  ASSERT_EQ(alone->levels.size(), here->levels.size());
  EXPECT_EQ(alone->levels[0].indices, here->levels[0].indices);
  ASSERT_EQ(alone->levels[0].vertices.size(), here->levels[0].vertices.size());
  for (std::size_t i = 0; i < here->levels[0].vertices.size(); ++i)
    EXPECT_EQ(alone->levels[0].vertices[i].position, here->levels[0].vertices[i].position);
}

TEST_F(IsolatedImport, ATextureThatIsMissingIsNotMissed) {
  auto const model = import_isolated(write("a.gltf", gltf()));
  ASSERT_TRUE(model) << model.error();
  EXPECT_EQ(model->levels[0].indices.size(), 3U);
}

TEST_F(IsolatedImport, NodesInARingAreALine) {
  EXPECT_THAT(error_of("ring.gltf", gltf(R"([{"mesh":0,"children":[0]}])")), HasSubstr("ring.gltf: "));
  EXPECT_THAT(error_of("ring.gltf", gltf(R"([{"children":[1]},{"mesh":0,"children":[0]}])")), HasSubstr("ring.gltf: "));
}

// Assimp 5.2 goes down a chain of nodes, or of brackets, until its stack is gone.
TEST_F(IsolatedImport, WhatCrashesTheReaderIsALine) {
  std::string chain = "[";
  for (int i = 1; i < 300'000; ++i)
    chain += R"({"children":[)" + std::to_string(i) + "]},";
  for (std::string const& deep : {gltf(chain + R"({"mesh":0}])"), gltf(std::string(3'000'000, '['))}) {
    std::string const error = error_of("deep.gltf", deep);
    EXPECT_THAT(error, testing::AllOf(HasSubstr("deep.gltf: "), HasSubstr("repair it or export it anew")));
    EXPECT_EQ(error.find('\n'), std::string::npos);
  }
}

TEST_F(IsolatedImport, MissingPartsAndNonsenseNameTheFile) {
  std::string endless = "v 0 0 0\n";
  for (int i = 0; i < 50'000; ++i)
    endless += "f 1000000000 -1000000000 7\n";
  struct Case {
    char const *file, *what;
    std::string bytes;
  };
  for (Case const& c : {
           Case{"lost.gltf", "its buffer lies in a file that is not there", gltf(R"([{"mesh":0}])", "gone.bin")},
           Case{"cut.gltf", "ends too early", gltf().substr(0, 300)},
           Case{"short.gltf", "reads past its buffer",
                [] {
                  auto text = gltf();
                  text.replace(text.find("\"count\":3"), 9, "\"count\":900000000");
                  return text;
                }()},
           Case{"nan.obj", "positions that are no numbers", "v nan 0 0\nv 4 inf 0\nv 0 4 0\nf 1 2 3\n"},
           Case{"far.obj", "positions beyond ten kilometres", "v 1e30 0 0\nv 4 0 0\nv 0 4 0\nf 1 2 3\n"},
           Case{"nothing.obj", "faces of vertices that are not there", endless},
           Case{"empty.fbx", "nothing", ""},
           Case{"head.fbx", "only its head",
                std::string("Kaydara FBX Binary  \0\x1a\0\xe8\x1c\0\0\xff\xff\xff\x7f", 31)},
           Case{"text.fbx", "a text that goes on for ever",
                "; FBX 7.3.0 project file\nObjects: { " + std::string(200'000, '{')},
           Case{"self.ifc", "entities that name themselves",
                "ISO-10303-21;\nHEADER;\nFILE_SCHEMA(('IFC2X3'));\nENDSEC;\nDATA;\n#1=IFCPROJECT(#1,#1,#1,#1,#1,#1,#1,("
                "#1),#1);\n"
                "ENDSEC;\nEND-ISO-10303-21;\n"},
           Case{"none.ifc", "no entity", "ISO-10303-21;\nHEADER;\nENDSEC;\nDATA;\nENDSEC;\nEND-ISO-10303-21;\n"},
       }) {
    std::string const error = error_of(c.file, c.bytes);
    EXPECT_THAT(error, HasSubstr(c.file)) << c.what;
  }
}

// Limits hold: time, and memory. Ten million triangles are refused where there is no room for them.
TEST_F(IsolatedImport, NeitherTimeNorMemoryRunsAway) {
  std::string many = "v 0 0 0\nv 4 0 0\nv 0 4 0\n";
  for (int i = 0; i < 300'000; ++i)
    many += "f 1 2 3\n";
  EXPECT_EQ(error_of("many.obj", many), "no error");
  EXPECT_THAT(error_of("many.obj", many, {.memory_bytes = 16U << 20, .seconds = 60}), HasSubstr("many.obj"));
  // a pipe is a file that never comes
  fs::path const pipe = folder / "never.obj";
  ASSERT_EQ(test::run({"mkfifo", pipe.string()}).status, 0);
  auto const begun = std::chrono::steady_clock::now();
  auto const model = import_isolated(pipe, {.memory_bytes = 1U << 30, .seconds = 1});
  ASSERT_FALSE(model);
  EXPECT_THAT(model.error(), HasSubstr("more than 1 s"));
  EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(20));
}

// Every format that Assimp writes, spoiled at random: an answer each time, and this process is still there.
TEST_F(IsolatedImport, SpoiledFilesOfEveryFormatAreAnswered) {
  constexpr unsigned kSeed = 20261126;
  SCOPED_TRACE(kSeed);
  std::mt19937 random(kSeed);
  Assimp::Importer importer;
  aiScene const* const scene = importer.ReadFile(write("whole.obj", kObj).string(), 0);
  ASSERT_NE(scene, nullptr);
  for (auto const& [format, extension] :
       {std::pair{"fbx", "fbx"}, {"fbxa", "fbx"}, {"gltf2", "gltf"}, {"obj", "obj"}}) {
    auto const file = folder / (std::string("sample.") + extension);
    ASSERT_EQ(Assimp::Exporter().Export(scene, format, file.string()), AI_SUCCESS) << format;
    std::ifstream in(file, std::ios::binary);
    std::string const whole((std::istreambuf_iterator<char>(in)), {});
    int broken = 0;
    for (int round = 0; round < 60; ++round) {
      std::string spoiled = whole;
      for (unsigned flips = 1 + random() % 6; flips > 0; --flips)
        spoiled[random() % spoiled.size()] = static_cast<char>(random());
      if (round % 4 == 0) spoiled.resize(random() % spoiled.size());
      auto const model = import_isolated(write(std::string("spoiled.") + extension, spoiled),
                                         {.memory_bytes = 1U << 30, .seconds = 20});
      if (model) continue;
      ++broken;
      EXPECT_THAT(model.error(), HasSubstr("spoiled.")) << format << ", round " << round;
    }
    EXPECT_GT(broken, 5) << format;
  }
}

} // namespace dalian::scene
