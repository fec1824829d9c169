#pragma once
// All entities of a query to an NGSI-LD broker, page after page (GS CIM 009, 6.3.10), again and again.
#include "connectors/common/document_source.hpp"

namespace dalian::ngsi {

struct PagedConfig {
  connectors::HttpClientConfig client; // its url: ".../ngsi-ld/v1/entities?type=Vehicle"
  std::chrono::milliseconds every{60'000};
  unsigned page = 100; // entities; a server has at most 1,000
};

Result<std::unique_ptr<connectors::DocumentSource>> poll_pages(PagedConfig config);

} // namespace dalian::ngsi
