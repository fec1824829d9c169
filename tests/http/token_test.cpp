#include "twin/http/token.hpp"

#include "tests/support/process.hpp"

#include <fstream>
#include <gtest/gtest.h>

namespace dalian::http {
namespace {

std::filesystem::path write(test::TempFolder const& folder, std::string const& text, int mode = 0600) {
  auto const file = folder.path() / "token";
  std::ofstream(file) << text;
  std::filesystem::permissions(file, static_cast<std::filesystem::perms>(mode));
  return file;
}

TEST(Token, IsTheFirstLineOfAPrivateFile) {
  test::TempFolder const folder;
  auto const token = read_token(write(folder, "0123456789abcdef \r\nsecond line\n"));
  ASSERT_TRUE(token);
  EXPECT_EQ(*token, "0123456789abcdef");
}

TEST(Token, AFileThatOthersReadOrThatHoldsNoneIsRefused) {
  test::TempFolder const folder;
  EXPECT_NE(read_token(write(folder, "0123456789abcdef\n", 0644)).error().find("chmod 600"), std::string::npos);
  for (auto const* text : {"", "short\n", "0123456789 abcdef\n", "0123456789\tabcdef\n"})
    EXPECT_FALSE(read_token(write(folder, text))) << text;
  EXPECT_FALSE(read_token(folder.path() / "absent"));
}

TEST(Token, OnlyTheWholeTokenInABearerHeaderOpens) {
  EXPECT_TRUE(is_authorized("Bearer 0123456789abcdef", "0123456789abcdef"));
  for (auto const* header : {"", "Bearer ", "Bearer 0123456789abcdeF", "Bearer 0123456789abcde", "0123456789abcdef",
                             "Basic 0123456789abcdef", "Bearer 0123456789abcdef0"})
    EXPECT_FALSE(is_authorized(header, "0123456789abcdef")) << header;
}

} // namespace
} // namespace dalian::http
