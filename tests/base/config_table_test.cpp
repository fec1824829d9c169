// Configuration files: what is wrong is said with file, line, field and remedy.
#include "tests/support/temp_folder.hpp"
#include "twin/base/config_table.hpp"

#include <fstream>
#include <gtest/gtest.h>

namespace dalian {
namespace {

/// What reading `text` says: "" when all is well; the file's folder is left out.
std::string says(std::string const& text, auto read) {
  test::TempFolder const folder;
  auto const file = folder.path() / "c.toml";
  std::ofstream(file) << text;
  auto const status = read_config(file, read);
  if (status) return "";
  std::string const words = status.error(), place = folder.path().string() + "/";
  EXPECT_TRUE(words.starts_with(place)) << words;
  return words.substr(place.size());
}

auto const kSpeed = [](ConfigTable& t) { t.number("speed", 0, 50); };

TEST(ConfigTable, NamesFileLineFieldAndRemedy) {
  EXPECT_EQ(says("speed = 3", kSpeed), "");
  EXPECT_EQ(says("\nspeed = 51", kSpeed), "c.toml:2: 'speed' is 51; it must be within 0…50");
  EXPECT_EQ(says("speed = nan", kSpeed), "c.toml:1: 'speed' is nan; it must be within 0…50");
  EXPECT_EQ(says("speed = \"3\"", kSpeed), "c.toml:1: 'speed' must be a number");
  EXPECT_EQ(says("\n\nsped = 3\nspeed = 3", kSpeed), "c.toml:3: 'sped' is not known here; known: speed");
  EXPECT_TRUE(says("\n\nspeed = = 3", kSpeed).starts_with("c.toml:3: "));
}

TEST(ConfigTable, FindsWhatIsWrongInsideTables) {
  auto const read = [](ConfigTable& t) { t.each("car", kSpeed); };
  EXPECT_EQ(says("[[car]]\nspeed = 1\n[[car]]\nspeed = -1", read), "c.toml:4: 'speed' is -1; it must be within 0…50");
  EXPECT_EQ(says("car = 3", read), "c.toml:1: 'car' must be written as [[car]]");
  EXPECT_EQ(says("[[car]]\nspeed = 1\ncolour = 2", read), "c.toml:3: 'colour' is not known here; known: speed");
  EXPECT_EQ(says("[[car]]", read).substr(0, 9), "c.toml:1:");
}

TEST(ConfigTable, AFileThatIsNotThereHasNoLine) {
  auto const status = read_config("/nowhere/c.toml", kSpeed);
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error(), "/nowhere/c.toml: cannot be read: mend the path or its rights");
}

} // namespace
} // namespace dalian
