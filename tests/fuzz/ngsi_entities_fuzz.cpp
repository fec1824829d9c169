// Any bytes as a document of entities → observations that the wire allows, and JSON.
#include "connectors/ngsi/feed.hpp"
#include "tests/fuzz/fuzz.hpp"
#include "twin/wire/codec.hpp"

using namespace dalian;

std::vector<std::string> fuzz::seeds() {
  return {
      R"([{"id":"urn:ngsi-ld:Vehicle:1","type":"Vehicle","speed":{"type":"Property","value":36,"unitCode":"KMH","observedAt":)"
      R"("2026-11-26T08:00:00Z"},"location":{"type":"GeoProperty","value":{"type":"Point","coordinates":[121.7,39.1]}}}])",
      R"({"id":"n:1","type":"Notification","data":[{"id":"a:1","type":"WaterConsumption","waterConsumption":5,"x":"y"}]})",
      R"({"id":"a:1","type":"TrafficFlowObserved","laneId":1,"congested":true,"dateObserved":"2026-11-26T08:00:00"})"};
}

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  Instant const arrival = from_unix_ns(1'800'000'000'000'000'000);
  auto document = ngsi::read_entities(fuzz::text(data, size));
  fuzz::require(document.reject.empty() || document.entities.empty());
  std::vector<wire::Observation> all;
  Counters details;
  for (auto& entity : document.entities) {
    ngsi::to_wire(entity, {}, ngsi::observed_time(entity).value_or(arrival), arrival, all, details);
    fuzz::require(ngsi::to_json(entity).ends_with("}"));
  }
  for (auto const& o : all)
    fuzz::require(wire::check(o).empty());
  return 0;
}
