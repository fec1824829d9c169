#include "tools/bake/models/expression.hpp"

#include <gtest/gtest.h>

namespace dalian::bake {
namespace {

TEST(Expression, KnowsSchoolArithmetic) {
  Parameters const known{{"length", 366}, {"level", 1}};
  std::pair<char const*, double> const cases[] = {{"2 + 3 * 4", 14},
                                                  {"(2 + 3) * 4", 20},
                                                  {"-length / 2", -183},
                                                  {"7 % 4 - 1.5", 1.5},
                                                  {"level == 0 ? 12 : level == 1 ? 6 : 3", 6},
                                                  {"max(2, floor(7 / 2)) + min(1, 2)", 4},
                                                  {"sin(30) + cos(60)", 1},
                                                  {"sqrt(9) * round(1.4)", 3},
                                                  {"1 - 2 - 3", -4},
                                                  {"8 / 2 / 2", 2},
                                                  {"3 >= 3", 1},
                                                  {"2 != 2", 0}};
  for (auto const& [text, value] : cases) {
    auto const result = evaluate(text, known);
    ASSERT_TRUE(result) << text << ": " << result.error();
    EXPECT_NEAR(*result, value, 1e-12) << text;
  }
}

TEST(Expression, RefusesWithAReason) {
  for (char const* text : {"", "2 +", "(2", "2 2", "width", "sin(1, 2)", "1 / 0", "1 ? 2", "log(2)", "$"}) {
    EXPECT_FALSE(evaluate(text, {})) << text;
  }
  EXPECT_NE(evaluate("2 * width", {}).error().find("unknown name 'width'"), std::string::npos);
}

} // namespace
} // namespace dalian::bake
