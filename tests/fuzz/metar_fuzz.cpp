// Any bytes as reports → observations that the wire allows, and JSON.
#include "connectors/weather/feed.hpp"
#include "tests/fuzz/fuzz.hpp"
#include "twin/wire/codec.hpp"

using namespace dalian;

std::vector<std::string> fuzz::seeds() {
  return {"METAR ZYTL 260800Z 04007G12MPS 350V080 0800 R10/0600V1000D +SHRA FG BKN008CB OVC020 M02/M03 Q1011 NOSIG=",
          "KABC 121755Z AUTO 21016KT 1 1/2SM BR CLR 06/04 A2990 RMK T00640036\nZYTL 260800Z ///// CAVOK ///// Q////"};
}

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  Instant const arrival = from_unix_ns(1'800'000'000'000'000'000);
  for (auto const& text : weather::split_reports(fuzz::text(data, size))) {
    auto const parsed = weather::parse_metar(text);
    fuzz::require(parsed.report.has_value() == (parsed.outcome == "decoded"));
    if (!parsed.report) continue;
    auto const t = weather::report_time(*parsed.report, arrival);
    if (!t) continue;
    std::vector<wire::Observation> all;
    weather::to_wire(*parsed.report, text, nullptr, *t, arrival, all);
    for (auto const& o : all)
      fuzz::require(wire::check(o).empty());
    fuzz::require(weather::to_json(*parsed.report, *t).ends_with("]}"));
  }
  return 0;
}
