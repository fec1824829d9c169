#pragma once
// `--serve roads`: the synthetic traffic as J2735 datagrams, its buses as GTFS over HTTP, and what really happened.
#include "connectors/app/synth_serve.hpp"

namespace dalian::connectors {

/// Reads city.pb beside the configuration; its HTTP server listens on the port 80 after the first.
Result<std::unique_ptr<ServedSystem>> open_roads(ServeOptions const& options);

} // namespace dalian::connectors
