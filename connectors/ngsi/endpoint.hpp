#pragma once
// Where an NGSI-LD broker posts its notifications: an HTTP server whose bodies wait, bounded, for the connector's
// thread.
#include "connectors/common/document_source.hpp"
#include "twin/http/server.hpp"

namespace dalian::ngsi {

/// The path that notifications are posted to is "/notify".
Result<std::unique_ptr<connectors::DocumentSource>> open_endpoint(http::ServerConfig const& config);

} // namespace dalian::ngsi
