#include "twin/base/paths.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

namespace dalian {
namespace {

/// Sets one environment variable and puts the old value back.
class ScopedVariable {
 public:
  ScopedVariable(char const* name, std::string const& value) : name_(name) {
    if (char const* old = std::getenv(name)) old_ = old;
    setenv(name, value.c_str(), 1);
  }
  ~ScopedVariable() { setenv(name_, old_.c_str(), 1); }

 private:
  char const* name_;
  std::string old_;
};

TEST(Paths, AssetsComeFromTheEnvironmentFirst) {
  ScopedVariable const set("DALIAN_ASSETS", testing::TempDir());
  auto const folder = assets_dir();
  ASSERT_TRUE(folder) << folder.error();
  EXPECT_EQ(*folder, std::filesystem::path(testing::TempDir()));
}

TEST(Paths, AMissingFolderIsNamedWithTheRemedy) {
  ScopedVariable const set("DALIAN_ASSETS", "/nowhere/at/all");
  auto const folder = assets_dir();
  ASSERT_FALSE(folder);
  EXPECT_NE(folder.error().find("/nowhere/at/all"), std::string::npos);
  EXPECT_NE(folder.error().find("--target assets"), std::string::npos);
}

TEST(IsThere, TellsAlsoOfNamesThatCanBeNone) {
  EXPECT_TRUE(is_there("/"));
  EXPECT_FALSE(is_there("/no such folder/file"));
  EXPECT_FALSE(is_there("/" + std::string(300, 'x')));
  EXPECT_FALSE(is_there(""));
}

} // namespace
} // namespace dalian
