#include "renderer/app/settings.hpp"

#include <fstream>
#include <gtest/gtest.h>
#include <unistd.h>

namespace dalian::viewer {
namespace {

namespace fs = std::filesystem;

class SettingsFile : public testing::Test {
 protected:
  void TearDown() override { fs::remove_all(folder); }
  fs::path folder = fs::temp_directory_path() / ("dalian_settings_" + std::to_string(getpid()));
  fs::path file = folder / "deep" / "window.json";
};

TEST_F(SettingsFile, ComesBackAsItWasWritten) {
  Settings const settings{ui::Language::ja, 1920, 1080, 1.5, ui::Scheme::wall};
  save_settings(settings, file);
  EXPECT_EQ(load_settings(file, {}), settings);
}

TEST_F(SettingsFile, BrokenOrMissingMeansDefaults) {
  Settings const defaults{ui::Language::en, 800, 600};
  EXPECT_EQ(load_settings(file, defaults), defaults);
  fs::create_directories(file.parent_path());
  for (auto const* bad : {"", "{", "[]", "{\"language\": 3, \"width\": \"wide\", \"height\": -1}", "{\"width\": 1e99}",
                          "{\"scale\": \"large\", \"theme\": \"pink\"}"}) {
    std::ofstream(file) << bad;
    EXPECT_EQ(load_settings(file, defaults), defaults) << bad;
  }
  save_settings(defaults, "/proc/nowhere/window.json"); // no complaint
}

} // namespace
} // namespace dalian::viewer
