#include "twin/base/markup.hpp"

#include <gtest/gtest.h>

namespace dalian {
namespace {

// The five predefined entities of XML 1.0, section 4.6 (&#39; is &apos; as HTML 4 knows it too).
TEST(Markup, EscapesWhatXmlAndHtmlTakeForTheirOwn) {
  EXPECT_EQ(escape_markup("<a href=\"x\" b='y'> & 大连"), "&lt;a href=&quot;x&quot; b=&#39;y&#39;&gt; &amp; 大连");
  EXPECT_EQ(escape_markup("&amp;"), "&amp;amp;");
  EXPECT_EQ(escape_markup(std::string_view("a\0b\x1b\n\tc", 7)), "a b \n\tc");
}

} // namespace
} // namespace dalian
