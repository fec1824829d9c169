#pragma once
// The histories of several twins, one of each group of zones, as one in the database of whoever runs them: foreign
// tables (postgres_fdw) and views over all, in a schema of their own. They are read only; what is in a chunk stays the
// twin's and its tools' matter.
#include "twin/base/result.hpp"
#include "twin/base/time.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace dalian::postgres {

struct Zone {
  std::string name; // a small letter, then small letters, digits, underscores: at most 40
  std::string url;  // of that twin's history; reached from the server that joins, not from here
};

/// The statements, in their order, for one transaction. Running them again, also with other zones, replaces what they
/// made. Fails when a name or an address is none, or a name is there twice. `show_passwords` false: for people to read.
Result<std::vector<std::string>> join_statements(std::vector<Zone> const& zones, bool show_passwords);

struct ZoneSeen {
  std::string name;
  std::int64_t chunks = 0, observations = 0;
  Instant first{}, last{}; // twin time; meaningless without chunks
  std::string trouble;     // why the zone cannot be read now, in the server's words
};

/// Runs them on the server at `into` and looks at each zone through it. One that is away now is set up all the same.
Result<std::vector<ZoneSeen>> join_zones(std::string const& into, std::vector<Zone> const& zones);

} // namespace dalian::postgres
