#pragma once
// Files of one JSON object a line: observations (docs/fuse.md) and positions of things over time (docs/score.md).
// Every line ends in exactly one outcome: used, blank, or rejected with a reason.
#include "twin/base/counters.hpp"
#include "twin/base/geo.hpp"
#include "twin/base/provenance.hpp"
#include "twin/base/time.hpp"
#include "twin/wire/wire.pb.h"

#include <cstdint>
#include <functional>
#include <istream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dalian::app {

struct LineReject {
  std::string reason;  // under which it is counted: "not_json", "bad_latitude", …
  std::string message; // what is wrong, for a person
};

/// One observation as it would have come from a connector.
struct ObservationLine {
  std::string source = "file";
  wire::Provenance provenance = wire::UNKNOWN;
  wire::Observation observation; // t_rx set; has passed wire::check
};
std::optional<LineReject> read_observation(std::string_view line, ObservationLine& out);

/// Where a thing was, or is said to have been.
struct StateLine {
  Instant t{};
  std::string entity;
  MapPoint position;
};
std::optional<LineReject> read_state(std::string_view line, StateLine& out);

/// What became of the lines of a file.
struct LineCounts {
  static constexpr std::size_t kFirst = 5;
  struct Rejected {
    std::uint64_t line = 0;
    LineReject reject;
  };
  std::uint64_t lines = 0, blank = 0, used = 0; // lines = blank + used + sum of rejects
  Counters rejects;
  std::vector<Rejected> first; // the first few

  /// The document of docs/fuse.md, "lines".
  std::string json() const;
  /// For people: one line on all, one for each of the first rejects.
  std::string text(std::string const& file) const;
  /// The first reject as "line 3: bad_time: t_obs is missing"; only when there is one.
  std::string why() const;
};

/// Gives every line that is not blank to `take`, which says why it is of no use, or nothing.
LineCounts read_lines(std::istream& in, std::function<std::optional<LineReject>(std::string_view)> const& take);

/// `file` to be read, "-" = standard input. The error says what is wrong with it.
Result<LineCounts> read_file(std::string const& file,
                             std::function<std::optional<LineReject>(std::string_view)> const& take);

} // namespace dalian::app
