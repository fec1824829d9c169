#pragma once
// The city that comes with the program, at an instant of a test's own.
#include "connectors/utilities/city.hpp"

#include <cstdlib>
#include <gtest/gtest.h>

namespace dalian::utilities::test {

inline CityInputs inputs(std::uint64_t seed = 1) {
  std::filesystem::path const source = std::getenv("DALIAN_SOURCE");
  auto read = read_city(source / "assets/config", source / "assets/city");
  EXPECT_TRUE(read) << (read ? "" : read.error());
  read->seed = seed;
  return std::move(*read);
}

inline Instant instant(std::string_view text) {
  return parse_utc(text).value();
}

inline City city_at(std::string_view text, std::uint64_t seed = 1) {
  City city(inputs(seed), instant(text));
  city.advance(instant(text));
  return city;
}

/// Of the thing with that name; NaN when it says no such quantity.
inline double said(std::vector<Thing> const& things, std::string_view kind, std::string_view id,
                   std::string_view quantity) {
  for (auto const& thing : things)
    if (thing.kind == kind && thing.id == id)
      for (auto const& value : thing.values)
        if (value.quantity == quantity) return value.value;
  return NAN;
}

} // namespace dalian::utilities::test
