#pragma once
// What the synthetic city answers over HTTP: NGSI-LD entities, page by page, and the airport's METAR. The server's
// thread asks, another one says what is new.
#include "connectors/utilities/ngsi_entities.hpp"
#include "twin/http/message.hpp"

#include <mutex>

namespace dalian::utilities {

class CityDocuments {
 public:
  /// `metar` as a station's text file.
  void update(std::vector<NgsiEntity> entities, std::string metar);
  /// GET /ngsi-ld/v1/entities with type, limit, offset; GET /metar/ZYTL.TXT.
  http::Response answer(http::Request const& request) const;

 private:
  http::Response entities(http::Request const& request) const;

  mutable std::mutex mutex_;
  std::vector<NgsiEntity> entities_;
  std::string metar_;
};

} // namespace dalian::utilities
