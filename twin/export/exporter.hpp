#pragma once
// Observations of a history in formats that other programs read. Each exporter is told one after the other, in arrival
// order, and writes as it goes. Knows no files: where the bytes go is the caller's.
#include "twin/base/result.hpp"
#include "twin/base/time.hpp"
#include "twin/wire/wire.pb.h"

#include <memory>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace dalian::exports {

struct Exported {
  Instant t_twin{};
  std::string_view source;
  wire::Provenance provenance = wire::UNKNOWN;
  wire::Observation const& observation;
};

class Exporter {
 public:
  virtual ~Exporter() = default;
  virtual void take(Exported const& exported) = 0;
  /// Writes what is left. An error when the format cannot hold what it was told; that the stream failed is for the
  /// caller to see.
  virtual Status finish() = 0;
};

/// RFC 4180: a header, then a line an observation; every field of the schema has its column, with its unit in the name.
std::unique_ptr<Exporter> csv_exporter(std::ostream& out);
/// RFC 7946: a FeatureCollection of points; what has no position has a null geometry.
std::unique_ptr<Exporter> geojson_exporter(std::ostream& out);
/// GPX 1.1: a track an entity, ordered by t_obs; kept in memory until the end (32 bytes a point, at most 50 million).
std::unique_ptr<Exporter> gpx_exporter(std::ostream& out);
/// MCAP (mcap.dev/spec): serialized dalian.wire.Observation, a topic a source, log time = twin time, publish time =
/// t_obs.
std::unique_ptr<Exporter> mcap_exporter(std::ostream& out);

struct Format {
  std::string_view name;
  std::unique_ptr<Exporter> (*make)(std::ostream&);
};
std::vector<Format> const& formats();

/// Which observations are wanted. Empty lists mean all; an entity that ends in '*' is a beginning.
struct Selection {
  Instant from = Instant::min(), to = Instant::max(); // twin time, both included
  std::vector<std::string> entities;
  std::vector<wire::Kind> kinds;
};
bool is_selected(Selection const& selection, Instant t_twin, wire::Observation const& observation);

} // namespace dalian::exports
