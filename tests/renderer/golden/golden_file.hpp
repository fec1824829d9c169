#pragma once
// A picture against the golden one of its name in tests/golden; with DALIAN_UPDATE_GOLDENS set, in its place.
#include "tests/support/picture_compare.hpp"

#include <cstdlib>
#include <gtest/gtest.h>

namespace dalian::test {

inline std::filesystem::path golden(std::string const& name) {
  return std::filesystem::path(std::getenv("DALIAN_SOURCE")) / "tests" / "golden" / (name + ".png");
}

inline bool updating_goldens() {
  return std::getenv("DALIAN_UPDATE_GOLDENS") != nullptr;
}

/// `driver` as gpu::Capabilities has it: the pinned one must draw every bit as agreed, others what the eye accepts.
inline void expect_golden(std::string const& name, gpu::Picture const& picture, std::string const& driver) {
  if (updating_goldens()) {
    gpu::write_png(picture, golden(name));
    return;
  }
  auto const difference = compare(picture, gpu::read_png(golden(name)));
  if (is_pinned(driver) ? difference.exact() : difference.accepted()) return;
  auto const seen = std::filesystem::path(testing::TempDir()) / ("golden_" + name + ".png");
  gpu::write_png(picture, seen);
  ADD_FAILURE() << name << " on " << driver << ": " << difference.text() << "; what was drawn: " << seen
                << "; if it is better, tools/check/update_goldens";
}

} // namespace dalian::test
