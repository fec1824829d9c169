#pragma once
// The tables that the project ships.
#include "twin/hazard/tables.hpp"

#include <cstdlib>
#include <gtest/gtest.h>

namespace dalian::hazard::testing {

inline std::filesystem::path tables_file() {
  return std::filesystem::path(std::getenv("DALIAN_SOURCE")) / "assets/config/hazard.toml";
}

inline Tables const& own_tables() {
  static Tables const tables = [] {
    auto read = read_tables(tables_file());
    EXPECT_TRUE(read) << read.error();
    return std::move(read).value();
  }();
  return tables;
}

} // namespace dalian::hazard::testing
