#pragma once
#include "tests/support/postgres_server.hpp"

namespace dalian::test {

/// One server for all tests of this program, begun with the first that asks; each test takes a new_database of it.
inline PostgresServer& shared_server() {
  static PostgresServer the_server({});
  return the_server;
}

} // namespace dalian::test
