#include "connectors/common/line_buffer.hpp"

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace dalian::connectors {
namespace {

/// Puts `bytes` in, `step` at a time, and takes out all lines.
std::vector<std::pair<std::string, bool>> lines_of(std::string_view bytes, std::size_t step, std::size_t max_line) {
  LineBuffer buffer(max_line, 64);
  std::vector<std::pair<std::string, bool>> lines;
  while (!bytes.empty()) {
    auto const space = buffer.space();
    auto const n = std::min({step, space.size(), bytes.size()});
    std::copy_n(bytes.begin(), n, space.begin());
    buffer.commit(n);
    bytes.remove_prefix(n);
    while (auto const line = buffer.next())
      lines.emplace_back(line->text, line->cut);
  }
  while (auto const line = buffer.rest())
    lines.emplace_back(line->text, line->cut);
  return lines;
}

using Lines = std::vector<std::pair<std::string, bool>>;

TEST(LineBuffer, CutsAtEitherEndOfLineHoweverBytesArrive) {
  for (std::size_t step = 1; step < 20; ++step)
    EXPECT_EQ(lines_of("one\ntwo\r\n\n\r\nlast", step, 20),
              (Lines{{"one", false}, {"two", false}, {"", false}, {"", false}, {"last", false}}));
}

TEST(LineBuffer, ALongLineIsOneCutLineAndTheNextIsWhole) {
  std::string const bytes = std::string(10'000, 'x') + "\nnext\n";
  for (std::size_t const step : {1UL, 7UL, 64UL})
    EXPECT_EQ(lines_of(bytes, step, 20), (Lines{{std::string(20, 'x'), true}, {"next", false}}));
  EXPECT_EQ(lines_of(std::string(10'000, 'x'), 64, 20), (Lines{{std::string(20, 'x'), true}}));
}

TEST(LineBuffer, ALineOfExactlyTheCapIsWhole) {
  std::string const exact(20, 'x');
  for (std::size_t const step : {1UL, 64UL}) {
    EXPECT_EQ(lines_of(exact + "\r\n", step, 20), (Lines{{exact, false}}));
    EXPECT_EQ(lines_of(exact + "y\r\nz", step, 20), (Lines{{exact, true}, {"z", false}}));
  }
}

} // namespace
} // namespace dalian::connectors
