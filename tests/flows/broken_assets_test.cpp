// twinview with one baked file missing, cut or spoiled: it says in one line which and what to do, and ends with 1.
#include "tests/support/process.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <gmock/gmock.h>

namespace dalian {
namespace {

namespace fs = std::filesystem;

enum class Fault { missing, empty, cut, spoiled };

struct Case {
  char const* file; // in the folder of assets
  Fault fault;
};

std::string name_of(testing::TestParamInfo<Case> const& info) {
  constexpr char const* kNames[] = {"Missing", "Empty", "Cut", "Spoiled"};
  std::string name = std::string(info.param.file) + kNames[static_cast<int>(info.param.fault)];
  std::erase_if(name, [](char c) { return std::isalnum(static_cast<unsigned char>(c)) == 0; });
  return name;
}

/// The assets of this build by links, but for one file.
void spoil(fs::path const& folder, Case const& c) {
  fs::copy(std::getenv("DALIAN_ASSETS"), folder,
           fs::copy_options::recursive | fs::copy_options::create_hard_links | fs::copy_options::overwrite_existing);
  fs::path const file = folder / c.file;
  std::ifstream in(file, std::ios::binary);
  std::string bytes((std::istreambuf_iterator<char>(in)), {});
  ASSERT_GT(bytes.size(), 8U) << file;
  fs::remove(file); // the link, not what others see
  if (c.fault == Fault::missing) return;
  if (c.fault == Fault::empty) bytes.clear();
  if (c.fault == Fault::cut) bytes.resize(bytes.size() / 2 + 1);
  if (c.fault == Fault::spoiled)
    std::fill(bytes.begin() + 4, bytes.begin() + static_cast<std::ptrdiff_t>(bytes.size() / 2), '\x5a');
  std::ofstream(file, std::ios::binary) << bytes;
}

class BrokenAssets : public testing::TestWithParam<Case> {};

TEST_P(BrokenAssets, AreToldInOneLine) {
  test::TempFolder const folder;
  fs::path const assets = folder.path() / "assets";
  spoil(assets, GetParam());
  auto const finished = test::run({test::program("twinview"), "--headless", "--size", "64x36", "--view", "port",
                                   "--assets", assets.string(), "--shot", (folder.path() / "x.png").string()},
                                  std::chrono::seconds(120));
  EXPECT_EQ(finished.status, 1);
  EXPECT_EQ(std::count(finished.err.begin(), finished.err.end(), '\n'), 1) << finished.err;
  EXPECT_THAT(finished.err, testing::StartsWith("twinview: "));
  EXPECT_THAT(finished.err, testing::HasSubstr(fs::path(GetParam().file).filename().string())) << finished.err;
  EXPECT_FALSE(fs::exists(folder.path() / "x.png"));
}

INSTANTIATE_TEST_SUITE_P(
    Files, BrokenAssets,
    testing::Values(Case{"city.pb", Fault::missing}, Case{"city.pb", Fault::empty}, Case{"city.pb", Fault::cut},
                    Case{"city.pb", Fault::spoiled}, Case{"terrain.bin", Fault::missing},
                    Case{"terrain.bin", Fault::cut}, Case{"terrain.bin", Fault::spoiled},
                    Case{"config/views.toml", Fault::missing}, Case{"config/views.toml", Fault::spoiled},
                    Case{"lang/zh.json", Fault::missing}, Case{"lang/en.json", Fault::cut},
                    Case{"models/models.json", Fault::missing}, Case{"models/models.json", Fault::cut},
                    Case{"models/car.glb", Fault::missing}, Case{"models/car.glb", Fault::cut},
                    Case{"shaders/shade.comp.spv", Fault::missing}, Case{"shaders/shade.comp.spv", Fault::empty},
                    Case{"shaders/tone.comp.spv", Fault::cut}, Case{"shaders/cull.comp.spv", Fault::spoiled}),
    name_of);

} // namespace
} // namespace dalian
