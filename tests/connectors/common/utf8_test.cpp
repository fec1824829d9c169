#include "connectors/common/utf8.hpp"

#include <gtest/gtest.h>

namespace dalian::connectors {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

TEST(Utf8, WellFormedTextIsUnchanged) {
  std::string const text = "Dalian 大连 だいれん 🚢 \xF4\x8F\xBF\xBF";
  EXPECT_EQ(valid_utf8(text), text);
}

TEST(Utf8, EachBadByteIsReplaced) {
  EXPECT_EQ(valid_utf8("a\xFFz"), "a" + std::string(kReplacement) + "z");
  EXPECT_EQ(valid_utf8("\x80"), kReplacement);
  EXPECT_EQ(valid_utf8("\xE5\xA4"), std::string(kReplacement) + std::string(kReplacement)); // cut sequence
}

TEST(Utf8, OverlongFormsSurrogatesAndTooLargeCodesAreBad) {
  for (std::string_view const bad :
       {"\xC0\xAF", "\xE0\x80\xAF", "\xED\xA0\x80", "\xF0\x80\x80\xAF", "\xF4\x90\x80\x80"})
    EXPECT_EQ(valid_utf8(bad).substr(0, 3), kReplacement);
}

} // namespace
} // namespace dalian::connectors
