// Any bytes as a feed → rules and observations: what comes out is what the wire allows.
#include "connectors/gtfs/decode.hpp"
#include "connectors/gtfs/rules.hpp"
#include "connectors/gtfs/to_wire.hpp"
#include "tests/connectors/gtfs/small_city.hpp"
#include "tests/fuzz/fuzz.hpp"
#include "twin/wire/codec.hpp"

using namespace dalian;

std::vector<std::string> fuzz::seeds() {
  auto feed = gtfs::test::good_feed();
  auto first = feed.SerializeAsString();
  gtfs::test::vehicle_of(feed).set_stop_id("C");
  gtfs::test::update_of(feed).mutable_trip()->set_trip_id("LOOP");
  return {first, feed.SerializeAsString()};
}

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  static gtfs::Schedule const city = gtfs::test::small_city();
  auto const decoded = gtfs::decode(fuzz::text(data, size));
  if (decoded.feed == nullptr) {
    fuzz::require(decoded.outcome != "decoded" && !decoded.reason.empty());
    return 0;
  }
  gtfs::Findings findings;
  gtfs::check_feed(*decoded.feed, gtfs::remember(*decoded.feed), {&city, gtfs::test::kNow_s}, findings);
  gtfs::check_pairs(decoded.feed.get(), decoded.feed.get(), findings);
  Counters details;
  gtfs::Converter converter(&city, {});
  std::vector<wire::Observation> observations;
  converter.convert(*decoded.feed, from_unix_ns(gtfs::test::kNow_s * 1'000'000'000), observations, details);
  for (auto const& o : observations)
    fuzz::require(wire::check(o).empty());
  (void)gtfs::to_json(*decoded.feed);
  return 0;
}
